#include "base/decimal.h"
#include "sources/draft.h"
#include "base/money.h"

void
draft_currency(struct draft *draft, struct text code)
{
    int exponent;
    const char *currency = money_currency(code, &exponent);

    if (currency == NULL) {
        draft_fail(draft, "bad_currency: not a code of ISO 4217");
        return;
    }
    draft_text(draft, DRAFT_CURRENCY, text_of(currency));
    draft_integer(draft, DRAFT_EXPONENT, exponent);
}

/* An amount that was parsed, or not: `why`. */
static void
set_money(struct draft *draft, enum draft_key key, const char *why,
          int64_t minor, bool rounded)
{
    if (why != NULL) {
        draft_fail(draft, why);
        return;
    }
    draft_integer(draft, key, minor);
    if (rounded)
        draft_flag(draft, "rounded");
}

static bool
has_exponent(struct draft *draft)
{
    if (draft_has(draft, DRAFT_EXPONENT))
        return true;
    draft_fail(draft, "missing_currency: an amount without a currency");
    return false;
}

void
draft_money(struct draft *draft, enum draft_key key, struct text decimal)
{
    int64_t minor = 0;
    bool rounded = false;
    const char *why;

    if (decimal.len == 0 || !has_exponent(draft))
        return;
    why = decimal_parse(decimal, (int)draft_get(draft, DRAFT_EXPONENT, 2),
                        &minor, &rounded);
    set_money(draft, key, why, minor, rounded);
}

void
draft_money_product(struct draft *draft, enum draft_key key,
                    struct text quantity, struct text price)
{
    int64_t minor = 0;
    bool rounded = false;
    const char *why;

    if (!has_exponent(draft))
        return;
    why = decimal_parse_product(quantity, price,
                                (int)draft_get(draft, DRAFT_EXPONENT, 2),
                                &minor, &rounded);
    set_money(draft, key, why, minor, rounded);
}
