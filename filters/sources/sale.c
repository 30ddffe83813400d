#include "sources/sale.h"

#include "base/decimal.h"

static const enum draft_key keys[SALE_PARTS] = {DRAFT_AMOUNT, DRAFT_TAX,
                                                DRAFT_SHIPPING};

void
sale_open(struct sale *sale, struct emitter *emitter, const char *platform,
          struct text id, struct text currency)
{
    *sale = (struct sale){.emitter = emitter,
                          .platform = platform,
                          .id = id,
                          .currency = currency};
    sale->draft = emitter_draft(emitter, DRAFT_ORDER, platform);
    draft_id(sale->draft, DRAFT_ID, id);
    if (currency.len > 0)
        draft_currency(sale->draft, currency);
    sale->exponent = (int)draft_get(sale->draft, DRAFT_EXPONENT, 2);
}

void
sale_time(struct sale *sale, const struct moment *time)
{
    sale->time = *time;
    draft_moment(sale->draft, time);
}

void
sale_amount(struct sale *sale, enum sale_part part, struct text decimal)
{
    draft_money(sale->draft, keys[part], decimal);
}

void
sale_customer(struct sale *sale, struct text email, struct text number)
{
    sale->visitor = email.len > 0 ? email : number;
    draft_visitor(sale->draft, "shop", "user", sale->visitor);
}

void
sale_item(struct sale *sale, int64_t quantity, struct text product)
{
    if (quantity > 0 && quantity <= INT32_MAX)
        sale->quantity += quantity;
    draft_add(sale->draft, DRAFT_PRODUCT,
              arena_copy(draft_arena(sale->draft), product));
}

const char *
sale_add(struct sale *sale, const char *state)
{
    if (sale->quantity > 0)
        draft_integer(sale->draft, DRAFT_QUANTITY, sale->quantity);
    draft_text(sale->draft, DRAFT_STATE, text_of(state));
    for (size_t i = 0; i < SALE_PARTS; i++)
        sale->left_minor[i] = draft_get(sale->draft, keys[i], 0);
    return emitter_add(sale->emitter);
}

struct text
sale_negative(struct draft *draft, struct text decimal)
{
    if (decimal.len == 0 || decimal.at[0] == '-')
        return decimal;
    if (decimal.at[0] == '+')
        decimal = text_from(decimal, 1);
    return draft_join(draft, TEXT("-"), decimal);
}

static void
open_back(struct sale *sale, const struct sale_back *back)
{
    struct draft *draft =
        emitter_draft(sale->emitter, DRAFT_ORDER, sale->platform);

    sale->draft = draft;
    draft_id(draft, DRAFT_ID, back->id);
    draft_id(draft, DRAFT_TARGET, sale->id);
    draft_text(draft, DRAFT_STATE, text_of(back->state));
    draft_moment(draft, &back->time);
    if (back->is_approx)
        draft_flag(draft, "approx_time");
    draft_currency(draft, sale->currency);
}

int64_t
sale_minor(struct sale *sale, struct text decimal)
{
    int64_t minor = 0;
    const char *why = NULL;

    if (decimal.len > 0)
        why = decimal_parse(decimal, sale->exponent, &minor, &sale->rounded);
    if (why != NULL)
        sale->why = why;
    return minor;
}

/* What the draft takes back, and what is left then. */
static const char *
add_back(struct sale *sale, const int64_t minor[SALE_PARTS])
{
    for (size_t i = 0; i < SALE_PARTS; i++) {
        if (i == SALE_AMOUNT || minor[i] != 0)
            draft_integer(sale->draft, keys[i], -minor[i]);
        sale->left_minor[i] -= minor[i];
    }
    if (sale->rounded)
        draft_flag(sale->draft, "rounded");
    sale->rounded = false;
    return emitter_add(sale->emitter);
}

const char *
sale_take_back(struct sale *sale, const struct sale_back *back)
{
    int64_t minor[SALE_PARTS];

    if (sale->why != NULL)
        return sale->why;
    memcpy(minor, back->minor, sizeof(minor));
    if (minor[SALE_AMOUNT] == 0)
        return NULL;
    if (minor[SALE_AMOUNT] < 0)
        minor[SALE_AMOUNT] = -minor[SALE_AMOUNT];
    open_back(sale, back);
    return add_back(sale, minor);
}

const char *
sale_take_rest(struct sale *sale, const struct sale_back *back)
{
    int64_t rest[SALE_PARTS];

    if (sale->why != NULL)
        return sale->why;
    if (sale->left_minor[SALE_AMOUNT] <= 0)
        return NULL;
    memcpy(rest, sale->left_minor, sizeof(rest));
    open_back(sale, back);
    return add_back(sale, rest);
}

const char *
sale_take_sum(struct sale *sale, const struct sale_back *back)
{
    int64_t left = sale->left_minor[SALE_AMOUNT];
    int64_t minor = back->minor[SALE_AMOUNT];

    return minor == left || minor == -left ? sale_take_rest(sale, back)
                                           : sale_take_back(sale, back);
}

const char *
sale_cancel(struct sale *sale, const struct moment *time)
{
    struct sale_back back = {
        .state = "cancel",
        .id = draft_join(sale->draft, sale->id, TEXT("/cancel")),
        .time = *time};

    return sale_take_rest(sale, &back);
}

/* When the export was made, but not before the order. */
static struct moment
seen_or_order(const struct sale *sale)
{
    int64_t seen_s = emitter_seen(sale->emitter);

    return seen_s > sale->time.s ? (struct moment){seen_s, -1, CLOCK_NO_TZ}
                                 : sale->time;
}

const char *
sale_take_undated(struct sale *sale, int64_t minor)
{
    struct sale_back back = {
        .state = "refund",
        .id = draft_join(sale->draft, sale->id, TEXT("/refunded")),
        .time = seen_or_order(sale),
        .is_approx = true,
        .minor = {minor}};

    return sale_take_sum(sale, &back);
}

struct text
sale_id(struct draft *draft, const struct json_slot *slot)
{
    return slot->type == JSON_INTEGER
               ? draft_printf(draft, "%jd", (intmax_t)slot->integer)
               : slot_text(slot);
}

bool
sale_shopify_is_paid(struct text status)
{
    return text_equal_nocase(status, TEXT("paid"))
           || text_equal_nocase(status, TEXT("partially_refunded"))
           || text_equal_nocase(status, TEXT("refunded"));
}
