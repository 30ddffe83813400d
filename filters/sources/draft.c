#include "sources/draft_parts.h"

#include <assert.h>
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "sources/person.h"

/* What is given back after a record that took more. */
enum { ARENA_KEPT = 1 << 20 };

#define INTEGER_LIMIT (INT64_C(1) << 53)
#define FIRST_S INT64_C(-62135596800) /* 0001-01-01 */
#define LAST_S INT64_C(253402300799)  /* 9999-12-31T23:59:59 */

bool
draft_has(const struct draft *draft, enum draft_key key)
{
    return (draft->present[key / 64] & DRAFT_BIT(key % 64)) != 0;
}

struct draft *
draft_new(struct person *person)
{
    struct draft *draft = calloc(1, sizeof(*draft));

    if (draft == NULL)
        err(EX_OSERR, "draft");
    draft->person = person;
    draft->seen_s = INT64_MIN;
    return draft;
}

void
draft_free(struct draft *draft)
{
    if (draft == NULL)
        return;
    for (size_t i = 0; i < DRAFT_LISTS; i++)
        free(draft->lists[i].items);
    table_free(draft->links);
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
    draft->link_count = 0;
    draft->listed = 0;
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
    draft_mark(draft, key);
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
    draft_mark(draft, key);
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
    draft_mark(draft, key);
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
    draft_mark(draft, key);
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
draft_join_all(struct draft *draft, const struct text *parts, size_t count)
{
    struct text all = {0};
    char *to;

    for (size_t i = 0; i < count; i++)
        all.len += parts[i].len;
    to = arena_room(&draft->arena, all.len);
    all.at = to;
    for (size_t i = 0; i < count; i++)
        if (parts[i].len > 0)
            to = mempcpy(to, parts[i].at, parts[i].len);
    return all;
}

struct text
draft_printf(struct draft *draft, const char *format, ...)
{
    char small[256]; /* enough for most */
    va_list args, again;
    int len;
    char *at;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    if (len < 0)
        err(EX_OSERR, "printf");
    at = arena_get(&draft->arena, (size_t)len + 1);
    if ((size_t)len < sizeof(small))
        memcpy(at, small, (size_t)len + 1);
    else
        vsnprintf(at, (size_t)len + 1, format, again);
    va_end(again);
    return (struct text){at, (size_t)len};
}
