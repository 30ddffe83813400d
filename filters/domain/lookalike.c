#include "domain/lookalike.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "domain/confusable.h"
#include "ports/digest.h"
#include "ports/unicode.h"

enum {
    SHAPE_MAX = 64, /* characters of a handle */
    SWAPPED_LEAST = 4,
    ONE_LETTER_LEAST = 6,
    ADDED_LEAST = 3,
    RECENT = 4096,
    WORDS_MAX = 128,
    WORD_MAX = 24
};

/* What a handle is compared by. */
struct shape {
    uint32_t at[SHAPE_MAX];
    size_t count;
};

enum form { PLAIN, SKELETON, FORMS };

struct brand {
    struct text network, handle; /* network: absent where any */
    struct buffer folded;        /* with separators */
    struct shape forms[FORMS];
};

struct word {
    uint32_t at[WORD_MAX];
    size_t count;
};

struct recent {
    uint64_t digest;
    uint32_t brand;
    uint32_t reason; /* 1 + enum lookalike_reason; 0: none came yet */
};

struct lookalikes {
    struct arena arena;
    struct confusables *table;
    struct brand *brands;
    size_t count, cap;
    struct word words[FORMS][WORDS_MAX];
    size_t word_count;
    struct recent recent[RECENT];
    struct buffer scratch, other;
};

/* What of a handle is decorated by words: where such may end in front and begin behind. */
struct around {
    bool ends[SHAPE_MAX + 1], begins[SHAPE_MAX + 1];
};

static const char *const names[] = {
    "same_name", "confusable", "swapped_letters", "one_letter", "added_words"};

const char *
lookalike_name(enum lookalike_reason reason)
{
    return names[reason];
}

/* Shapes. */

static bool
is_passed_over(uint32_t point)
{
    return point == '_' || point == '-' || point == '.' || point == ' '
           || (point >= 0x300 && point < 0x370);
}

/* Digits that are read as letters and have no skeleton that says so. */
static uint32_t
letter_of(uint32_t point)
{
    switch (point) {
    case '3':
        return 'e';
    case '4':
        return 'a';
    case '5':
    case '$':
        return 's';
    case '7':
        return 't';
    default:
        return point;
    }
}

/* False where it is too long; marks stand apart once it is decomposed. */
static bool
shape_of(struct lookalikes *list, struct text text, enum form form,
         struct shape *shape)
{
    uint32_t point;
    struct text rest;

    buffer_clear(&list->other);
    unicode_decompose(&list->other, text);
    rest = buffer_text(&list->other);
    shape->count = 0;
    while (utf8_next(&rest, &point)) {
        if (is_passed_over(point))
            continue;
        if (shape->count == SHAPE_MAX)
            return false;
        shape->at[shape->count++] = form == SKELETON ? letter_of(point) : point;
    }
    return true;
}

/* Capitals have skeletons of their own (I is l), and so have the small letters that they become. */
static void
fold_skeleton(struct lookalikes *list, struct text text)
{
    struct buffer *skeleton = &list->scratch, *folded = &list->other;

    buffer_clear(skeleton);
    confusable_skeleton(list->table, skeleton, text);
    for (size_t round = 0; round < 2; round++) {
        buffer_clear(folded);
        unicode_fold(folded, buffer_text(skeleton));
        buffer_clear(skeleton);
        if (round == 0)
            confusable_skeleton(list->table, skeleton, buffer_text(folded));
        else
            buffer_add(skeleton, buffer_text(folded));
    }
}

static bool
take_shapes(struct lookalikes *list, struct text handle, struct shape *forms)
{
    buffer_clear(&list->scratch);
    unicode_fold(&list->scratch, handle);
    if (!shape_of(list, buffer_text(&list->scratch), PLAIN, forms + PLAIN))
        return false;
    fold_skeleton(list, handle);
    return shape_of(list, buffer_text(&list->scratch), SKELETON,
                    forms + SKELETON);
}

/* Lists. */

static void
add_words(struct lookalikes *list)
{
    struct shape forms[FORMS];

    for (size_t i = 0; i < WORDS_MAX && lookalike_words[i] != NULL; i++) {
        (void)take_shapes(list, text_of(lookalike_words[i]), forms);
        for (size_t form = 0; form < FORMS; form++) {
            struct word *word = &list->words[form][i];

            word->count = forms[form].count;
            memcpy(word->at, forms[form].at, word->count * sizeof(*word->at));
        }
        list->word_count = i + 1;
    }
}

struct lookalikes *
lookalike_new(void)
{
    struct lookalikes *list = calloc(1, sizeof(*list));

    if (list == NULL)
        err(EX_OSERR, "no memory for a list of brands");
    list->table = confusable_new();
    add_words(list);
    return list;
}

void
lookalike_free(struct lookalikes *list)
{
    if (list == NULL)
        return;
    for (size_t i = 0; i < list->count; i++)
        buffer_free(&list->brands[i].folded);
    free(list->brands);
    confusable_free(list->table);
    arena_free(&list->arena);
    buffer_free(&list->scratch);
    buffer_free(&list->other);
    free(list);
}

enum { HANDLE, NETWORK, COLUMNS };

static const struct listing_column columns[COLUMNS] = {
    [HANDLE] = {TEXT("handle"), true}, [NETWORK] = {TEXT("network"), false}};

static bool
take_row(void *context, struct listing *row)
{
    struct lookalikes *list = context;
    struct text network = listing_cell(row, NETWORK);
    struct text handle = listing_cell(row, HANDLE);
    struct brand *brand;

    if (text_starts(handle, TEXT("@")))
        handle = text_from(handle, 1);
    if (handle.len == 0)
        return listing_fail(row, "a brand needs a handle");
    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 16 : 2 * list->cap;
        list->brands =
            reallocarray(list->brands, list->cap, sizeof(*list->brands));
        if (list->brands == NULL)
            err(EX_OSERR, "no memory for a list of brands");
    }
    brand = list->brands + list->count;
    *brand = (struct brand){.handle = arena_copy(&list->arena, handle),
                            .network = TEXT_NONE};
    if (network.len > 0)
        brand->network = arena_copy(&list->arena, network);
    if (!take_shapes(list, handle, brand->forms))
        return listing_fail(row, "a handle of more than 64 characters");
    unicode_fold(&brand->folded, handle);
    list->count++;
    return true;
}

bool
lookalike_add(void *list, struct text csv, struct listing_error *error)
{
    return listing_read(csv, columns, COLUMNS, take_row, list, error);
}

/* Comparing. */

static bool
is_equal(const uint32_t *at, size_t count, const struct shape *shape)
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
is_swapped(const uint32_t *at, size_t count, const struct shape *shape)
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
is_one_letter_off(const uint32_t *at, size_t count, const struct shape *shape)
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

static enum lookalike_reason
compare(const uint32_t *at, size_t count, const struct shape *shape)
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
extend(const struct lookalikes *list, enum form form, const struct shape *shape,
       size_t from, bool *ends)
{
    if (from < shape->count && is_digit(shape->at[from]))
        ends[from + 1] = true;
    for (size_t i = 0; i < list->word_count; i++) {
        const struct word *word = &list->words[form][i];

        if (word->count <= shape->count - from
            && memcmp(shape->at + from, word->at,
                      word->count * sizeof(*word->at))
                   == 0)
            ends[from + word->count] = true;
    }
}

static void
find_around(const struct lookalikes *list, enum form form,
            const struct shape *shape, struct around *around)
{
    bool from_here[SHAPE_MAX + 1];

    *around = (struct around){0};
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

/* The best of what stands between words. */
static enum lookalike_reason
compare_inside(const struct shape *shape, const struct around *around,
               const struct shape *brand)
{
    for (size_t from = 0; from < shape->count; from++) {
        for (size_t end = from + ADDED_LEAST; end <= shape->count; end++) {
            if (around->ends[from] && around->begins[end]
                && brand->count >= ADDED_LEAST && end - from <= brand->count + 1
                && compare(shape->at + from, end - from, brand)
                       != LOOKALIKE_NONE)
                return LOOKALIKE_ADDED_WORDS;
        }
    }
    return LOOKALIKE_NONE;
}

static bool
is_own(const struct brand *brand, struct text network, struct text folded)
{
    return text_equal(folded, buffer_text(&brand->folded))
           && (brand->network.at == NULL
               || text_equal_nocase(brand->network, network));
}

static enum lookalike_reason
compare_brand(const struct brand *brand, const struct shape *forms,
              const struct around *arounds)
{
    enum lookalike_reason best = LOOKALIKE_NONE;

    for (size_t form = 0; form < FORMS; form++) {
        const struct shape *shape = forms + form;
        enum lookalike_reason reason =
            compare(shape->at, shape->count, brand->forms + form);

        if (reason == LOOKALIKE_NONE)
            reason = compare_inside(shape, arounds + form, brand->forms + form);
        best = reason < best ? reason : best;
    }
    return best;
}

/* Finding. */

/* LOOKALIKE_NONE, or the number of the brand beside the reason. */
static struct recent
find(struct lookalikes *list, struct text network, struct text handle)
{
    struct recent best = {.reason = 1 + LOOKALIKE_NONE};
    struct shape forms[FORMS];
    struct around arounds[FORMS];
    struct buffer folded = {0};

    if (!take_shapes(list, handle, forms))
        return best;
    for (size_t form = 0; form < FORMS; form++)
        find_around(list, (enum form)form, forms + form, arounds + form);
    unicode_fold(&folded, handle);
    for (size_t i = 0; i < list->count; i++) {
        const struct brand *brand = list->brands + i;
        bool is_same =
            text_equal(buffer_text(&folded), buffer_text(&brand->folded));
        uint32_t reason =
            1
            + (uint32_t)(is_same ? LOOKALIKE_SAME_NAME
                                 : compare_brand(brand, forms, arounds));

        if (is_own(brand, network, buffer_text(&folded))) {
            best.reason = 1 + LOOKALIKE_NONE;
            break;
        }
        if (reason < best.reason
            || (reason == best.reason
                && brand->forms[PLAIN].count
                       > list->brands[best.brand].forms[PLAIN].count)) {
            best.reason = reason;
            best.brand = (uint32_t)i;
        }
    }
    buffer_free(&folded);
    return best;
}

static uint64_t
digest_of(struct lookalikes *list, struct text network, struct text handle)
{
    buffer_clear(&list->scratch);
    buffer_add(&list->scratch, network);
    buffer_add_char(&list->scratch, '\t');
    buffer_add(&list->scratch, handle);
    return digest64(buffer_text(&list->scratch));
}

enum lookalike_reason
lookalike_find(struct lookalikes *list, struct text network, struct text handle,
               struct text *brand)
{
    uint64_t digest = digest_of(list, network, handle);
    struct recent *recent = list->recent + digest % RECENT;

    if (recent->reason == 0 || recent->digest != digest) {
        *recent = find(list, network, handle);
        recent->digest = digest;
    }
    if (recent->reason != 1 + LOOKALIKE_NONE)
        *brand = list->brands[recent->brand].handle;
    return (enum lookalike_reason)(recent->reason - 1);
}
