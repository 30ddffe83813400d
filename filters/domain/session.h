/*
 * session - the visits of one person to touches
 *
 * A session is visits with idle gaps of at most gap_s between them. In it each source is one
 * touch, at the first visit that shows it; a session without any is one direct touch, at its
 * first visit. What happens later changes no earlier touch: a direct one in whose session a
 * source shows up counts up to that moment (is_passing; session_path() applies it), so that a
 * credit once given never moves.
 * Lives:   from session_new() to session_free(), one person after the other.
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    constant a visit; memory for the touches of one person.
 */
#ifndef HARK_DOMAIN_SESSION_H
#define HARK_DOMAIN_SESSION_H

#include "domain/touch.h"

struct session;

/* only_tracked: our links and campaign tags alone are sources, and nothing is direct. */
struct session *session_new(int64_t gap_s, bool only_tracked);
void session_free(struct session *session);

/* The next person: forgets the touches. */
void session_clear(struct session *session);

/* A visit as the touch that it may be, in order of stamp. */
void session_add(struct session *session, const struct touch *visit);

const struct touch *session_touches(const struct session *session,
                                    size_t *count);

uint64_t session_count(const struct session *session); /* of all persons */

/* How many of the first `count` touches are of the session that holds the moment: it is no earlier
   than they are. */
size_t session_holds(const struct session *session, size_t count,
                     int64_t time_s);

/* The touches up to an order become its path, in place: those that count, and how many they are. */
size_t session_path(struct touch *touches, size_t count);

#endif
