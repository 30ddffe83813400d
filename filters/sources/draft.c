#include "sources/draft_parts.h"

#include <assert.h>
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "ports/unicode.h"
#include "sources/person.h"

/* What is given back after a record that took more. */
enum { ARENA_KEPT = 1 << 20 };

#define INTEGER_LIMIT (INT64_C(1) << 53)
#define FIRST_S INT64_C(-62135596800) /* 0001-01-01 */
#define LAST_S INT64_C(253402300799)  /* 9999-12-31T23:59:59 */

static inline void
mark(struct draft *draft, enum draft_key key)
{
    draft->present[key / 64] |= DRAFT_BIT(key % 64);
}

bool
draft_has(const struct draft *draft, enum draft_key key)
{
    return (draft->present[key / 64] & DRAFT_BIT(key % 64)) != 0;
}

struct draft_list *
draft_list(struct draft *draft, enum draft_key key)
{
    switch (key) {
    case DRAFT_LINKS:
        return &draft->lists[0];
    case DRAFT_SHORTS:
        return &draft->lists[1];
    case DRAFT_TAGS:
        return &draft->lists[2];
    case DRAFT_MENTIONS:
        return &draft->lists[3];
    case DRAFT_PRODUCT:
        return &draft->lists[4];
    default:
        assert(key == DRAFT_FLAGS);
        return &draft->lists[5];
    }
}

struct draft *
draft_new(struct person *person)
{
    struct draft *draft = calloc(1, sizeof(*draft));

    if (draft == NULL)
        err(EX_OSERR, "draft");
    draft->person = person;
    return draft;
}

void
draft_free(struct draft *draft)
{
    if (draft == NULL)
        return;
    for (size_t i = 0; i < DRAFT_LISTS; i++)
        free(draft->lists[i].items);
    arena_free(&draft->arena);
    buffer_free(&draft->built);
    free(draft);
}

void
draft_start(struct draft *draft, enum draft_kind kind, struct text platform)
{
    draft->kind = kind;
    draft->platform = platform;
    memset(draft->present, 0, sizeof(draft->present));
    for (size_t i = 0; i < DRAFT_LISTS; i++)
        draft->lists[i].count = 0;
    draft->why = NULL;
}

void
draft_clear(struct draft *draft)
{
    if (draft->arena.bytes > ARENA_KEPT)
        arena_free(&draft->arena);
    else
        arena_clear(&draft->arena);
}

enum draft_kind
draft_kind(const struct draft *draft)
{
    return draft->kind;
}

struct arena *
draft_arena(struct draft *draft)
{
    return &draft->arena;
}

void
draft_fail(struct draft *draft, const char *why)
{
    if (draft->why == NULL)
        draft->why = why;
}

void
draft_text(struct draft *draft, enum draft_key key, struct text utf8)
{
    assert(draft_fields[key].type == DRAFT_IS_TEXT
           || draft_fields[key].type == DRAFT_IS_SLUG);
    if (utf8.len == 0
        && (utf8.at == NULL || key != DRAFT_TEXT || draft->kind != DRAFT_POST))
        return;
    draft->values[key].text = utf8;
    mark(draft, key);
}

void
draft_bytes(struct draft *draft, enum draft_key key, struct text bytes)
{
    if (!utf8_is_valid(bytes)) {
        buffer_clear(&draft->built);
        utf8_repair(&draft->built, bytes);
        bytes = arena_copy(&draft->arena, buffer_text(&draft->built));
        draft_flag(draft, "bad_utf8");
    }
    draft_text(draft, key, bytes);
}

void
draft_plain(struct draft *draft, enum draft_key key, struct text utf8)
{
    char *out;
    size_t len = 0;

    if (text_find_char(utf8, '\r') == SIZE_MAX) {
        draft_text(draft, key, utf8);
        return;
    }
    out = arena_get(&draft->arena, utf8.len);
    for (size_t i = 0; i < utf8.len; i++) {
        if (utf8.at[i] != '\r')
            out[len++] = utf8.at[i];
        else if (i + 1 == utf8.len || utf8.at[i + 1] != '\n')
            out[len++] = '\n';
    }
    draft_text(draft, key, (struct text){out, len});
}

void
draft_id(struct draft *draft, enum draft_key key, struct text native)
{
    assert(draft_fields[key].type == DRAFT_IS_ID);
    if (native.len == 0)
        return;
    draft->values[key].text = native;
    mark(draft, key);
}

void
draft_id_number(struct draft *draft, enum draft_key key, int64_t native)
{
    buffer_clear(&draft->built);
    buffer_add_integer(&draft->built, native);
    draft_id(draft, key, arena_copy(&draft->arena, buffer_text(&draft->built)));
}

void
draft_id_hashed(struct draft *draft, enum draft_key key, struct text what)
{
    draft_id(draft, key, person_hash(draft->person, &draft->arena, what));
}

void
draft_integer(struct draft *draft, enum draft_key key, int64_t value)
{
    assert(draft_fields[key].type == DRAFT_IS_INTEGER
           || draft_fields[key].type == DRAFT_IS_COUNT);
    if (value < 0 && draft_fields[key].type == DRAFT_IS_COUNT)
        return;
    if (value >= INTEGER_LIMIT || value <= -INTEGER_LIMIT) {
        draft_fail(draft, "bad_integer: a number of 2^53 or more");
        return;
    }
    if (key == DRAFT_MS && value > 999) {
        draft_fail(draft, "bad_ms: a second has 0 to 999 milliseconds");
        return;
    }
    draft->values[key].integer = value;
    mark(draft, key);
}

void
draft_time(struct draft *draft, enum draft_key key, int64_t seconds)
{
    assert(draft_fields[key].type == DRAFT_IS_TIME);
    if (seconds < FIRST_S || seconds > LAST_S) {
        draft_fail(draft, "bad_time: a year outside 0001 to 9999");
        return;
    }
    draft->values[key].integer = seconds;
    mark(draft, key);
}

void
draft_moment(struct draft *draft, const struct moment *moment)
{
    draft_time(draft, DRAFT_TIME, moment->s);
    if (moment->ms >= 0)
        draft_integer(draft, DRAFT_MS, moment->ms);
    if (moment->tz_min != CLOCK_NO_TZ)
        draft_integer(draft, DRAFT_TZ, moment->tz_min);
}

void
draft_moment_utc(struct draft *draft, const struct moment *moment)
{
    struct moment utc = *moment;

    utc.tz_min = CLOCK_NO_TZ;
    draft_moment(draft, &utc);
}

static void
append(struct draft *draft, enum draft_key key, struct text item)
{
    struct draft_list *list = draft_list(draft, key);

    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 8 : list->cap * 2;
        list->items =
            reallocarray(list->items, list->cap, sizeof(*list->items));
        if (list->items == NULL)
            err(EX_OSERR, "a list of %zu", list->cap);
    }
    list->items[list->count++] = item;
}

/* Flags stand sorted, each once: the new one moves forward to its place. */
static void
sort_in(struct draft_list *list)
{
    size_t at = list->count - 1;
    struct text item = list->items[at];
    int order = -1;

    while (at > 0 && (order = text_compare(item, list->items[at - 1])) < 0) {
        list->items[at] = list->items[at - 1];
        at--;
    }
    list->items[at] = item;
    if (at == 0 || order != 0)
        return;
    memmove(list->items + at, list->items + at + 1,
            (list->count - at - 1) * sizeof(*list->items));
    list->count--;
}

void
draft_add(struct draft *draft, enum draft_key list, struct text item)
{
    assert(draft_fields[list].type == DRAFT_IS_LIST);
    if (item.len == 0)
        return;
    append(draft, list, item);
    if (list == DRAFT_FLAGS)
        sort_in(draft_list(draft, list));
    mark(draft, list);
}

void
draft_flag(struct draft *draft, const char *flag)
{
    draft_add(draft, DRAFT_FLAGS, text_of(flag));
}

void
draft_link(struct draft *draft, struct text link, struct text shortened)
{
    if (link.len == 0)
        return;
    append(draft, DRAFT_LINKS, link);
    append(draft, DRAFT_SHORTS, shortened);
    mark(draft, DRAFT_LINKS);
    if (shortened.len > 0)
        mark(draft, DRAFT_SHORTS);
}

void
draft_link_once(struct draft *draft, struct text link, struct text shortened)
{
    const struct draft_list *links = draft_list(draft, DRAFT_LINKS);

    for (size_t i = 0; i < links->count; i++) {
        if (text_equal(links->items[i], link))
            return;
    }
    draft_link(draft, link, shortened);
}

void
draft_tag(struct draft *draft, struct text tag)
{
    bool is_folded = true;

    for (size_t i = 0; i < tag.len && is_folded; i++)
        is_folded = (unsigned char)tag.at[i] < 0x80
                    && (tag.at[i] < 'A' || tag.at[i] > 'Z');
    if (!is_folded) {
        buffer_clear(&draft->built);
        unicode_fold(&draft->built, tag);
        tag = arena_copy(&draft->arena, buffer_text(&draft->built));
    }
    draft_add(draft, DRAFT_TAGS, tag);
}

void
draft_visitor(struct draft *draft, const char *space, const char *by,
              struct text plain)
{
    if (plain.len == 0)
        return;
    draft_bytes(draft, DRAFT_VISITOR,
                person_name(draft->person, &draft->arena, space, plain));
    draft_text(draft, DRAFT_VISITOR_BY, text_of(by));
}

void
draft_customer(struct draft *draft, const char *space, struct text plain)
{
    if (plain.len > 0)
        draft_bytes(draft, DRAFT_CUSTOMER,
                    person_name(draft->person, &draft->arena, space, plain));
}

int64_t
draft_get(const struct draft *draft, enum draft_key key, int64_t other)
{
    assert(draft_fields[key].type == DRAFT_IS_TIME
           || draft_fields[key].type == DRAFT_IS_INTEGER
           || draft_fields[key].type == DRAFT_IS_COUNT);
    return draft_has(draft, key) ? draft->values[key].integer : other;
}

static struct text
text_in(const struct draft *draft, enum draft_key key)
{
    return draft_has(draft, key) ? draft->values[key].text : TEXT_NONE;
}

struct text
draft_string(const struct draft *draft, enum draft_key key)
{
    assert(draft_fields[key].type == DRAFT_IS_TEXT
           || draft_fields[key].type == DRAFT_IS_SLUG);
    return text_in(draft, key);
}

struct text
draft_native(const struct draft *draft, enum draft_key key)
{
    assert(draft_fields[key].type == DRAFT_IS_ID);
    return text_in(draft, key);
}

struct text
draft_join(struct draft *draft, const char *before, struct text middle,
           const char *after)
{
    buffer_clear(&draft->built);
    buffer_add_string(&draft->built, before);
    buffer_add(&draft->built, middle);
    buffer_add_string(&draft->built, after);
    return arena_copy(&draft->arena, buffer_text(&draft->built));
}

struct text
draft_printf(struct draft *draft, const char *format, ...)
{
    va_list args, again;
    int len;
    char *at;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        err(EX_OSERR, "printf");
    at = arena_get(&draft->arena, (size_t)len + 1);
    vsnprintf(at, (size_t)len + 1, format, again);
    va_end(again);
    return (struct text){at, (size_t)len};
}
