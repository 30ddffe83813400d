/*
 * people - which authors are which customers, by their own consent, from a CSV
 *
 * With a header: author (network:id, as records have it) and customer or visitor (or both, each as
 * records have them), optionally from and until, in any order; other columns are passed over.
 * Shape:   from and until are times or dates in UTC, until exclusive: what was said outside of them is
 *          not linked. One author may be several people, one after the other or at once.
 * Lives:   from people_new() to people_free(), and names with it.
 * Fails:   false, and *error has the line and why.
 */
#ifndef HARK_DOMAIN_PEOPLE_H
#define HARK_DOMAIN_PEOPLE_H

#include "domain/listing.h"

struct people;

struct people *people_new(void);
void people_free(struct people *people);
/* people: struct people, for whole_list(). */
bool people_add(void *people, struct text csv, struct listing_error *error);

/* The customers and visitors that an author is at a time, one a call: *next is 0 at first, and the
   answer is absent behind the last. */
struct text people_find(const struct people *people, struct text author,
                        int64_t time_s, size_t *next);

/* Once, after the last list; then people are numbers, the same for all names of one: of accounts, customers and visitors. */
void people_settle(struct people *people);

/* Whose name it is at a time; PEOPLE_NONE where no list says so. */
#define PEOPLE_NONE UINT32_MAX
uint32_t people_who(const struct people *people, struct text name,
                    int64_t time_s);

#endif
