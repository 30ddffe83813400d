#include "base/text.h"

static char
lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

static bool
is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool
same_nocase(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

bool
text_ends(struct text whole, struct text suffix)
{
    return whole.len >= suffix.len
           && text_equal(text_from(whole, whole.len - suffix.len), suffix);
}

bool
text_equal_nocase(struct text a, struct text b)
{
    return a.len == b.len && same_nocase(a.at, b.at, a.len);
}

bool
text_starts_nocase(struct text whole, struct text prefix)
{
    return whole.len >= prefix.len
           && same_nocase(whole.at, prefix.at, prefix.len);
}

int
text_compare(struct text a, struct text b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.at, b.at, common);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

struct text
text_from(struct text whole, size_t from)
{
    if (whole.at == NULL)
        return whole;
    if (from > whole.len)
        from = whole.len;
    return (struct text){whole.at + from, whole.len - from};
}

struct text
text_trim(struct text whole)
{
    while (whole.len > 0 && is_space(whole.at[whole.len - 1]))
        whole.len--;
    while (whole.len > 0 && is_space(whole.at[0]))
        whole = text_from(whole, 1);
    return whole;
}

size_t
text_find_char(struct text whole, char wanted)
{
    const char *found =
        whole.len == 0 ? NULL : memchr(whole.at, wanted, whole.len);

    return found == NULL ? SIZE_MAX : (size_t)(found - whole.at);
}

size_t
text_find(struct text whole, struct text wanted)
{
    const char *found;

    if (wanted.len == 0)
        return 0;
    if (whole.len < wanted.len)
        return SIZE_MAX;
    found = memmem(whole.at, whole.len, wanted.at, wanted.len);
    return found == NULL ? SIZE_MAX : (size_t)(found - whole.at);
}

bool
text_split(struct text *rest, char separator, struct text *piece)
{
    size_t end;

    if (rest->at == NULL)
        return false;
    end = text_find_char(*rest, separator);
    *piece = *rest;
    if (end == SIZE_MAX) {
        *rest = TEXT_NONE;
        return true;
    }
    piece->len = end;
    *rest = text_from(*rest, end + 1);
    return true;
}

bool
text_integer(struct text digits, int64_t *value)
{
    bool is_negative = digits.len > 0 && digits.at[0] == '-';
    int64_t sum = 0;

    if (is_negative)
        digits = text_from(digits, 1);
    if (digits.len == 0)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        int digit = digits.at[i] - '0';

        /* Summed below zero, where there is one number more. */
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(sum, 10, &sum)
            || __builtin_sub_overflow(sum, digit, &sum))
            return false;
    }
    if (!is_negative && sum == INT64_MIN)
        return false;
    *value = is_negative ? sum : -sum;
    return true;
}
