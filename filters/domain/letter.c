#include "domain/letter.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "ports/unicode.h"

enum { MOST = LETTER_FOLDED_MOST };

struct range {
    uint32_t from;
    uint32_t to;
};

/* All tables of ranges are in order. Scripts that put no space between words; all of it letters, digits or marks. */
static const struct range singles[] = {
    {0x0e01, 0x0e3a},   {0x0e40, 0x0e4e}, {0x0e50, 0x0e59}, {0x0e81, 0x0ebd},
    {0x0ec0, 0x0eff},   {0x1000, 0x1049}, {0x1050, 0x109d}, {0x1780, 0x17d3},
    {0x3005, 0x3007},   {0x3021, 0x302d}, {0x3031, 0x3035}, {0x303b, 0x303c},
    {0x3041, 0x3096},   {0x309d, 0x309f}, {0x30a1, 0x30fa}, {0x30fc, 0x30ff},
    {0x3105, 0x312f},   {0x31a0, 0x31bf}, {0x31f0, 0x31ff}, {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},   {0xf900, 0xfaff}, {0xff66, 0xff9d}, {0x1b000, 0x1b16f},
    {0x20000, 0x3ffff},
};

/* Symbols that people search for. */
static const struct range symbols[] = {
    {0x203c, 0x203c}, {0x2049, 0x2049},   {0x2190, 0x21ff},   {0x2300, 0x23ff},
    {0x25a0, 0x25ff}, {0x2600, 0x2767},   {0x2776, 0x27bf},   {0x2934, 0x2935},
    {0x2b00, 0x2bff}, {0x3030, 0x3030},   {0x303d, 0x303d},   {0x3297, 0x3299},
    {0xfffc, 0xfffc}, {0x1f000, 0x1f12f}, {0x1f16a, 0x1faff},
};

static const struct range ignored[] = {
    {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c},
    {0x200c, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f},
    {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xe0000, 0xe0fff},
};

/* Fold to themselves, and stand alone unless a mark follows. */
static const struct range plain[] = {
    {0x0e01, 0x0e32}, {0x3041, 0x3096}, {0x30a1, 0x30fa},
    {0x30fc, 0x30fe}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff},
    {0xac00, 0xd7a3}, {0x2600, 0x27bf}, {0x1f300, 0x1faff},
};

/* Below LETTER_TABLED: marks, and scripts in which they are common. */
static const struct range joining[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05c7}, {0x0610, 0x061a},
    {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06ed}, {0x0700, 0x07ff},
};

#define IS_IN(code_point, ranges)                                              \
    is_in(code_point, ranges, sizeof(ranges) / sizeof(*(ranges)))

static bool
is_in(uint32_t code_point, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count && code_point >= ranges[i].from; i++)
        if (code_point <= ranges[i].to)
            return true;
    return false;
}

static enum letter
classify(uint32_t code_point)
{
    if (code_point == '\'' || code_point == 0x2bc || code_point == 0x2019
        || code_point == 0xff07)
        return LETTER_APOSTROPHE;
    if (code_point == 0x3099 || code_point == 0x309a || code_point == 0xff9e
        || code_point == 0xff9f)
        return LETTER_VOICE;
    if (IS_IN(code_point, ignored))
        return LETTER_IGNORED;
    if (IS_IN(code_point, singles))
        return LETTER_SINGLE;
    if (IS_IN(code_point, symbols))
        return LETTER_SYMBOL;
    return unicode_is_word(code_point) ? LETTER_WORD : LETTER_OTHER;
}

static void
fold_one(uint32_t code_point, struct letter_folded *folded,
         struct buffer *scratch)
{
    struct text one;

    buffer_clear(scratch);
    buffer_add_code_point(scratch, code_point);
    one = (struct text){scratch->at, scratch->len};
    buffer_reserve(scratch, 64); /* so that the text stays where it is */
    one.at = scratch->at;
    unicode_fold(scratch, one);
    if (scratch->len - one.len > MOST)
        return;
    folded->len = (uint8_t)(scratch->len - one.len);
    memcpy(folded->at, scratch->at + one.len, folded->len);
}

struct letters *
letters_new(void)
{
    struct letters *letters = calloc(1, sizeof(*letters));
    struct buffer scratch = {0};

    if (letters == NULL)
        err(EX_OSERR, "the table of letters");
    for (uint32_t i = 0; i < LETTER_TABLED; i++) {
        letters->letter[i] = (uint8_t)classify(i);
        if (letters->letter[i] == LETTER_APOSTROPHE)
            letters->folded[i] = (struct letter_folded){1, "'"};
        else if (!IS_IN(i, joining))
            fold_one(i, &letters->folded[i], &scratch);
    }
    buffer_free(&scratch);
    return letters;
}

void
letters_free(struct letters *letters)
{
    free(letters);
}

enum letter
letter_of_far(uint32_t code_point)
{
    enum { REPLACEMENT = 0xfffd };

    if (code_point == REPLACEMENT) /* text of no encoding is full of it */
        return LETTER_OTHER;
    if (letter_is_plain_single(code_point))
        return LETTER_SINGLE;
    if (code_point >= 0xac00 && code_point <= 0xd7a3)
        return LETTER_WORD;
    return classify(code_point);
}

/* The library keeps U+2019; here every apostrophe is the one of ASCII. */
static void
straighten(struct buffer *out, size_t from)
{
    size_t to = from;

    for (size_t at = from; at < out->len; at++, to++) {
        if (out->len - at >= 3
            && memcmp(out->at + at, "\xe2\x80\x99", 3) == 0) {
            out->at[to] = '\'';
            at += 2;
        } else {
            out->at[to] = out->at[at];
        }
    }
    out->len = to;
}

static bool
is_plain(uint32_t code_point)
{
    return letter_is_plain_single(code_point) || IS_IN(code_point, plain);
}

/*
 * Folds code point by code point as far as each can be folded without its neighbours; `to` has room.
 * Returns where it ended, or NULL.
 */
static char *
fold_each(const struct letters *letters, char *to, struct text word)
{
    struct text rest = word;
    struct text before = rest;
    uint32_t code_point;

    for (; utf8_next(&rest, &code_point); before = rest) {
        size_t len = before.len - rest.len;

        if (code_point < LETTER_TABLED) {
            const struct letter_folded *folded = &letters->folded[code_point];

            if (folded->len == 0)
                return NULL;
            memcpy(to, folded->at, MOST);
            to += folded->len;
        } else if (code_point == 0x2019) {
            *to++ = '\'';
        } else if (is_plain(code_point)) {
            memcpy(to, before.at, len);
            to += len;
        } else {
            return NULL;
        }
    }
    return to;
}

void
letter_fold(const struct letters *letters, struct buffer *out, struct text word)
{
    size_t start = out->len;
    char *to = buffer_reserve(out, (word.len + 1) * MOST);
    char *end = fold_each(letters, to, word);

    if (end != NULL) {
        out->len += (size_t)(end - to);
        return;
    }
    unicode_fold(out, word);
    straighten(out, start);
}
