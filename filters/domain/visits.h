/*
 * visits - all visits on a few bytes each, and those of buyers again, by person and time
 *
 * Posts, clicks and orders may come after the visits that they explain. So each visit is kept as
 * digests (evidence.h) until all was read; then visits_select() goes through them once, decides
 * whose link it was, and gives those that are wanted as touches.
 * Shape:   about 60 bytes a visit, beyond the budget in the spill.
 * Lives:   from visits_new() to visits_free(); an id from visits_id() until the next call.
 * Cost:    about 60 ns to add a visit, 10 ns to pass one over, 50 ns to select one.
 * Risk:    persons are compared by 64-bit digests: among a billion the odds of any mix-up are 1
 *          in 37.
 */
#ifndef HARK_DOMAIN_VISITS_H
#define HARK_DOMAIN_VISITS_H

#include "base/bloom.h"
#include "base/runs.h"
#include "domain/clicks.h"
#include "domain/evidence.h"
#include "domain/link_table.h"
#include "domain/redirects.h"

struct visits;

/* Texts that are kept have to be shorter than this. */
enum { VISITS_TEXT_MAX = 4096 };

/* The evidence reader and the redirects outlive the visits; these may be NULL where none is selected. */
struct visits *visits_new(struct evidence_reader *evidence,
                          const struct redirects *redirects,
                          size_t budget_bytes, struct spill *spill);
void visits_free(struct visits *visits);

uint64_t visits_person(struct text visitor);

/* The owner of the link that is shown, or LINK_NOBODY; clicks are another matter. */
uint32_t visits_owner(const struct link_table *links,
                      const struct evidence *evidence, int64_t time_s);

/* Its place, for touch.visit. */
uint64_t visits_keep(struct visits *visits, const struct visit *visit,
                     const struct evidence *evidence);

/* NULL, or why it cannot be kept. */
const char *visits_add(struct visits *visits, const struct visit *visit);

/* The visits of persons that `wanted` may have (NULL: of all), to `found`: entries as of visits_get(). */
void visits_select(struct visits *visits, const struct bloom *wanted,
                   const struct link_table *links, struct clicks *clicks,
                   struct runs *found);

/* An entry of `found`: its key is the first VISITS_KEY_BYTES, person and time. */
enum { VISITS_KEY_BYTES = 16, VISITS_ENTRY_BYTES = 32 };

void visits_put(struct runs *found, uint64_t person, const struct touch *touch);
uint64_t visits_get(const void *entry, struct touch *touch); /* the person */

/* Of a visit by touch.visit: its id, until the next call. */
struct text visits_id(struct visits *visits, uint64_t place);

/* The same of a touch, and where its words are; false where it has none (neither campaign, click
   id nor referrer). */
bool visits_show(struct visits *visits, const struct touch *touch,
                 struct text *id, uint64_t *words);

/* The person of a visit by touch.visit. */
uint64_t visits_whose(struct visits *visits, uint64_t place);

/* A hint that the visit will be shown soon. */
void visits_prefetch(const struct visits *visits, uint64_t place);

bool visits_saw_campaign(const struct visits *visits);

#endif
