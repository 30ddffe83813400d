/*
 * journey_share_parts - what a row is shared with, for the files of journey_share alone
 */
#ifndef HARK_DOMAIN_JOURNEY_SHARE_PARTS_H
#define HARK_DOMAIN_JOURNEY_SHARE_PARTS_H

#include "domain/credit.h"
#include "domain/journey_paths.h"
#include "domain/journey_share.h"
#include "domain/journey_split.h"

struct journey_share {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct journey_paths *paths;
    struct journey_split split;
    struct coupons coupons; /* of the order */
    uint32_t *groups; /* of each touch up to the order, where rows are made */
    size_t group_cap;
    struct buffer line;
    struct buffer id, rate;
    uint64_t unconverted;
};

/* What the touch is in a credit: the same in all models and windows. */
void journey_share_describe(struct journey_share *share,
                            const struct touch *touch,
                            const struct journey_found *found,
                            struct credit *credit);

/* Of a credit without an account: no touch, and the reason why there is none. */
void journey_share_clear_touch(struct credit *credit);
struct text journey_share_reason(const struct journey_found *found);

/*
 * The credits of the row, whose touches were found, in each model and window: written, or added up
 * in the rows of the world. `credit` has what is the same in all of them.
 */
void journey_share_write(struct journey_share *share,
                         const struct order_row *row,
                         const struct journey_found *found,
                         struct credit *credit,
                         const struct attribution_out *out);
void journey_share_sum(struct journey_share *share, const struct order_row *row,
                       const struct journey_found *found,
                       struct credit *credit);

#endif
