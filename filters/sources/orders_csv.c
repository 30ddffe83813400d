/*
 * orders_csv - a shop's orders, one row each, in columns that the user names
 *
 * Columns: id, time and amount are needed, currency too unless the row of --sources (or --currency) has
 * it; number, state, target, tax, shipping, quantity, coupon, product are taken where they are.
 * `visitor` is the shop's customer (an e-mail address, a number), `cookie` the web visitor's own cookie, by
 * which visits join. A refund or cancel is a row of its own that names its order in `target`; its amounts
 * are negative in the record, whichever sign the export gives them.
 */
#include "sources/columns.h"

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
    return columns_new(row, names, why);
}

static bool
read_cells(const struct raw *raw, struct text *cells)
{
    return raw->state != NULL && columns_read(raw->state, raw->root, cells);
}

static bool
matches(const struct raw *raw)
{
    struct text cells[CELLS];

    return text_equal(raw->lines, TEXT("csv")) && read_cells(raw, cells)
           && cells[ID].len > 0 && cells[TIME].len > 0 && cells[AMOUNT].len > 0
           && (cells[CURRENCY].len > 0 || raw->row->currency != NULL);
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
                 {"shipped", PAID},    {"fulfilled", PAID},
                 {"pending", PENDING}, {"authorized", PENDING},
                 {"unpaid", PENDING},  {"on-hold", PENDING},
                 {"refund", REFUND},   {"refunded", REFUND},
                 {"return", REFUND},   {"returned", REFUND},
                 {"cancel", CANCEL},   {"cancelled", CANCEL},
                 {"canceled", CANCEL}, {"voided", CANCEL}};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (text_equal_nocase(word, text_of(words[i].word)))
            return words[i].state;
    return UNKNOWN;
}

/* Taking back is negative: a sign that is there is not turned twice. */
static struct text
signed_for(struct draft *draft, enum state state, struct text decimal)
{
    if ((state != REFUND && state != CANCEL) || decimal.len == 0
        || decimal.at[0] == '-')
        return decimal;
    if (decimal.at[0] == '+')
        decimal = text_from(decimal, 1);
    return draft_join(draft, "-", decimal, "");
}

static const char *
set_money(struct draft *draft, const struct raw *raw, const struct text *cells,
          enum state state)
{
    if (cells[CURRENCY].len > 0)
        draft_currency(draft, cells[CURRENCY]);
    else if (raw->row->currency != NULL)
        draft_currency(draft, text_of(raw->row->currency));
    else
        return "no_currency: neither a column nor --currency names it";
    draft_money(draft, DRAFT_AMOUNT, signed_for(draft, state, cells[AMOUNT]));
    draft_money(draft, DRAFT_TAX, signed_for(draft, state, cells[TAX]));
    draft_money(draft, DRAFT_SHIPPING,
                signed_for(draft, state, cells[SHIPPING]));
    return NULL;
}

static const char *
set_state(struct draft *draft, const struct text *cells, enum state state)
{
    static const char *const states[] = {"paid", "pending", "refund", "cancel"};

    draft_text(draft, DRAFT_STATE, text_of(states[state]));
    if (state != REFUND && state != CANCEL)
        return NULL;
    if (cells[TARGET].len == 0)
        return "no_target: a refund or cancel that names no order";
    draft_id(draft, DRAFT_TARGET, cells[TARGET]);
    return NULL;
}

static void
set_rest(struct draft *draft, const struct text *cells)
{
    int64_t quantity;

    draft_text(draft, DRAFT_NUMBER, cells[NUMBER]);
    draft_text(draft, DRAFT_COUPON, cells[COUPON]);
    draft_add(draft, DRAFT_PRODUCT, cells[PRODUCT]);
    if (text_integer(cells[QUANTITY], &quantity))
        draft_integer(draft, DRAFT_QUANTITY, quantity);
    if (cells[COOKIE].len > 0)
        draft_visitor(draft, "web", "cookie", cells[COOKIE]);
    else if (cells[VISITOR].len > 0)
        draft_visitor(draft, "shop", "user", cells[VISITOR]);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const char *platform = raw->row->source != NULL ? raw->row->source : "shop";
    struct draft *draft = emitter_draft(emitter, DRAFT_ORDER, platform);
    struct text cells[CELLS];
    struct moment moment;
    enum state state;
    const char *why;

    if (!read_cells(raw, cells))
        return "bad_row: a column stands twice, or its cell is no string";
    if (!row_time(raw->row, cells[TIME], &moment))
        return "bad_time: the time is none that hark knows";
    state = state_of(cells[STATE]);
    if (state == UNKNOWN)
        return "bad_state: the state is none that hark knows";
    draft_id(draft, DRAFT_ID, cells[ID]);
    draft_moment(draft, &moment);
    if ((why = set_state(draft, cells, state)) != NULL
        || (why = set_money(draft, raw, cells, state)) != NULL)
        return why;
    set_rest(draft, cells);
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
