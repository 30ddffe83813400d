/*
 * journey_split - what each touch of a path earns of a row of the ledger in a model
 *
 * Amount, tax and shipping of an order are split as they stand after the row less as they stood
 * before it, so that an order's rows add up, touch by touch, to the split of what is left of it.
 * Lives:   from {0} until journey_split_free(); the parts until the next journey_split_make().
 * Cost:    a path of one touch next to nothing, else some 30 ns a touch.
 */
#ifndef HARK_DOMAIN_JOURNEY_SPLIT_H
#define HARK_DOMAIN_JOURNEY_SPLIT_H

#include "domain/model.h"
#include "domain/order_rows.h"

/* What is split: amount, tax and shipping, and then by themselves the exchange difference and a
   million. */
enum { JOURNEY_SPLIT_FX = CREDIT_MONEYS, JOURNEY_SPLIT_PPM, JOURNEY_SPLITS };

struct journey_split {
    uint64_t *weights; /* 0: the touch earns nothing, and has no credit */
    int64_t *parts[JOURNEY_SPLITS]; /* of what is absent they mean nothing */
    int64_t *before;
    struct credit_scratch scratch;
    size_t cap;
};

void journey_split_free(struct journey_split *split);

/* fx: of the row, or CREDIT_ABSENT. */
void journey_split_make(struct journey_split *split,
                        const struct order_row *row, int64_t fx,
                        const struct model *model,
                        const struct model_path *path);

#endif
