#include "domain/tombstone.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/table.h"

/* Texts under a key, in the order added. */
struct notes {
    struct table *keys;
    struct tombstone_note **first; /* by the number of the key */
    size_t cap;
};

struct tombstones {
    struct table *authors; /* digests of 16 bytes */
    struct notes scrubs;   /* by author: last ids */
    struct notes withheld; /* by id: flags */
    struct arena arena;
};

struct tombstones *
tombstones_new(void)
{
    struct tombstones *tombstones = calloc(1, sizeof(*tombstones));

    if (tombstones == NULL)
        err(EX_OSERR, "tombstones");
    tombstones->authors = table_new();
    tombstones->scrubs.keys = table_new();
    tombstones->withheld.keys = table_new();
    return tombstones;
}

void
tombstones_free(struct tombstones *tombstones)
{
    if (tombstones == NULL)
        return;
    table_free(tombstones->authors);
    table_free(tombstones->scrubs.keys);
    table_free(tombstones->withheld.keys);
    free(tombstones->scrubs.first);
    free(tombstones->withheld.first);
    arena_free(&tombstones->arena);
    free(tombstones);
}

static void
add_note(struct tombstones *tombstones, struct notes *notes, struct text key,
         struct text text)
{
    uint32_t number = table_add(notes->keys, key);
    struct tombstone_note *note = arena_get(&tombstones->arena, sizeof(*note));
    struct tombstone_note **end;

    if (number >= notes->cap) {
        size_t cap = notes->cap == 0 ? 64 : notes->cap * 2;
        notes->first = reallocarray(notes->first, cap, sizeof(*notes->first));
        if (notes->first == NULL)
            err(EX_OSERR, "tombstones");
        memset(notes->first + notes->cap, 0,
               (cap - notes->cap) * sizeof(*notes->first));
        notes->cap = cap;
    }
    for (end = &notes->first[number]; *end != NULL;
         end = (struct tombstone_note **)&(*end)->next)
        if (text_equal((*end)->text, text))
            return;
    note->text = arena_copy(&tombstones->arena, text);
    *end = note;
}

static const struct tombstone_note *
find_notes(const struct notes *notes, struct text key)
{
    uint32_t number = key.len == 0 || table_count(notes->keys) == 0
                          ? TABLE_NONE
                          : table_find(notes->keys, key);

    return number == TABLE_NONE ? NULL : notes->first[number];
}

void
tombstone_add_author(struct tombstones *tombstones, const uint8_t digest[16])
{
    table_add(tombstones->authors, (struct text){(const char *)digest, 16});
}

bool
tombstone_has_author(const struct tombstones *tombstones,
                     const uint8_t digest[16])
{
    struct text key = {(const char *)digest, 16};

    return table_count(tombstones->authors) > 0
           && table_find(tombstones->authors, key) != TABLE_NONE;
}

size_t
tombstone_author_count(const struct tombstones *tombstones)
{
    return table_count(tombstones->authors);
}

const uint8_t *
tombstone_author(const struct tombstones *tombstones, size_t number)
{
    return (const uint8_t *)table_text(tombstones->authors, (uint32_t)number)
        .at;
}

void
tombstone_add_scrub(struct tombstones *tombstones, struct text author,
                    struct text up_to)
{
    add_note(tombstones, &tombstones->scrubs, author, up_to);
}

/* Ids of one platform with numbers in them: the longer is the larger. */
static int
compare_ids(struct text a, struct text b)
{
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return text_compare(a, b);
}

bool
tombstone_is_scrubbed(const struct tombstones *tombstones, struct text author,
                      struct text id)
{
    const struct tombstone_note *note = find_notes(&tombstones->scrubs, author);

    while (note != NULL && compare_ids(id, note->text) > 0)
        note = note->next;
    return note != NULL;
}

void
tombstone_add_withheld(struct tombstones *tombstones, struct text id,
                       struct text flag)
{
    add_note(tombstones, &tombstones->withheld, id, flag);
}

const struct tombstone_note *
tombstone_withheld(const struct tombstones *tombstones, struct text id)
{
    return find_notes(&tombstones->withheld, id);
}

bool
tombstone_edits_nothing(const struct tombstones *tombstones)
{
    return table_count(tombstones->scrubs.keys) == 0
           && table_count(tombstones->withheld.keys) == 0;
}
