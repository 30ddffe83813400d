/*
 * conversations - talks with our accounts before an order, as touches of their own
 *
 * A case whose author a list of people (people.h) links to who bought is a touch of that order, of
 * channel "conversation". Such touches compete among themselves alone: each order is split once
 * among its visits and once among its conversations, and what `touches` of a credit says keeps
 * the two apart.
 * Shape:   conversations_take() each case; after the orders were joined conversations_walk() gives the
 *          touches and claims of a journey in which a person is a row of the ledger.
 * Lives:   from conversations_new() to conversations_free().
 * Cost:    60 bytes a case and buyer, 48 a row and buyer of it; all spill.
 */
#ifndef HARK_DOMAIN_CONVERSATIONS_H
#define HARK_DOMAIN_CONVERSATIONS_H

#include "domain/journey.h"
#include "domain/people.h"

struct conversations;

/* The orders outlive it, and tell it of their buyers. */
struct conversations *conversations_new(struct evidence_reader *evidence,
                                        struct orders *orders,
                                        size_t budget_bytes,
                                        struct spill *spill);
void conversations_free(struct conversations *conversations);

/* For people_add(), before the first case. */
struct people *conversations_people(struct conversations *conversations);

/* NULL or why it cannot be kept; *is_linked: whether its author is anybody. */
const char *conversations_take(struct conversations *conversations,
                               const struct conversation *conversation,
                               bool *is_linked);

struct visits *conversations_visits(struct conversations *conversations);

/* Once: the touches of each row as journey_walk() takes
   visits, with the row for a person. */
struct runs *conversations_walk(struct conversations *conversations);

/* As of orders_next(), by row; behind conversations_walk(). */
bool conversations_next(void *conversations, struct order_claim *claim);

uint64_t conversations_count(const struct conversations *conversations);

#endif
