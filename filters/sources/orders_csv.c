/*
 * orders_csv - a shop's orders, one row each, in columns that the user names
 *
 * Columns: id, time and amount are needed, currency too unless the row of --sources (or --currency) has
 * it; number, state, target, tax, shipping, quantity, coupon, product are taken where they are.
 * `visitor` is the shop's customer (an e-mail address, a number), `cookie` the web visitor's own cookie, by
 * which visits join. A refund or cancel is a row of its own that names its order in `target`; its amounts
 * are negative in the record, whichever sign the export gives them.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/columns.h"
#include "sources/sale.h"
#include "sources/slug.h"

enum {
    ID,
    NUMBER,
    TIME,
    STATE,
    TARGET,
    AMOUNT,
    TAX,
    SHIPPING,
    CURRENCY,
    VISITOR,
    COOKIE,
    QUANTITY,
    COUPON,
    PRODUCT,
    CELLS
};

static const char *const names[] = {"id",       "number",  "time",   "state",
                                    "target",   "amount",  "tax",    "shipping",
                                    "currency", "visitor", "cookie", "quantity",
                                    "coupon",   "product", NULL};

static void *
open_columns(const struct row *row, const char **why)
{
    if (row->source != NULL && !slug_is(text_of(row->source))) {
        *why = "source: wants a-z, 0-9 and _";
        return NULL;
    }
    return columns_new(row, "orders_csv", names, why);
}

/* NULL, or which of the columns that every order needs is not there. */
static const char *
lacking(const struct raw *raw, const struct text *cells)
{
    static const size_t needed[] = {ID, TIME, AMOUNT, CURRENCY};

    return columns_lacking(raw->state, cells, needed,
                           sizeof(needed) / sizeof(*needed),
                           raw->row->currency == NULL ? SIZE_MAX : CURRENCY);
}

static bool
matches(const struct raw *raw)
{
    struct text cells[CELLS];

    return columns_match(raw, cells) && lacking(raw, cells) == NULL;
}

enum state { PAID, PENDING, REFUND, CANCEL, UNKNOWN };

/* What shops call them; an order without a state is one that stands. */
static enum state
state_of(struct text word)
{
    static const struct {
        const char *word;
        enum state state;
    } words[] = {{"", PAID},           {"paid", PAID},
                 {"completed", PAID},  {"complete", PAID},
                 {"processing", PAID}, {"shipped", PAID},
                 {"fulfilled", PAID},  {"pending", PENDING},
                 {"unpaid", PENDING},  {"authorized", PENDING},
                 {"on-hold", PENDING}, {"refund", REFUND},
                 {"refunded", REFUND}, {"return", REFUND},
                 {"returned", REFUND}, {"cancel", CANCEL},
                 {"canceled", CANCEL}, {"cancelled", CANCEL},
                 {"voided", CANCEL}};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (text_equal_nocase(word, text_of(words[i].word)))
            return words[i].state;
    return UNKNOWN;
}

static const char *
set_state(struct draft *draft, enum state state, struct text target)
{
    static const char *const states[] = {"paid", "pending", "refund", "cancel"};

    if (state == UNKNOWN)
        return "bad_state: the state is none that hark knows";
    draft_text(draft, DRAFT_STATE, text_of(states[state]));
    if (state != REFUND && state != CANCEL)
        return NULL;
    if (target.len == 0)
        return "no_target: a refund or cancel that names no order (--columns "
               "target=COLUMN)";
    draft_id(draft, DRAFT_TARGET, target);
    return NULL;
}

static const char *
set_amounts(struct draft *draft, const struct raw *raw,
            const struct text *cells, enum state state)
{
    static const enum draft_key keys[CELLS] = {[AMOUNT] = DRAFT_AMOUNT,
                                               [TAX] = DRAFT_TAX,
                                               [SHIPPING] = DRAFT_SHIPPING};
    struct text currency =
        cells[CURRENCY].len > 0 ? cells[CURRENCY] : text_of(raw->row->currency);

    if (currency.len == 0)
        return "no_currency: neither its column nor --currency says it";
    draft_currency(draft, currency);
    for (size_t i = AMOUNT; i <= SHIPPING; i++) {
        struct text plain;
        const char *why = columns_decimal(raw->state, 0, cells[i],
                                          draft_arena(draft), &plain);

        if (why != NULL)
            return why;
        if (state == REFUND || state == CANCEL)
            plain = sale_negative(draft, plain);
        draft_money(draft, keys[i], plain);
    }
    return NULL;
}

static void
set_rest(struct draft *draft, const struct text *cells)
{
    int64_t quantity;

    draft_id(draft, DRAFT_ID, cells[ID]);
    draft_text(draft, DRAFT_NUMBER, cells[NUMBER]);
    draft_text(draft, DRAFT_COUPON, cells[COUPON]);
    draft_add(draft, DRAFT_PRODUCT, cells[PRODUCT]);
    if (text_integer(cells[QUANTITY], &quantity))
        draft_integer(draft, DRAFT_QUANTITY, quantity);
    if (cells[COOKIE].len > 0) {
        draft_visitor(draft, "web", "cookie", cells[COOKIE]);
        draft_customer(draft, "shop", cells[VISITOR]);
    } else {
        draft_visitor(draft, "shop", "user", cells[VISITOR]);
    }
}

static const char *
set_order(struct draft *draft, const struct raw *raw, const struct text *cells)
{
    enum state state = state_of(cells[STATE]);
    struct moment moment;
    const char *why;

    if (!columns_time(raw->row, cells[TIME], &moment))
        return "bad_time: the time is none that hark knows";
    draft_moment(draft, &moment);
    why = set_state(draft, state, cells[TARGET]);
    if (why == NULL)
        why = set_amounts(draft, raw, cells, state);
    if (why == NULL)
        set_rest(draft, cells);
    return why;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const char *platform = raw->row->source != NULL ? raw->row->source : "shop";
    struct draft *draft = emitter_draft(emitter, DRAFT_ORDER, platform);
    struct text cells[CELLS];
    const char *why;

    if (!columns_read(raw->state, source_root(raw), cells))
        return "bad_row: a column stands twice, or its cell is no string";
    why = lacking(raw, cells);
    if (why == NULL)
        why = set_order(draft, raw, cells);
    if (why != NULL)
        return why;
    columns_note(raw->state, cells, emitter);
    return emitter_add(emitter);
}

const struct source source_orders_csv = {
    .name = "orders_csv",
    .title = "orders, CSV with columns named by options",
    .shape = SOURCE_JSON,
    .open = open_columns,
    .matches = matches,
    .normalize = normalize,
};
