/*
 * clicks - visits that followed a click on one of our short links
 *
 * A click has no visitor: it explains a visit to its destination that comes 0 to CLICKS_WITHIN_S
 * seconds after it, the nearest earlier click counting, where nothing on the visit itself says
 * whose link it was.
 * Shape:   clicks_add() all; clicks_build(); clicks_ask() for each visit; clicks_settle();
 *          clicks_next() gives each visit asked for, as it was or as a touch of the link's owner.
 * Lives:   from clicks_new() to clicks_free().
 * Cost:    24 bytes a click, 48 a visit asked for; both spill.
 */
#ifndef HARK_DOMAIN_CLICKS_H
#define HARK_DOMAIN_CLICKS_H

#include "base/spill.h"
#include "domain/link_table.h"
#include "domain/redirects.h"
#include "domain/touch.h"

enum { CLICKS_WITHIN_S = 60 };

struct clicks;

struct clicks *clicks_new(size_t budget_bytes, struct spill *spill);
void clicks_free(struct clicks *clicks);

/* False where the address clicked is no short link: such a click explains nothing. */
bool clicks_add(struct clicks *clicks, struct text shortened,
                struct text destination, int64_t stamp);

/* Keeps the clicks on our links alone; redirects are told of all. */
void clicks_build(struct clicks *clicks, const struct link_table *links,
                  struct redirects *redirects);

/* Whether a click may have led to that page (link_digest()). */
bool clicks_lead_to(const struct clicks *clicks, uint64_t page);

void clicks_ask(struct clicks *clicks, uint64_t page, uint64_t person,
                const struct touch *visit);

void clicks_settle(struct clicks *clicks, const struct link_table *links);

struct clicks_answer {
    uint64_t person;
    struct touch visit;
};

bool clicks_next(struct clicks *clicks, struct clicks_answer *answer);

uint64_t clicks_ours(const struct clicks *clicks);   /* after clicks_build() */
uint64_t clicks_joined(const struct clicks *clicks); /* visits explained */

#endif
