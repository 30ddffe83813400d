/*
 * order_names - which person's visit names an order
 *
 * A visit that ends in a purchase names the transaction as the shop's page did: by the order's id,
 * with or without the platform before it, or by the number that its customer sees. The first visit
 * that names it tells whose it is; where visits of several persons do, the order is disputed. A visit that
 * the shop itself tells of beside the order is of the order's own customer, so a device that names it
 * stands before it unless it comes too late for the order, and the two are no dispute.
 * Shape:   order_names_add() and order_names_ask() all; order_names_settle(); order_names_find()
 *          with digests of order ids in ascending order.
 * Cost:    40 bytes a visit that names an order, and for each order that may be named; they spill.
 */
#ifndef HARK_DOMAIN_ORDER_NAMES_H
#define HARK_DOMAIN_ORDER_NAMES_H

#include "base/runs.h"
#include "domain/orders.h"

struct order_names;

struct order_names *order_names_new(size_t budget_bytes, struct spill *spill);
void order_names_free(struct order_names *names);

void order_names_add(struct order_names *names,
                     const struct order_naming *naming);

/* Visits after the stamp `latest` do not tell. */
void order_names_ask(struct order_names *names, struct text id,
                     struct text number, int64_t latest);

void order_names_settle(struct order_names *names);

struct order_named {
    enum order_rule rule; /* ORDERS_ORDER, ORDERS_NUMBER, or ORDERS_NOBODY */
    uint64_t person;
    bool is_disputed;
};

/* `order` is the digest64() of its id. */
void order_names_find(struct order_names *names, uint64_t order,
                      struct order_named *named);

#endif
