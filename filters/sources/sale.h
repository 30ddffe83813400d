/*
 * sale - the rows of the ledger that one order of a shop makes
 *
 * First the order itself: sale_open(), what there is to set on sale->draft, sale_add(). Then what was taken back, each
 * in a row of its own, and the visit of which the export says that it led to the order.
 * Units:   decimals as the export has them; `_minor` is minor units of the order's currency.
 * Shape:   what takes back is negative in the record, whatever sign it has in the export.
 * Fails:   a number that is none makes the row that comes next fail.
 * Lives:   texts until the raw record is done.
 */
#ifndef HARK_SOURCES_SALE_H
#define HARK_SOURCES_SALE_H

#include "sources/source.h"

enum sale_part { SALE_AMOUNT, SALE_TAX, SALE_SHIPPING, SALE_PARTS };

/* The `utm_` keys of the record, in its order: source, medium, campaign, term, content, id. */
enum { SALE_UTMS = DRAFT_UTM_ID - DRAFT_UTM_SOURCE + 1 };

struct sale {
    struct emitter *emitter;
    struct draft *draft;
    const char *platform;
    struct text id, currency, visitor;
    struct moment time;
    int exponent;
    int64_t quantity;               /* of all items */
    int64_t left_minor[SALE_PARTS]; /* of what was not taken back */
    bool rounded;                   /* by sale_minor(), since the last row */
    const char *why;                /* NULL, or why a number is none */
};

void sale_open(struct sale *sale, struct emitter *emitter, const char *platform,
               struct text id, struct text currency);
void sale_time(struct sale *sale, const struct moment *time);
void sale_amount(struct sale *sale, enum sale_part part, struct text decimal);

/* Who bought: the first of the two that says something. */
void sale_customer(struct sale *sale, struct text email, struct text number);

/* One line of the order: how many, and of what. The text may die after the call. */
void sale_item(struct sale *sale, int64_t quantity, struct text product);

/* "paid" or "pending". NULL, or why it is none. */
const char *sale_add(struct sale *sale, const char *state);

struct sale_back {
    const char *state; /* "refund" or "cancel" */
    struct text id;
    struct moment time;
    bool is_approx; /* the time is when it was seen, not when it was done */
    int64_t minor[SALE_PARTS];
};

/* The decimal in minor units; 0 of nothing. */
int64_t sale_minor(struct sale *sale, struct text decimal);

/* One of nothing makes no row. NULL, or why it is none. */
const char *sale_take_back(struct sale *sale, const struct sale_back *back);

/* The same of all that is left; `minor` is not read. */
const char *sale_take_rest(struct sale *sale, const struct sale_back *back);

/* The same of an amount that does not name its parts: one of all that is left has all of the tax and the shipping. */
const char *sale_take_sum(struct sale *sale, const struct sale_back *back);

/* All that is left, called off then. */
const char *sale_cancel(struct sale *sale, const struct moment *time);

/* Such a sum of which the export does not say when: dated by when it was seen. */
const char *sale_take_undated(struct sale *sale, int64_t minor);

struct sale_visit {
    struct text url; /* a path where `host` says of what */
    struct text host, referrer, agent;
    struct text utm[SALE_UTMS];
    const struct moment *time; /* NULL: as the order, or before it */
    /* Of the same customer, earlier than the one that led to the order: it does not name the order, and tells nothing
       where nobody knows whose it was, or when. */
    bool is_earlier;
};

/* Nothing where it has no address, or that of a checkout. NULL, or why it is none. */
const char *sale_visit(struct sale *sale, const struct sale_visit *visit,
                       const struct raw *raw);

/* As the ledger has what takes back: with a minus, whatever sign it had. */
struct text sale_negative(struct draft *draft, struct text decimal);

/* An id that is a number, or a string. */
struct text sale_id(struct draft *draft, const struct json_slot *slot);

/* Shopify's financial status, in either case: what was collected, though some of it may have gone back. */
bool sale_shopify_is_paid(struct text status);

/* Sets one of the utm keys by its parameter's name, `utm_source`; false of any other name. */
bool sale_utm(struct text name, struct text value, struct text utm[SALE_UTMS]);

/* What programs of a shop note on an order: `utm_source` and its like, `landing_site`, `referring_site`. A page that is
   known already stays. */
void sale_note(struct sale_visit *visit, struct text name, struct text value);
void sale_set_utms(struct draft *draft, const struct text utm[SALE_UTMS]);

#endif
