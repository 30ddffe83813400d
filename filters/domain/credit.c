#include "domain/credit.h"

#include <assert.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/clock.h"

enum { DAY_TEXT = 10 };

struct credit_remainder {
    uint64_t left;
    size_t touch;
};

void
credit_scratch_free(struct credit_scratch *scratch)
{
    free(scratch->remainders);
    *scratch = (struct credit_scratch){0};
}

static struct credit_remainder *
reserve(struct credit_scratch *scratch, size_t count)
{
    if (scratch->cap < count) {
        scratch->cap = count * 2;
        scratch->remainders =
            array_resize(scratch->remainders, scratch->cap,
                         sizeof(*scratch->remainders), "shares of one order");
    }
    return scratch->remainders;
}

/* The largest first, of equal ones the earlier touch. */
static int
compare(const void *a, const void *b)
{
    const struct credit_remainder *left = a;
    const struct credit_remainder *right = b;

    if (left->left != right->left)
        return left->left > right->left ? -1 : 1;
    return left->touch < right->touch ? -1 : left->touch > right->touch;
}

/* Parts rounded down; returns how many units are left over. */
static uint64_t
split_down(uint64_t value, const uint64_t *weights, size_t count,
           uint64_t whole, int64_t *parts, struct credit_remainder *remainders)
{
    uint64_t left = value;

    for (size_t i = 0; i < count; i++) {
        unsigned __int128 product = (unsigned __int128)value * weights[i];

        parts[i] = (int64_t)(product / whole);
        remainders[i] =
            (struct credit_remainder){(uint64_t)(product % whole), i};
        left -= (uint64_t)parts[i];
    }
    return left;
}

void
credit_split(struct credit_scratch *scratch, int64_t value,
             const uint64_t *weights, size_t count, int64_t *parts)
{
    struct credit_remainder *remainders = reserve(scratch, count);
    uint64_t whole = 0, left;

    for (size_t i = 0; i < count; i++)
        whole += weights[i];
    assert(whole > 0);
    left = split_down((uint64_t)(value < 0 ? -value : value), weights, count,
                      whole, parts, remainders);
    if (left > 0)
        qsort(remainders, count, sizeof(*remainders), compare);
    for (uint64_t i = 0; i < left; i++)
        parts[remainders[i].touch]++;
    for (size_t i = 0; i < count && value < 0; i++)
        parts[i] = -parts[i];
}

/* `name` has its comma, quotes and colon: ",\"order\":". */
static void
add_text(struct buffer *out, struct text name, struct text value)
{
    if (value.len == 0)
        return;
    buffer_add(out, name);
    buffer_add_json_string(out, value);
}

static void
add_integer(struct buffer *out, struct text name, int64_t value)
{
    if (value == CREDIT_ABSENT)
        return;
    buffer_add(out, name);
    buffer_add_integer(out, value);
}

static void
add_time(struct buffer *out, struct text name, int64_t time_s)
{
    if (time_s == CREDIT_ABSENT)
        return;
    buffer_add(out, name);
    buffer_add_char(out, '"');
    clock_write(out, time_s);
    buffer_add_char(out, '"');
}

static void
add_day(struct buffer *out, struct text name, int64_t time_s)
{
    char day[CLOCK_TEXT];

    if (time_s == CREDIT_ABSENT)
        return;
    clock_format(day, time_s);
    add_text(out, name, (struct text){day, DAY_TEXT});
}

static void
add_touch(struct buffer *out, const struct credit *credit)
{
    add_text(out, TEXT(",\"touch\":"), credit->touch);
    add_time(out, TEXT(",\"touch_time\":"), credit->touch_s);
    add_integer(out, TEXT(",\"position\":"), credit->position);
    add_integer(out, TEXT(",\"frequency\":"), credit->frequency);
    add_text(out, TEXT(",\"utm_source\":"), credit->utm_source);
    add_text(out, TEXT(",\"utm_medium\":"), credit->utm_medium);
    add_text(out, TEXT(",\"channel\":"), credit->channel);
    add_text(out, TEXT(",\"campaign\":"), credit->campaign);
    add_text(out, TEXT(",\"account\":"), credit->account);
    add_text(out, TEXT(",\"post\":"), credit->post);
    add_integer(out, TEXT(",\"lag_s\":"), credit->lag_s);
}

void
credit_write(struct buffer *out, const struct credit *credit)
{
    buffer_add(out, TEXT("{\"v\":1,\"kind\":\"credit\""));
    add_text(out, TEXT(",\"source\":"), credit->source);
    add_text(out, TEXT(",\"order\":"), credit->order);
    add_text(out, TEXT(",\"row\":"), credit->row);
    add_time(out, TEXT(",\"time\":"), credit->time_s);
    add_text(out, TEXT(",\"model\":"), credit->model);
    add_text(out, TEXT(",\"window\":"), credit->window);
    if (credit->is_not_additive)
        buffer_add(out, TEXT(",\"additive\":false"));
    if (credit->is_headline)
        buffer_add(out, TEXT(",\"headline\":true"));
    add_text(out, TEXT(",\"touches\":"), credit->touches);
    add_integer(out, TEXT(",\"of\":"), credit->of);
    add_touch(out, credit);
    add_integer(out, TEXT(",\"amount\":"), credit->moneys[CREDIT_AMOUNT]);
    add_integer(out, TEXT(",\"tax\":"), credit->moneys[CREDIT_TAX]);
    add_integer(out, TEXT(",\"shipping\":"), credit->moneys[CREDIT_SHIPPING]);
    add_text(out, TEXT(",\"currency\":"), credit->currency);
    add_integer(out, TEXT(",\"exponent\":"), credit->exponent);
    add_text(out, TEXT(",\"converted_from\":"), credit->converted_from);
    add_text(out, TEXT(",\"rate\":"), credit->rate);
    add_day(out, TEXT(",\"rate_day\":"), credit->rate_s);
    add_integer(out, TEXT(",\"fx\":"), credit->fx);
    add_integer(out, TEXT(",\"share_ppm\":"), credit->share_ppm);
    add_text(out, TEXT(",\"joined_by\":"), credit->joined_by);
    add_text(out, TEXT(",\"reason\":"), credit->reason);
    if (credit->flag != NULL)
        buffer_printf(out, ",\"flags\":[\"%s\"]", credit->flag);
    buffer_add_char(out, '}');
}
