/*
 * values - times, amounts and what is packed in letters, as they stand in records
 *
 * What was read and is written has to be read as the same again.
 */
#include "common.h"
#include "base/base64.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/money.h"

static void
times(struct text text)
{
    struct moment moment;
    char written[CLOCK_TEXT];
    int64_t s, again;

    clock_parse(text, &moment);
    clock_parse_twitter(text, &moment);
    clock_parse_clf(text, &moment);
    clock_parse_epoch(text, &moment);
    if (!clock_read(text, &s))
        return;
    clock_format(written, s);
    assert(clock_read((struct text){written, strnlen(written, CLOCK_TEXT)},
                      &again));
    assert(again == s);
}

static void
amounts(struct text text, int exponent)
{
    static struct buffer written;
    bool is_rounded = false;
    int64_t minor, again;
    int known;

    money_currency(text, &known);
    if (decimal_parse(text, exponent, &minor, &is_rounded) != NULL)
        return;
    buffer_clear(&written);
    decimal_write(&written, minor, exponent);
    assert(decimal_parse(buffer_text(&written), exponent, &again, &is_rounded)
           == NULL);
    assert(again == minor);
}

static void
letters(struct text text)
{
    static struct buffer bytes, back, again;

    buffer_clear(&bytes);
    buffer_clear(&back);
    buffer_clear(&again);
    base64_encode(&bytes, text);
    assert(base64_decode(&back, buffer_text(&bytes)));
    assert(text_equal(buffer_text(&back), text));
    base64_decode(&again, text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    struct text text = {(const char *)at, len};
    unsigned exponent = common_byte(&text) % 4;

    times(text);
    amounts(text, (int)exponent);
    letters(text);
    return 0;
}
