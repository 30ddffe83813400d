#include "ports/unicode.h"

#include <utf8proc.h>

#include "base/utf8.h"

static const utf8proc_option_t nfkc_casefold =
    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD
    | UTF8PROC_IGNORE;

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

bool
unicode_is_word(uint32_t code_point)
{
    utf8proc_category_t category;

    if (code_point < 0x80)
        return (code_point | 0x20) - 'a' < 26 || code_point - '0' < 10;
    if (code_point > 0x10ffff)
        return false;
    category = utf8proc_category((utf8proc_int32_t)code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Eight ASCII bytes at once: 0x80 is set in `upper` where one is A to Z. */
static uint64_t
fold_eight(uint64_t bytes)
{
    uint64_t from_a = bytes + EACH_BYTE(0x80 - 'A');
    uint64_t past_z = bytes + EACH_BYTE(0x7f - 'Z');
    uint64_t upper = (from_a ^ past_z) & EACH_BYTE(0x80);

    return bytes | upper >> 2;
}

static bool
is_ascii(char byte)
{
    return (unsigned char)byte < 0x80;
}

/* Folds as much of the text as is ASCII; returns how much that was. */
static size_t
fold_ascii(struct buffer *out, struct text text)
{
    char *to = buffer_reserve(out, text.len);
    size_t i = 0;
    uint64_t bytes;

    for (; text.len - i >= sizeof(bytes); i += sizeof(bytes)) {
        memcpy(&bytes, text.at + i, sizeof(bytes));
        if (bytes & EACH_BYTE(0x80))
            break;
        bytes = fold_eight(bytes);
        memcpy(to + i, &bytes, sizeof(bytes));
    }
    for (; i < text.len && is_ascii(text.at[i]); i++)
        to[i] = (char)fold_eight((unsigned char)text.at[i]);
    out->len += i;
    return i;
}

/*
 * Code points are laid out behind the buffer's bytes and encoded where they lie, so that nothing else
 * need be allocated. False where the text is not well-formed.
 */
static bool
map_any(struct buffer *out, struct text text, utf8proc_option_t form)
{
    size_t room = text.len + 32;
    utf8proc_ssize_t count;
    utf8proc_int32_t *points;

    for (;; room = (size_t)count) {
        char *at = buffer_reserve(out, (room + 2) * sizeof(*points));
        size_t skew = (uintptr_t)at % sizeof(*points);

        points = (void *)(at + (skew == 0 ? 0 : sizeof(*points) - skew));
        count = utf8proc_decompose((const utf8proc_uint8_t *)text.at,
                                   (utf8proc_ssize_t)text.len, points,
                                   (utf8proc_ssize_t)room, form);
        if (count < 0)
            return false;
        if ((size_t)count <= room)
            break;
    }
    count = utf8proc_reencode(points, count, form);
    memmove(out->at + out->len, points, (size_t)count);
    out->len += (size_t)count;
    return true;
}

static size_t
run_of_others(struct text text, size_t from)
{
    size_t end = from;

    while (end < text.len && !is_ascii(text.at[end]))
        end++;
    return end - from;
}

static void
fold_ill_formed(struct buffer *out, struct text bytes)
{
    struct buffer repaired = {0};

    utf8_repair(&repaired, bytes);
    map_any(out, buffer_text(&repaired), nfkc_casefold);
    buffer_free(&repaired);
}

void
unicode_fold(struct buffer *out, struct text utf8)
{
    size_t at = 0;

    while (at < utf8.len) {
        size_t others;
        size_t ascii = fold_ascii(out, text_from(utf8, at));
        struct text run;

        at += ascii;
        others = run_of_others(utf8, at);
        if (others == 0)
            continue;
        /* A mark may join the ASCII letter before it, never the one behind. */
        run = (struct text){utf8.at + at, others};
        if (ascii > 0) {
            out->len--;
            run = (struct text){run.at - 1, run.len + 1};
        }
        if (!map_any(out, run, nfkc_casefold))
            fold_ill_formed(out, run);
        at += others;
    }
}

enum unicode_case
unicode_case(uint32_t code_point)
{
    if (code_point - 'a' < 26)
        return UNICODE_LOWER;
    if (code_point - 'A' < 26)
        return UNICODE_UPPER;
    if (code_point < 0x80 || code_point > 0x10ffff)
        return UNICODE_CASELESS;
    switch (utf8proc_category((utf8proc_int32_t)code_point)) {
    case UTF8PROC_CATEGORY_LU:
        return UNICODE_UPPER;
    case UTF8PROC_CATEGORY_LL:
        return UNICODE_LOWER;
    case UTF8PROC_CATEGORY_LT:
        return UNICODE_TITLE;
    default:
        return UNICODE_CASELESS;
    }
}

void
unicode_lower(struct buffer *out, struct text utf8)
{
    uint32_t code_point;

    for (;;) {
        size_t ascii = fold_ascii(out, utf8);

        utf8 = text_from(utf8, ascii);
        if (!utf8_next(&utf8, &code_point))
            return;
        buffer_add_code_point(
            out, (uint32_t)utf8proc_tolower((utf8proc_int32_t)code_point));
    }
}

void
unicode_decompose(struct buffer *out, struct text utf8)
{
    static const utf8proc_option_t decomposed =
        UTF8PROC_STABLE | UTF8PROC_DECOMPOSE;

    if (!map_any(out, utf8, decomposed))
        buffer_add(out, utf8);
}
