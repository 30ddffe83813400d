#include "domain/lookalike_parts.h"

enum { SWAPPED_LEAST = 4, ONE_LETTER_LEAST = 6, ADDED_LEAST = 3 };

static bool
is_equal(const uint32_t *at, size_t count, const struct lookalike_shape *shape)
{
    return count == shape->count
           && memcmp(at, shape->at, count * sizeof(*at)) == 0;
}

static size_t
common_start(const uint32_t *a, const uint32_t *b, size_t most)
{
    size_t i = 0;

    while (i < most && a[i] == b[i])
        i++;
    return i;
}

/* Two neighbours have changed places, and nothing else is different. */
static bool
is_swapped(const uint32_t *at, size_t count,
           const struct lookalike_shape *shape)
{
    const uint32_t *of = shape->at;
    size_t i;

    if (count != shape->count || count < SWAPPED_LEAST)
        return false;
    i = common_start(at, of, count);
    return i + 1 < count && at[i] == of[i + 1] && at[i + 1] == of[i]
           && common_start(at + i + 2, of + i + 2, count - i - 2)
                  == count - i - 2;
}

/* One more, one less, or another one. */
static bool
is_one_letter_off(const uint32_t *at, size_t count,
                  const struct lookalike_shape *shape)
{
    const uint32_t *of = shape->at;
    size_t shorter = count < shape->count ? count : shape->count;
    size_t i, skip, rest;

    if (shape->count < ONE_LETTER_LEAST || count > shape->count + 1
        || shape->count > count + 1)
        return false;
    i = common_start(at, of, shorter);
    if (i == shorter)
        return true;
    skip = count == shape->count;
    rest = shorter - i - skip;
    return common_start(at + i + (count > shape->count || skip),
                        of + i + (shape->count > count || skip), rest)
           == rest;
}

enum lookalike_reason
lookalike_compare(const uint32_t *at, size_t count,
                  const struct lookalike_shape *shape)
{
    if (is_equal(at, count, shape))
        return LOOKALIKE_CONFUSABLE;
    if (is_swapped(at, count, shape))
        return LOOKALIKE_SWAPPED_LETTERS;
    if (is_one_letter_off(at, count, shape))
        return LOOKALIKE_ONE_LETTER;
    return LOOKALIKE_NONE;
}

static bool
is_digit(uint32_t point)
{
    return point - '0' < 10;
}

/* Extends what can be made of words and numbers by what begins at `from`. */
static void
extend(const struct lookalikes *list, enum lookalike_form form,
       const struct lookalike_shape *shape, size_t from, bool *ends)
{
    if (from < shape->count && is_digit(shape->at[from]))
        ends[from + 1] = true;
    for (size_t i = 0; i < list->word_count; i++) {
        const struct lookalike_word *word = &list->words[form][i];

        if (word->count <= shape->count - from
            && memcmp(shape->at + from, word->at,
                      word->count * sizeof(*word->at))
                   == 0)
            ends[from + word->count] = true;
    }
}

void
lookalike_find_around(const struct lookalikes *list, enum lookalike_form form,
                      const struct lookalike_shape *shape,
                      struct lookalike_around *around)
{
    bool from_here[LOOKALIKE_SHAPE_MAX + 1];

    *around = (struct lookalike_around){0};
    around->ends[0] = true;
    around->begins[shape->count] = true;
    for (size_t i = 0; i < shape->count; i++) {
        if (around->ends[i])
            extend(list, form, shape, i, around->ends);
    }
    for (size_t i = shape->count; i-- > 0;) {
        memset(from_here, 0, sizeof(from_here));
        extend(list, form, shape, i, from_here);
        for (size_t end = i + 1; end <= shape->count; end++)
            around->begins[i] |= from_here[end] && around->begins[end];
    }
}

enum lookalike_reason
lookalike_inside(const struct lookalike_shape *shape,
                 const struct lookalike_around *around,
                 const struct lookalike_shape *brand)
{
    for (size_t from = 0; from < shape->count; from++) {
        for (size_t end = from + ADDED_LEAST; end <= shape->count; end++) {
            if (around->ends[from] && around->begins[end]
                && brand->count >= ADDED_LEAST && end - from <= brand->count + 1
                && lookalike_compare(shape->at + from, end - from, brand)
                       != LOOKALIKE_NONE)
                return LOOKALIKE_ADDED_WORDS;
        }
    }
    return LOOKALIKE_NONE;
}
