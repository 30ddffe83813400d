#include "base/array.h"
#include "domain/lookalike_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "ports/digest.h"
#include "ports/unicode.h"

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
shape_of(struct lookalikes *list, struct text text, enum lookalike_form form,
         struct lookalike_shape *shape)
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
        if (shape->count == LOOKALIKE_SHAPE_MAX)
            return false;
        shape->at[shape->count++] =
            form == LOOKALIKE_SKELETON ? letter_of(point) : point;
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
take_shapes(struct lookalikes *list, struct text handle,
            struct lookalike_shape *forms)
{
    buffer_clear(&list->scratch);
    unicode_fold(&list->scratch, handle);
    if (!shape_of(list, buffer_text(&list->scratch), LOOKALIKE_PLAIN,
                  forms + LOOKALIKE_PLAIN))
        return false;
    fold_skeleton(list, handle);
    return shape_of(list, buffer_text(&list->scratch), LOOKALIKE_SKELETON,
                    forms + LOOKALIKE_SKELETON);
}

/* Lists. */

static void
add_words(struct lookalikes *list)
{
    struct lookalike_shape forms[LOOKALIKE_FORMS];

    for (size_t i = 0; i < LOOKALIKE_WORDS_MAX && lookalike_words[i] != NULL;
         i++) {
        (void)take_shapes(list, text_of(lookalike_words[i]), forms);
        for (size_t form = 0; form < LOOKALIKE_FORMS; form++) {
            struct lookalike_word *word = &list->words[form][i];

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
    struct lookalike_brand *brand;

    if (text_starts(handle, TEXT("@")))
        handle = text_from(handle, 1);
    if (handle.len == 0)
        return listing_fail(row, "a brand needs a handle");
    list->brands = array_room(list->brands, list->count, &list->cap,
                              sizeof(*list->brands), "brands");
    brand = list->brands + list->count;
    *brand = (struct lookalike_brand){
        .handle = arena_copy(&list->arena, handle), .network = TEXT_NONE};
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

static bool
is_own(const struct lookalike_brand *brand, struct text network,
       struct text folded)
{
    return text_equal(folded, buffer_text(&brand->folded))
           && (brand->network.at == NULL
               || text_equal_nocase(brand->network, network));
}

static enum lookalike_reason
compare_brand(const struct lookalike_brand *brand,
              const struct lookalike_shape *forms,
              const struct lookalike_around *arounds)
{
    enum lookalike_reason best = LOOKALIKE_NONE;

    for (size_t form = 0; form < LOOKALIKE_FORMS; form++) {
        const struct lookalike_shape *shape = forms + form;
        enum lookalike_reason reason =
            lookalike_compare(shape->at, shape->count, brand->forms + form);

        if (reason == LOOKALIKE_NONE)
            reason =
                lookalike_inside(shape, arounds + form, brand->forms + form);
        best = reason < best ? reason : best;
    }
    return best;
}

/* Finding. */

/* LOOKALIKE_NONE, or the number of the brand beside the reason. */
static struct lookalike_recent
find(struct lookalikes *list, struct text network, struct text handle)
{
    struct lookalike_recent best = {.reason = 1 + LOOKALIKE_NONE};
    struct lookalike_shape forms[LOOKALIKE_FORMS];
    struct lookalike_around arounds[LOOKALIKE_FORMS];
    struct buffer folded = {0};

    if (!take_shapes(list, handle, forms))
        return best;
    for (size_t form = 0; form < LOOKALIKE_FORMS; form++)
        lookalike_find_around(list, (enum lookalike_form)form, forms + form,
                              arounds + form);
    unicode_fold(&folded, handle);
    for (size_t i = 0; i < list->count; i++) {
        const struct lookalike_brand *brand = list->brands + i;
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
                && brand->forms[LOOKALIKE_PLAIN].count
                       > list->brands[best.brand]
                             .forms[LOOKALIKE_PLAIN]
                             .count)) {
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
    struct lookalike_recent *recent = list->recent + digest % LOOKALIKE_RECENT;

    if (recent->reason == 0 || recent->digest != digest) {
        *recent = find(list, network, handle);
        recent->digest = digest;
    }
    if (recent->reason != 1 + LOOKALIKE_NONE)
        *brand = list->brands[recent->brand].handle;
    return (enum lookalike_reason)(recent->reason - 1);
}
