/*
 * loyalty - which customers who asked us something bought again afterwards
 *
 * Of each person whom a list of people (people.h) links: the first case before or at whose opening there was an order is
 * the one that counts. Who has another order behind the opening, within a while, has bought again.
 * Shape:   everything comes in any order. An order that is cancelled is none; one that comes twice is one.
 *          A case whose while is not over when the records end is not judged.
 * Lives:   until loyalty_free(); the people outlive it.
 * Cost:    two sorts within the budget, 24 bytes an order and case of who is linked.
 * Fails:   as base/spill.h.
 */
#ifndef HARK_DOMAIN_LOYALTY_H
#define HARK_DOMAIN_LOYALTY_H

#include "base/spill.h"
#include "domain/people.h"

struct loyalty_rules {
    int64_t within_s;
    int64_t as_of_s; /* nothing is known after it; INT64_MIN: the latest time */
};

struct loyalty;

struct loyalty *loyalty_new(const struct loyalty_rules *rules,
                            const struct people *people, size_t budget_bytes,
                            struct spill *spill);
void loyalty_free(struct loyalty *loyalty);

struct loyalty_order {
    struct text id;
    struct text customer, visitor; /* or TEXT_NONE */
    int64_t time_s;
};
void loyalty_add(struct loyalty *loyalty, const struct loyalty_order *order);
void loyalty_cancel(struct loyalty *loyalty, struct text order);

struct loyalty_case {
    struct text id, author;
    int64_t opened_s;
};
/* Numbers of cases ascend from 0. */
void loyalty_ask(struct loyalty *loyalty, uint64_t number,
                 const struct loyalty_case *asked);

/* Once, after the last. */
void loyalty_settle(struct loyalty *loyalty);

enum loyalty_verdict {
    LOYALTY_NONE, /* not the case that counts of anybody, or not judged */
    LOYALTY_AGAIN,
    LOYALTY_NOT_AGAIN
};

/* Asked for in ascending order. */
enum loyalty_verdict loyalty_of(struct loyalty *loyalty, uint64_t number);

/* People who asked: judged; who never bought before; whose while is not over. */
struct loyalty_counts {
    uint64_t judged, never_bought, too_recent;
};
struct loyalty_counts loyalty_counts(const struct loyalty *loyalty);

#endif
