#include "base/text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Eight bytes with their ASCII letters small. */
static uint64_t
lower(uint64_t bytes)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t low = bytes & 0x7f * each;
    uint64_t from_a = low + (0x80 - 'A') * each;
    uint64_t beyond_z = low + (0x7f - 'Z') * each;

    return bytes | (from_a & ~beyond_z & ~bytes & 0x80 * each) >> 2;
}

/* Up to eight bytes; those of two texts differ where any of theirs do. */
static uint64_t
first_eight(const char *at, size_t len)
{
    uint64_t bytes = 0;
    uint32_t head, tail;

    if (len >= sizeof(bytes)) {
        memcpy(&bytes, at, sizeof(bytes));
    } else if (len >= sizeof(head)) {
        memcpy(&head, at, sizeof(head));
        memcpy(&tail, at + len - sizeof(tail), sizeof(tail));
        bytes = (uint64_t)head << 32 | tail;
    } else {
        for (size_t i = 0; i < len; i++)
            bytes = bytes << 8 | (unsigned char)at[i];
    }
    return bytes;
}

static bool
is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool
same_nocase(const char *a, const char *b, size_t len)
{
    size_t at = 0;

    /* Most texts that differ do so at once, in more than the bit of their case. */
    if (len > 0 && ((a[0] ^ b[0]) & 0xdf) != 0)
        return false;
    for (; len - at > 8; at += 8)
        if (lower(first_eight(a + at, 8)) != lower(first_eight(b + at, 8)))
            return false;
    return lower(first_eight(a + at, len - at))
           == lower(first_eight(b + at, len - at));
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

/* Of a text shorter than that, or what is left of it. */
static size_t
before_slowly(struct text whole, size_t from, char one, char other)
{
    while (from < whole.len && whole.at[from] != one && whole.at[from] != other)
        from++;
    return from;
}

size_t
text_before(struct text whole, char one, char other)
{
    size_t at = 0;
#ifdef __SSE2__
    const __m128i ones = _mm_set1_epi8(one), others = _mm_set1_epi8(other);

    while (whole.len - at >= sizeof(ones)) {
        __m128i bytes =
            _mm_loadu_si128((const __m128i *)(const void *)(whole.at + at));
        int found = _mm_movemask_epi8(_mm_or_si128(
            _mm_cmpeq_epi8(bytes, ones), _mm_cmpeq_epi8(bytes, others)));

        if (found != 0)
            return at + (size_t)__builtin_ctz((unsigned)found);
        at += sizeof(ones);
        /* The last step overlaps the one before it. */
        if (at < whole.len && whole.len - at < sizeof(ones))
            at = whole.len - sizeof(ones);
    }
#endif
    return before_slowly(whole, at, one, other);
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
