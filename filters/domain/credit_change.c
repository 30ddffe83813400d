#include "domain/credit_change.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/buffer.h"

struct credit_change {
    struct arena arena;
    struct credit_entry *entries;
    size_t count, cap;
    struct buffer line;
};

struct credit_change *
credit_change_new(void)
{
    struct credit_change *change = calloc(1, sizeof(*change));

    if (change == NULL)
        err(EX_OSERR, "changes");
    return change;
}

void
credit_change_free(struct credit_change *change)
{
    if (change == NULL)
        return;
    arena_free(&change->arena);
    buffer_free(&change->line);
    free(change->entries);
    free(change);
}

void
credit_change_add(struct credit_change *change, bool is_new,
                  const struct text members[MEMBERS])
{
    struct credit_entry *entry;

    change->entries =
        array_room(change->entries, change->count, &change->cap,
                   sizeof(*change->entries), "credits of one order");
    entry = &change->entries[change->count++];
    entry->is_new = is_new;
    for (size_t i = 0; i < MEMBERS; i++)
        entry->members[i] = members[i].at == NULL
                                ? TEXT_NONE
                                : arena_copy(&change->arena, members[i]);
}

static void
add_why(struct buffer *line, bool holds, const char *why)
{
    if (!holds)
        return;
    if (line->at[line->len - 1] != '[')
        buffer_add_char(line, ',');
    buffer_printf(line, "\"%s\"", why);
}

static void
tell_changed(struct buffer *line, const struct credit_sets *sets)
{
    bool is_converted = credit_sets_differ(sets, MEMBER_CURRENCY)
                        || credit_sets_differ(sets, MEMBER_CONVERTED_FROM)
                        || credit_sets_differ(sets, MEMBER_RATE);
    size_t before = line->len;

    add_why(line, credit_sets_differ(sets, MEMBER_TIME), "time");
    add_why(line, is_converted, "rates");
    add_why(line, !is_converted && credit_sets_amended(sets), "amount");
    add_why(line, credit_sets_differ(sets, MEMBER_JOINED_BY), "person");
    add_why(line, credit_sets_adds_touch(&sets->new, &sets->old), "touch_new");
    add_why(line, credit_sets_adds_touch(&sets->old, &sets->new), "touch_gone");
    add_why(line, credit_sets_differ(sets, MEMBER_REASON), "reason");
    add_why(line, credit_sets_changes_touch(sets, MEMBER_CHANNEL, MEMBER_POST),
            "link");
    add_why(line, line->len == before, "share");
}

static bool
has_member(const struct credit_change *change, bool is_new,
           const struct credit_entry *like, enum credit_member member)
{
    for (size_t i = 0; i < change->count; i++)
        if (change->entries[i].is_new == is_new
            && credit_sets_compare_member(&change->entries[i], like, member)
                   == 0)
            return true;
    return false;
}

static bool
has_side(const struct credit_change *change, bool is_new)
{
    for (size_t i = 0; i < change->count; i++)
        if (change->entries[i].is_new == is_new)
            return true;
    return false;
}

/* What the other side lacks that has no such set. */
static void
tell_lack(const struct credit_change *change, struct buffer *line,
          const struct credit_entry *entry, struct text last)
{
    bool other = !entry->is_new;

    if (!has_side(change, other)) {
        add_why(line, true, "order");
        add_why(line,
                entry->is_new
                    && text_compare(entry->members[MEMBER_TIME], last) <= 0,
                "late");
        return;
    }
    add_why(line, !has_member(change, other, entry, MEMBER_ROW), "refund");
    add_why(line, !has_member(change, other, entry, MEMBER_MODEL), "model");
    add_why(line, !has_member(change, other, entry, MEMBER_WINDOW), "window");
    add_why(line, !has_member(change, other, entry, MEMBER_TOUCHES), "touches");
}

static void
add_member(struct buffer *line, const char *name, struct text value)
{
    if (value.len == 0)
        return;
    buffer_printf(line, ",\"%s\":", name);
    buffer_add(line, value);
}

/* A member of each of a side; of touches those that the other side has not. */
static void
add_list(struct buffer *line, const char *name, const struct credit_side *side,
         const struct credit_side *other, enum credit_member member)
{
    bool is_first = true;

    for (size_t i = 0; i < side->count; i++) {
        struct text value = side->at[i].members[member];

        if (value.len == 0
            || (member == MEMBER_TOUCH && credit_sets_has_touch(other, value)))
            continue;
        if (is_first)
            buffer_printf(line, ",\"%s\":[", name);
        else
            buffer_add_char(line, ',');
        buffer_add(line, value);
        is_first = false;
    }
    if (!is_first)
        buffer_add_char(line, ']');
}

static void
add_side(struct buffer *line, bool is_new, const struct credit_sets *sets)
{
    const struct credit_side *side = is_new ? &sets->new : &sets->old;
    const struct credit_side *other = is_new ? &sets->old : &sets->new;
    const char *name = is_new ? "new" : "old";

    if (side->count == 0)
        return;
    buffer_printf(line, ",\"%s_amount\":%lld,\"%s_currency\":", name,
                  (long long)credit_sets_sum(side, MEMBER_AMOUNT), name);
    buffer_add(line, side->at->members[MEMBER_CURRENCY].len > 0
                         ? side->at->members[MEMBER_CURRENCY]
                         : TEXT("\"\""));
    add_list(line, is_new ? "new_accounts" : "old_accounts", side, other,
             MEMBER_ACCOUNT);
    add_list(line, is_new ? "touches_new" : "touches_gone", side, other,
             MEMBER_TOUCH);
}

static void
write_row(struct credit_change *change, const struct credit_sets *sets,
          struct text last)
{
    const struct credit_entry *entry =
        sets->new.count > 0 ? sets->new.at : sets->old.at;
    bool is_changed = sets->old.count > 0 && sets->new.count > 0;
    struct buffer *line = &change->line;

    buffer_clear(line);
    buffer_printf(line, "{\"v\":1,\"kind\":\"row\",\"change\":\"%s\",\"why\":[",
                  is_changed             ? "changed"
                  : sets->new.count == 0 ? "removed"
                                         : "added");
    if (is_changed)
        tell_changed(line, sets);
    else
        tell_lack(change, line, entry, last);
    buffer_add_char(line, ']');
    add_member(line, "order", entry->members[MEMBER_ORDER]);
    add_member(line, "row", entry->members[MEMBER_ROW]);
    add_member(line, "time", entry->members[MEMBER_TIME]);
    for (size_t i = 1; i < CREDIT_SETS_KEYS; i++)
        add_member(line, credit_members[credit_sets_keys[i]],
                   entry->members[credit_sets_keys[i]]);
    add_side(line, false, sets);
    add_side(line, true, sets);
    buffer_add_char(line, '}');
}

void
credit_change_tell(struct credit_change *change, struct text last,
                   struct credit_change_counts *counts,
                   void (*take)(void *context, struct text line), void *context)
{
    struct credit_sets sets;

    if (change->count > 1)
        qsort(change->entries, change->count, sizeof(*change->entries),
              credit_sets_compare);
    for (size_t i = 0; i < change->count;) {
        i += credit_sets_take(&change->entries[i], change->count - i, &sets);
        if (credit_sets_same(&sets)) {
            counts->unchanged++;
            continue;
        }
        counts->added += sets.old.count == 0;
        counts->removed += sets.new.count == 0;
        counts->changed += sets.old.count > 0 && sets.new.count > 0;
        write_row(change, &sets, last);
        take(context, buffer_text(&change->line));
    }
    change->count = 0;
    arena_clear(&change->arena);
}
