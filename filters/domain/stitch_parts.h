/*
 * stitch_parts - what a stitch is made of, for the files of stitch alone
 *
 * Shape:   entries begin with the key that they are sorted by, big-endian; the rest is as the machine has it.
 */
#ifndef HARK_DOMAIN_STITCH_PARTS_H
#define HARK_DOMAIN_STITCH_PARTS_H

#include "domain/stitch.h"

/* All of it is the key. */
struct stitch_link {
    unsigned char device[8];
    unsigned char stamp[8];
    unsigned char customer[8];
};

/* A row of an order of a device or a customer, by that and the last moment that it knows of. */
struct stitch_want {
    unsigned char person[8];
    unsigned char limit[8];
    int64_t stamp;
    uint64_t row;
    uint64_t rule;
};

/* Whose the order of a device is. */
struct stitch_answer {
    unsigned char row[8];
    unsigned char rule[8];
    uint64_t customer;
    int64_t stamp;
};

/* A visit that is a customer's while from <= the moment < until. */
struct stitch_owned {
    unsigned char customer[8];
    struct touch visit;
    int64_t from, until;
};

/* As order_claim has it; in order already. */
struct stitch_claimed {
    unsigned char person[8];
    int64_t stamp;
    uint64_t row;
};

struct stitch_list {
    void *at;
    size_t count, cap;
};

struct stitch {
    int64_t gap_s;
    size_t part; /* of the budget */
    struct spill *spill;
    struct runs *links, *wants, *asks, *answers, *owned;
    struct runs *visits, *claims;
    struct bloom customers; /* who are wanted */
    struct stitch_list device, bots,
        bonds;                       /* of one device: touch, stitch_bond */
    struct stitch_list mine, orders; /* of one customer: owned, want */
    struct stitch_list
        turns;       /* moments at which another's earlier visits change */
    uint64_t person; /* the last number given */
    const struct fit_rules *fit;           /* or NULL: no model is fitted */
    struct runs *known;                    /* stitch_known: of each person */
    const struct stitch_link *device_link; /* where stitch_device() is */
    const struct stitch_want *device_want;
    bool asks_devices; /* it has been asked */
    const struct stitch_known *next_known;
};

/* Who a person of a customer is to fits. */
struct stitch_known {
    unsigned char person[8];
    struct fit_person known;
};

/* Where the next of `size` bytes goes. */
void *stitch_append(struct stitch_list *list, size_t size);

#endif
