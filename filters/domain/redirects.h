/*
 * redirects - where short links led that lead nowhere any more, and when
 *
 * From the user's list: what a visit shows that names such a link by its referrer, or by its own
 * address (the log of a shortener), is what its destination would show. Of two destinations at one time neither is
 * taken, and a click log that saw the link lead elsewhere overrules the list from that click on.
 * Shape:   redirects_add() all; redirects_build(); redirects_see() each click; redirects_find().
 * Lives:   from redirects_new() to redirects_free(); the evidence reader outlives it.
 * Cost:    about 150 bytes a row, in memory; a look-up is a binary search, and nothing without
 *          rows.
 */
#ifndef HARK_DOMAIN_REDIRECTS_H
#define HARK_DOMAIN_REDIRECTS_H

#include "domain/evidence.h"

struct redirects;

struct redirects *redirects_new(struct evidence_reader *evidence);
void redirects_free(struct redirects *redirects);

/* NULL, or why it is none: from_s on, and before until_s. */
const char *redirects_add(struct redirects *redirects, struct text shortened,
                          struct text destination, int64_t from_s,
                          int64_t until_s);

void redirects_build(struct redirects *redirects);

/* A click on a short link (link_short_digest()) that led to a page (link_digest()): whether it contradicts a row. */
bool redirects_see(struct redirects *redirects, uint64_t shortened,
                   uint64_t page, int64_t time_s);

/* Where it led by the list; absent where it does not say. */
struct text redirects_destination(struct redirects *redirects,
                                  struct text shortened, int64_t time_s);

/* What the destination shows of the short link that the visit shows; NULL where there is none. */
const struct evidence *redirects_find(const struct redirects *redirects,
                                      const struct evidence *visit,
                                      int64_t time_s);

size_t redirects_count(const struct redirects *redirects);     /* rows */
size_t redirects_ambiguous(const struct redirects *redirects); /* links */
size_t redirects_overruled(const struct redirects *redirects); /* rows */

#endif
