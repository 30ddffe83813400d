#include "domain/tombstone.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/runs.h"
#include "base/table.h"

#define WITHHELD "withheld:"

enum { COUNTRY = 8 };

/* Of one post or author, the latest first. */
struct notes {
    const struct tombstone_note *first;
};

struct tombstones {
    struct table *authors;  /* digests of 16 bytes */
    struct table *scrubbed; /* authors' digests */
    uint64_t *up_to;        /* by the number of the scrubbed author */
    size_t up_to_cap;
    struct table *withheld; /* digests of posts and authors */
    struct notes *notes;    /* by the number of the withheld */
    size_t notes_cap;
    struct arena arena;
};

struct tombstones *
tombstones_new(void)
{
    struct tombstones *tombstones = calloc(1, sizeof(*tombstones));

    if (tombstones == NULL)
        err(EX_OSERR, "tombstones");
    tombstones->authors = table_new();
    tombstones->scrubbed = table_new();
    tombstones->withheld = table_new();
    return tombstones;
}

void
tombstones_free(struct tombstones *tombstones)
{
    if (tombstones == NULL)
        return;
    table_free(tombstones->authors);
    table_free(tombstones->scrubbed);
    table_free(tombstones->withheld);
    free(tombstones->up_to);
    free(tombstones->notes);
    arena_free(&tombstones->arena);
    free(tombstones);
}

static struct text
key_of(const uint8_t digest[16])
{
    return (struct text){(const char *)digest, 16};
}

static bool
has(const struct table *table, const uint8_t digest[16])
{
    return table_count(table) > 0
           && table_find(table, key_of(digest)) != TABLE_NONE;
}

/* An array with room for number `number`, zeros where it grew. */
static void *
grow(void *at, size_t *cap, uint32_t number, size_t each)
{
    size_t old = *cap;

    if (number < old)
        return at;
    *cap = old * 2 + 64;
    at = array_resize(at, *cap, each, "tombstones");
    memset((char *)at + old * each, 0, (*cap - old) * each);
    return at;
}

/* The furthest of an author's scrubs says what all of them say. */
static void
add_scrub(struct tombstones *tombstones, const struct revision *notice)
{
    uint32_t number = table_add(tombstones->scrubbed, key_of(notice->author));
    uint64_t up_to = runs_get64(notice->seen);

    tombstones->up_to = grow(tombstones->up_to, &tombstones->up_to_cap, number,
                             sizeof(*tombstones->up_to));
    if (up_to > tombstones->up_to[number])
        tombstones->up_to[number] = up_to;
}

static bool
has_flag(const struct tombstone_note *note, struct text flag)
{
    while (note != NULL && !text_equal(note->flag, flag))
        note = note->next;
    return note != NULL;
}

static void
add_withheld(struct tombstones *tombstones, const struct revision *notice)
{
    uint32_t number = table_add(tombstones->withheld, key_of(notice->id));
    const char *country = (const char *)notice->content;
    char room[sizeof(WITHHELD) + COUNTRY] = WITHHELD;
    struct text flag = {room, sizeof(WITHHELD) - 1 + strnlen(country, COUNTRY)};
    struct tombstone_note *note;
    struct notes *notes;

    memcpy(room + sizeof(WITHHELD) - 1, country, COUNTRY);
    tombstones->notes = grow(tombstones->notes, &tombstones->notes_cap, number,
                             sizeof(*tombstones->notes));
    notes = &tombstones->notes[number];
    if (has_flag(notes->first, flag))
        return;
    note = arena_get(&tombstones->arena, sizeof(*note));
    note->next = notes->first;
    note->flag = arena_copy(&tombstones->arena, flag);
    notes->first = note;
}

void
tombstone_add(struct tombstones *tombstones, const struct revision *notice)
{
    if ((notice->flags & REVISION_AUTHOR) != 0)
        table_add(tombstones->authors, key_of(notice->author));
    else if ((notice->flags & REVISION_SCRUB) != 0)
        add_scrub(tombstones, notice);
    else
        add_withheld(tombstones, notice);
}

/* False where the flag names none, or none that an entry can hold. */
static bool
set_country(struct revision *notice, struct text flag)
{
    struct text country = text_from(flag, sizeof(WITHHELD) - 1);

    if (country.len == 0 || country.len > COUNTRY)
        return false;
    memset(notice->content, 0, COUNTRY);
    memcpy(notice->content, country.at, country.len);
    return true;
}

static struct revision
notice_of(const struct table *table, uint32_t number, uint64_t flags)
{
    struct revision notice = {.flags = flags};
    const char *digest = table_text(table, number).at;

    memcpy(flags == REVISION_WITHHELD ? notice.id : notice.author, digest, 16);
    return notice;
}

void
tombstone_each(const struct tombstones *tombstones,
               void (*take)(void *context, const struct revision *notice),
               void *context)
{
    struct revision notice;

    for (uint32_t i = 0; i < table_count(tombstones->authors); i++) {
        notice = notice_of(tombstones->authors, i, REVISION_AUTHOR);
        take(context, &notice);
    }
    for (uint32_t i = 0; i < table_count(tombstones->scrubbed); i++) {
        notice = notice_of(tombstones->scrubbed, i, REVISION_SCRUB);
        runs_put64(notice.seen, tombstones->up_to[i]);
        take(context, &notice);
    }
    for (uint32_t i = 0; i < table_count(tombstones->withheld); i++) {
        notice = notice_of(tombstones->withheld, i, REVISION_WITHHELD);
        for (const struct tombstone_note *note = tombstones->notes[i].first;
             note != NULL; note = note->next) {
            set_country(&notice, note->flag);
            take(context, &notice);
        }
    }
}

/* The native part of an id, if that is a number. */
static bool
number_of(struct text id, uint64_t *number)
{
    size_t colon = text_find_char(id, ':');
    int64_t value;

    if (colon == SIZE_MAX || !text_integer(text_from(id, colon + 1), &value)
        || value < 0)
        return false;
    *number = (uint64_t)value;
    return true;
}

/* A scrub that names no last post speaks of all. */
static const char *
take_scrub(struct tombstones *tombstones, const struct tombstone_record *record)
{
    struct revision notice = {.flags = REVISION_SCRUB};
    uint64_t up_to = UINT64_MAX;

    if (record->up_to.len > 0 && !number_of(record->up_to, &up_to))
        return "bad_up_to: a scrub up to an id that is no number";
    runs_put64(notice.seen, up_to);
    revision_set_author(&notice, record->target);
    tombstone_add(tombstones, &notice);
    return NULL;
}

/* Of a post also its copies inside others. */
static const char *
take_withheld(struct tombstones *tombstones,
              const struct tombstone_record *record)
{
    struct revision notice = {.flags = REVISION_WITHHELD};
    struct json_items items = json_items(record->flags);
    struct json_slot flag;

    while (json_next(&items, &flag)) {
        if (flag.type != JSON_STRING || !text_starts(flag.text, TEXT(WITHHELD)))
            continue;
        if (!set_country(&notice, flag.text))
            return "bad_country: a flag withheld:XX without a country";
        revision_set_id(&notice, record->target, false);
        tombstone_add(tombstones, &notice);
        revision_set_id(&notice, record->target, true);
        tombstone_add(tombstones, &notice);
    }
    return NULL;
}

const char *
tombstone_take(struct tombstones *tombstones,
               const struct tombstone_record *record)
{
    struct revision notice = {.flags = REVISION_AUTHOR};

    if (text_equal(record->scope, TEXT("geo")))
        return take_scrub(tombstones, record);
    if (text_equal(record->scope, TEXT("withheld")))
        return take_withheld(tombstones, record);
    if (!text_equal(record->scope, TEXT("author")))
        return "bad_scope: a delete of a scope that is not known";
    revision_set_author(&notice, record->target);
    tombstone_add(tombstones, &notice);
    return NULL;
}

bool
tombstone_has_author(const struct tombstones *tombstones,
                     const struct revision *record)
{
    return has(tombstones->authors, record->author);
}

bool
tombstone_may_amend(const struct tombstones *tombstones,
                    const struct revision *record)
{
    return has(tombstones->scrubbed, record->author)
           || has(tombstones->withheld, record->id)
           || has(tombstones->withheld, record->author);
}

bool
tombstone_is_scrubbed(const struct tombstones *tombstones, struct text author,
                      struct text id)
{
    struct revision entry = {0};
    uint32_t found;
    uint64_t number;

    revision_set_author(&entry, author);
    if (!number_of(id, &number) || !has(tombstones->scrubbed, entry.author))
        return false;
    found = table_find(tombstones->scrubbed, key_of(entry.author));
    return number <= tombstones->up_to[found];
}

const struct tombstone_note *
tombstone_withheld(const struct tombstones *tombstones, struct text id)
{
    struct revision entry = {0};

    if (id.len == 0)
        return NULL;
    revision_set_id(&entry, id, false);
    if (!has(tombstones->withheld, entry.id))
        return NULL;
    return tombstones->notes[table_find(tombstones->withheld, key_of(entry.id))]
        .first;
}
