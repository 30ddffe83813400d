/*
 * orders_parts - what orders keep: for the files that make it up
 */
#ifndef HARK_DOMAIN_ORDERS_PARTS_H
#define HARK_DOMAIN_ORDERS_PARTS_H

#include "domain/order_names.h"
#include "domain/orders.h"

/* A row by its order and time, with what most orders need of it: they have one row. */
struct orders_member {
    unsigned char order[8];
    unsigned char stamp[8];
    uint64_t row;
    uint64_t visitor, customer;
    uint32_t state;
    bool has_visitor, has_customer, has_coupon, is_carried;
};

/* A claim by person and time of the order. */
struct orders_claim {
    unsigned char person[8];
    unsigned char stamp[8];
    uint64_t row;
    uint64_t rule;
};

struct orders {
    struct order_rows *rows;
    struct runs *members;
    struct runs *claims;
    struct order_names *names;
    struct stitch *stitch;
    struct runs *buyers;         /* or NULL */
    struct orders_member *group; /* rows of one order */
    size_t group_cap;
    struct buffer copy;
    uint64_t count, disputed;
    uint64_t repeated;
    bool overflowed, is_by_day;
};

#endif
