/*
 * credit - share an amount among the touches that led to it, and say so in a record
 *
 * A split is exact: parts sum to the value, each is its share rounded down in size, and what is
 * left over goes in single minor units to the largest remainders, of equal ones to the earlier
 * touch. The sign is kept: -100 is split as 100 is.
 * Units:   minor units of the order's currency, at most 2^53 in size; the weights sum to less
 *          than 2^63.
 * Source:  the largest-remainder method (Hamilton's).
 */
#ifndef HARK_DOMAIN_CREDIT_H
#define HARK_DOMAIN_CREDIT_H

#include "base/buffer.h"

/* Memory of credit_split(), {0} at first. */
struct credit_scratch {
    struct credit_remainder *remainders;
    size_t cap;
};

void credit_scratch_free(struct credit_scratch *scratch);

/* At least one weight is not 0. */
void credit_split(struct credit_scratch *scratch, int64_t value,
                  const uint64_t *weights, size_t count, int64_t *parts);

/* What a credit splits: of the ledger's row, or a part of it. */
enum { CREDIT_AMOUNT, CREDIT_TAX, CREDIT_SHIPPING, CREDIT_MONEYS };

/* One line of output. Absent texts and numbers that are CREDIT_ABSENT are left out. */
struct credit {
    struct text source; /* platform of the ledger row */
    struct text order;
    struct text row; /* id of the ledger row, where it is not the order's own */
    int64_t time_s;  /* of the ledger row */
    struct text model, window;
    bool is_headline;
    bool is_not_additive; /* of a model whose parts do not sum to the amount */
    struct text touches;  /* the rule: "all", "tracked" */
    int64_t of;           /* how many touches shared */
    struct text touch;    /* id of its visit */
    int64_t touch_s;
    int64_t position;  /* among `of`, from 1 */
    int64_t frequency; /* touches of its unit that it stands for */
    struct text utm_source,
        utm_medium; /* of the touch, derived where untagged */
    struct text channel, campaign, account, post;
    int64_t lag_s; /* from the touch to the order */
    int64_t moneys[CREDIT_MONEYS];
    struct text currency;
    int64_t exponent;
    struct text converted_from, rate; /* the currency before, and its rate */
    int64_t rate_s;                   /* the day of the rate, as a time */
    int64_t fx;                       /* minor units */
    int64_t share_ppm;
    struct text joined_by, reason;
    const char *flag; /* or NULL */
};

#define CREDIT_ABSENT INT64_MIN

/* Appends the record, without a line end. */
void credit_write(struct buffer *out, const struct credit *credit);

#endif
