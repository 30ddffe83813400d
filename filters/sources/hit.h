/*
 * hit - one line of a web server's log, cut into its fields, to a visit
 *
 * What all formats of such logs share: escapes undone, what is no page left out, the address made whole,
 * the person told by cookie, user, or address and agent.
 * Drops:   no_request, method, status, asset: see docs/sources.md.
 */
#ifndef HARK_SOURCES_HIT_H
#define HARK_SOURCES_HIT_H

#include "sources/source.h"

/* Cells as logged, still escaped; TEXT_NONE for `-` and for what the format does not have. */
struct hit {
    struct text host, forwarded, user;
    struct text time, date, clock; /* one of time, and date with clock */
    struct text request; /* or method with target, or with path and query */
    struct text method, target, path, query;
    struct text status;
    struct text referrer, agent;
    struct text vhost, scheme;
    struct text person; /* of the cookie or header that --visitor-from names */
};

/* Fills the draft and emits it. As a source's normalize(). */
const char *hit_normalize(struct hit *hit, const struct raw *raw,
                          struct draft *draft, struct emitter *emitter);

/* Undoes both dialects of escaping; the cell itself where there is nothing to undo. */
struct text hit_unescape(struct arena *arena, struct text cell);

#endif
