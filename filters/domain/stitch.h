/*
 * stitch - visitors who named one customer are one person, from then on
 *
 * A link says that a visitor (a device) was a customer's at a time: a visit says who had signed in; an
 * order of that customer has the visitor's cookie, or a visit of the visitor names it. With links a
 * visit belongs
 *   - to the customer of the last link at or before it;
 *   - from the next link on, if that is in the same sitting (no gap is longer than a session's
 *     may be), to the customer of that one instead;
 *   - where no link is before it, from the first link on to its customer.
 * So a visit is one customer's at any moment, two customers of one device never become one
 * person, and what comes after an order changes nothing of it. A customer's own visits (who sign
 * in under no cookie) are the customer's.
 * Shape:   links, orders of customers (want) and of devices (ask) all; stitch_settle();
 *          stitch_people(); stitch_walk() with their visits; then stitch_visits() and
 *          stitch_next() are visits and claims as journey_walk() takes them, of persons that are
 *          a customer as known up to some moment.
 * Lives:   from stitch_new() to stitch_free().
 * Cost:    24 bytes a link, 48 a visit of a device with links, 32 more for each time that an order
 *          comes after a link that changed what is known of earlier visits; all spill. The visits of
 *          one device, and those and the orders of one customer, are held.
 * Risk:    of two customers who are named on a device in one instant a digest decides.
 */
#ifndef HARK_DOMAIN_STITCH_H
#define HARK_DOMAIN_STITCH_H

#include "base/bloom.h"
#include "base/runs.h"
#include "domain/fit_rules.h"
#include "domain/fit_span.h"
#include "domain/orders.h"

struct stitch;

struct stitch *stitch_new(int64_t gap_s, size_t budget_bytes,
                          struct spill *spill);
void stitch_free(struct stitch *stitch);

/* For models that are fitted, whose rules outlive it: markov wants the visits of all customers, those
   who ordered nothing among them. Before stitch_settle(). */
void stitch_fit(struct stitch *stitch, const struct fit_rules *rules);

/* Persons as of visits_person(). */
void stitch_link(struct stitch *stitch, uint64_t device, int64_t stamp,
                 uint64_t customer);

/* A row of an order of that customer; `stamp` is the order's. */
void stitch_want(struct stitch *stitch, uint64_t customer, int64_t stamp,
                 uint64_t row);

/* A row of an order of a device that may be some customer's; of several asks of one row the
   strongest rule with an answer counts. */
void stitch_ask(struct stitch *stitch, uint64_t device, int64_t stamp,
                uint64_t row, enum order_rule rule);

void stitch_settle(struct stitch *stitch);

/* Everybody whose visits are wanted, and at most how many they are. */
uint64_t stitch_count(const struct stitch *stitch);
void stitch_people(struct stitch *stitch, struct bloom *people);

/* Who a visitor is to fits, asked in order of persons; after stitch_settle() and before
   stitch_walk(). */
void stitch_device(void *stitch, uint64_t person, struct fit_person *known);

/* `visits`: as of visits_select(), sorted; it may be read again by runs_rewind(). */
void stitch_walk(struct stitch *stitch, struct runs *visits);

struct runs *stitch_visits(struct stitch *stitch);
bool stitch_next(void *stitch, struct order_claim *claim);

/* Who a person of stitch_visits() is to fits, asked in order of persons. */
void stitch_known(void *stitch, uint64_t person, struct fit_person *known);

#endif
