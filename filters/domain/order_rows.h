/*
 * order_rows - the rows of the ledger, put aside and read back by their place
 *
 * Beside a row stands what its order summed to before it, where that is not nothing: a sequel.
 * Lives:   from order_rows_new() to order_rows_free(); texts of a row until the next is read.
 * Cost:    about 100 bytes a row, 40 a sequel; both spill.
 */
#ifndef HARK_DOMAIN_ORDER_ROWS_H
#define HARK_DOMAIN_ORDER_ROWS_H

#include "base/spill.h"
#include "domain/credit.h"

enum order_state { ORDER_PAID, ORDER_REFUND, ORDER_CANCEL };

/* As a record of kind order has it; absent texts are TEXT_NONE. */
struct order {
    enum order_state state;
    struct text id, target, number, visitor, currency;
    struct text customer; /* who bought, where that is known */
    struct text coupon;   /* codes, between commas */
    int64_t stamp;
    int64_t moneys[CREDIT_MONEYS]; /* or CREDIT_ABSENT */
    int64_t exponent;
    bool is_carried; /* an earlier run has given its credits */
};

/* The same as it is read back. */
struct order_row {
    enum order_state state;
    struct text id, number, currency;
    struct text order;  /* id of the order that it is, or takes back */
    struct text coupon; /* codes of that order, between commas */
    int64_t stamp;
    int64_t order_stamp;
    int64_t exponent;
    int64_t moneys[CREDIT_MONEYS]; /* or CREDIT_ABSENT */
    int64_t before[CREDIT_MONEYS]; /* what its order summed to before it */
    bool is_carried;
};

struct order_sequel {
    uint64_t row;
    uint64_t
        order; /* row of the order, ORDER_ROWS_NONE where it has no coupon */
    int64_t order_stamp;
    int64_t before[CREDIT_MONEYS];
};

struct order_rows;

struct order_rows *order_rows_new(size_t budget_bytes, struct spill *spill);
void order_rows_free(struct order_rows *rows);

/* The place of the row; ORDER_ROWS_TOO_LONG where one of its texts has 4,096 bytes or more. */
uint64_t order_rows_add(struct order_rows *rows, const struct order *order);
#define ORDER_ROWS_TOO_LONG UINT64_MAX
#define ORDER_ROWS_NONE UINT64_MAX

/* The place of a row as a sequel. */
uint64_t order_rows_follow(struct order_rows *rows,
                           const struct order_sequel *sequel);
bool order_rows_is_sequel(uint64_t row);

void order_rows_get(struct order_rows *rows, uint64_t row,
                    struct order_row *found);

/* A hint that the row will be read soon. */
void order_rows_prefetch(const struct order_rows *rows, uint64_t row);

/* Calls `take` with each row that was added, in that order. */
void order_rows_each(struct order_rows *rows,
                     void (*take)(void *context, const struct order_row *row),
                     void *context);

#endif
