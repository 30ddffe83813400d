#include "domain/conversion.h"

#include "domain/touch.h"

enum { DAY_S = 86400 };

struct sums {
    int64_t before, after;
};

static bool
convert(const struct rates *rates, const struct order_row *row,
        const struct rate *rate, int64_t minor, int64_t *converted)
{
    return decimal_convert(minor, (int)row->exponent, &rate->factor,
                           rates_exponent(rates), converted);
}

static bool
convert_sums(const struct rates *rates, const struct order_row *row,
             const struct rate *rate, struct sums converted[CREDIT_MONEYS])
{
    for (size_t i = 0; i < CREDIT_MONEYS; i++) {
        int64_t more = row->moneys[i] == CREDIT_ABSENT ? 0 : row->moneys[i];

        if (!convert(rates, row, rate, row->before[i], &converted[i].before)
            || !convert(rates, row, rate, row->before[i] + more,
                        &converted[i].after))
            return false;
    }
    return true;
}

/* Of the amount as it came. */
static int64_t
find_fx(const struct rates *rates, const struct order_row *row,
        const struct sums *converted)
{
    struct rate own;
    int64_t amount;

    if (row->state == ORDER_PAID
        || !rates_find(rates, row->currency, touch_stamp_s(row->stamp), &own)
        || !convert(rates, row, &own, row->moneys[CREDIT_AMOUNT], &amount))
        return CREDIT_ABSENT;
    return amount - (converted->after - converted->before);
}

void
conversion_make(const struct rates *rates, struct order_row *row,
                struct conversion *conversion)
{
    struct sums converted[CREDIT_MONEYS];
    int64_t order_s = touch_stamp_s(row->order_stamp);
    int64_t day = (order_s - (order_s % DAY_S + DAY_S) % DAY_S) / DAY_S;

    *conversion =
        (struct conversion){.from = row->currency, .fx = CREDIT_ABSENT};
    if (text_equal(row->currency, rates_into(rates)))
        return;
    if (!rates_find(rates, row->currency, order_s, &conversion->rate)
        || !convert_sums(rates, row, &conversion->rate, converted)) {
        conversion->is_missing = true;
        return;
    }
    conversion->is_made = true;
    conversion->is_old = conversion->rate.day != day;
    conversion->fx = find_fx(rates, row, &converted[CREDIT_AMOUNT]);
    for (size_t i = 0; i < CREDIT_MONEYS; i++) {
        if (row->moneys[i] != CREDIT_ABSENT)
            row->moneys[i] = converted[i].after - converted[i].before;
        row->before[i] = converted[i].before;
    }
    row->currency = rates_into(rates);
    row->exponent = rates_exponent(rates);
}
