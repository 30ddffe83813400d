#include "domain/credit_change.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"

const char *const credit_members[MEMBERS] = {
    [MEMBER_ORDER] = "order",
    [MEMBER_ROW] = "row",
    [MEMBER_TIME] = "time",
    [MEMBER_MODEL] = "model",
    [MEMBER_WINDOW] = "window",
    [MEMBER_TOUCHES] = "touches",
    [MEMBER_TOUCH] = "touch",
    [MEMBER_CHANNEL] = "channel",
    [MEMBER_CAMPAIGN] = "campaign",
    [MEMBER_ACCOUNT] = "account",
    [MEMBER_POST] = "post",
    [MEMBER_AMOUNT] = "amount",
    [MEMBER_TAX] = "tax",
    [MEMBER_SHIPPING] = "shipping",
    [MEMBER_CURRENCY] = "currency",
    [MEMBER_CONVERTED_FROM] = "converted_from",
    [MEMBER_RATE] = "rate",
    [MEMBER_FX] = "fx",
    [MEMBER_SHARE] = "share_ppm",
    [MEMBER_ADDITIVE] = "additive",
    [MEMBER_JOINED_BY] = "joined_by",
    [MEMBER_REASON] = "reason",
};

/* A set of credits is one of these each; then they go by touch. */
static const enum credit_member keys[] = {MEMBER_ROW, MEMBER_MODEL,
                                          MEMBER_WINDOW, MEMBER_TOUCHES};
enum { KEYS = sizeof(keys) / sizeof(*keys) };

struct entry {
    bool is_new;
    struct text members[MEMBERS];
};

struct credit_change {
    struct arena arena;
    struct entry *entries;
    size_t count, cap;
    struct buffer line;
};

/* Old and new credits of one set, each by touch. */
struct sets {
    const struct entry *old, *new;
    size_t old_count, new_count;
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
    struct entry *entry;

    if (change->count == change->cap) {
        change->cap = change->cap * 2 + 16;
        change->entries = reallocarray(change->entries, change->cap,
                                       sizeof(*change->entries));
        if (change->entries == NULL)
            err(EX_OSERR, "%zu credits of one order", change->cap);
    }
    entry = &change->entries[change->count++];
    entry->is_new = is_new;
    for (size_t i = 0; i < MEMBERS; i++)
        entry->members[i] = members[i].at == NULL
                                ? TEXT_NONE
                                : arena_copy(&change->arena, members[i]);
}

static int
compare_member(const struct entry *a, const struct entry *b,
               enum credit_member member)
{
    return text_compare(a->members[member], b->members[member]);
}

static int
compare_sets(const struct entry *a, const struct entry *b)
{
    int order = 0;

    for (size_t i = 0; order == 0 && i < KEYS; i++)
        order = compare_member(a, b, keys[i]);
    return order;
}

/* By set, old before new, by touch; the rest so that the order of input does not show. */
static int
compare(const void *a, const void *b)
{
    const struct entry *left = a;
    const struct entry *right = b;
    int order = compare_sets(left, right);

    if (order == 0)
        order = (int)left->is_new - (int)right->is_new;
    if (order == 0)
        order = compare_member(left, right, MEMBER_TOUCH);
    for (enum credit_member i = 0; order == 0 && i < MEMBERS; i++)
        order = compare_member(left, right, i);
    return order;
}

static bool
is_same(const struct sets *sets)
{
    if (sets->old_count != sets->new_count)
        return false;
    for (size_t i = 0; i < sets->old_count; i++)
        for (enum credit_member j = 0; j < MEMBERS; j++)
            if (compare_member(&sets->old[i], &sets->new[i], j) != 0)
                return false;
    return true;
}

/* What the set gives; of a model that gives each touch all of it, that. */
static int64_t
sum_of(const struct entry *entries, size_t count, enum credit_member member)
{
    int64_t sum = 0, value;

    for (size_t i = 0; i < count; i++) {
        if (i > 0 && entries[i].members[MEMBER_ADDITIVE].len > 0)
            break;
        if (text_integer(entries[i].members[member], &value))
            sum += value;
    }
    return sum;
}

/* Whether the first credits differ in it. */
static bool
differs(const struct sets *sets, enum credit_member member)
{
    return compare_member(sets->old, sets->new, member) != 0;
}

static bool
is_amended(const struct sets *sets)
{
    static const enum credit_member moneys[] = {MEMBER_AMOUNT, MEMBER_TAX,
                                                MEMBER_SHIPPING};

    for (size_t i = 0; i < sizeof(moneys) / sizeof(*moneys); i++)
        if (sum_of(sets->old, sets->old_count, moneys[i])
            != sum_of(sets->new, sets->new_count, moneys[i]))
            return true;
    return false;
}

static bool
has_touch(const struct entry *entries, size_t count, struct text touch)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(entries[i].members[MEMBER_TOUCH], touch))
            return true;
    return false;
}

/* Touches of one that the other has not. */
static size_t
count_others(const struct entry *one, size_t count, const struct entry *other,
             size_t other_count)
{
    size_t others = 0;

    for (size_t i = 0; i < count; i++) {
        struct text touch = one[i].members[MEMBER_TOUCH];

        others += touch.len > 0 && !has_touch(other, other_count, touch);
    }
    return others;
}

/* Whether a touch of both differs in one of those. */
static bool
is_touch_changed(const struct sets *sets, enum credit_member first,
                 enum credit_member last)
{
    for (size_t i = 0; i < sets->old_count; i++)
        for (size_t j = 0; j < sets->new_count; j++) {
            const struct entry *a = &sets->old[i], *b = &sets->new[j];

            if (a->members[MEMBER_TOUCH].len == 0
                || compare_member(a, b, MEMBER_TOUCH) != 0)
                continue;
            for (enum credit_member member = first; member <= last; member++)
                if (compare_member(a, b, member) != 0)
                    return true;
        }
    return false;
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
tell_changed(struct buffer *line, const struct sets *sets)
{
    bool is_converted = differs(sets, MEMBER_CURRENCY)
                        || differs(sets, MEMBER_CONVERTED_FROM)
                        || differs(sets, MEMBER_RATE);
    size_t before = line->len;

    add_why(line, differs(sets, MEMBER_TIME), "time");
    add_why(line, is_converted, "rates");
    add_why(line, !is_converted && is_amended(sets), "amount");
    add_why(line, differs(sets, MEMBER_JOINED_BY), "person");
    add_why(line,
            count_others(sets->new, sets->new_count, sets->old, sets->old_count)
                > 0,
            "touch_new");
    add_why(line,
            count_others(sets->old, sets->old_count, sets->new, sets->new_count)
                > 0,
            "touch_gone");
    add_why(line, differs(sets, MEMBER_REASON), "reason");
    add_why(line, is_touch_changed(sets, MEMBER_CHANNEL, MEMBER_POST), "link");
    add_why(line, line->len == before, "share");
}

static bool
has_member(const struct credit_change *change, bool is_new,
           const struct entry *like, enum credit_member member)
{
    for (size_t i = 0; i < change->count; i++)
        if (change->entries[i].is_new == is_new
            && compare_member(&change->entries[i], like, member) == 0)
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
          const struct entry *entry, struct text last)
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

/* A list of what is not the same in the entry before: entries are by touch. */
static void
add_list(struct buffer *line, const char *name, const struct entry *entries,
         size_t count, const struct sets *but, enum credit_member member)
{
    bool is_first = true;

    for (size_t i = 0; i < count; i++) {
        struct text value = entries[i].members[member];

        if (value.len == 0
            || (member == MEMBER_TOUCH
                && has_touch(entries == but->old ? but->new : but->old,
                             entries == but->old ? but->new_count
                                                 : but->old_count,
                             value)))
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
add_side(struct buffer *line, bool is_new, const struct sets *sets)
{
    const struct entry *entries = is_new ? sets->new : sets->old;
    size_t count = is_new ? sets->new_count : sets->old_count;
    const char *name = is_new ? "new" : "old";

    if (count == 0)
        return;
    buffer_printf(line, ",\"%s_amount\":%lld,\"%s_currency\":", name,
                  (long long)sum_of(entries, count, MEMBER_AMOUNT), name);
    buffer_add(line, entries->members[MEMBER_CURRENCY].len > 0
                         ? entries->members[MEMBER_CURRENCY]
                         : TEXT("\"\""));
    add_list(line, is_new ? "new_accounts" : "old_accounts", entries, count,
             sets, MEMBER_ACCOUNT);
    add_list(line, is_new ? "touches_new" : "touches_gone", entries, count,
             sets, MEMBER_TOUCH);
}

static void
write_row(struct credit_change *change, const struct sets *sets,
          struct text last)
{
    const struct entry *entry = sets->new_count > 0 ? sets->new : sets->old;
    bool is_changed = sets->old_count > 0 && sets->new_count > 0;
    struct buffer *line = &change->line;

    buffer_clear(line);
    buffer_printf(line, "{\"v\":1,\"kind\":\"row\",\"change\":\"%s\",\"why\":[",
                  is_changed             ? "changed"
                  : sets->new_count == 0 ? "removed"
                                         : "added");
    if (is_changed)
        tell_changed(line, sets);
    else
        tell_lack(change, line, entry, last);
    buffer_add_char(line, ']');
    add_member(line, "order", entry->members[MEMBER_ORDER]);
    add_member(line, "row", entry->members[MEMBER_ROW]);
    add_member(line, "time", entry->members[MEMBER_TIME]);
    for (size_t i = 1; i < KEYS; i++)
        add_member(line, credit_members[keys[i]], entry->members[keys[i]]);
    add_side(line, false, sets);
    add_side(line, true, sets);
    buffer_add_char(line, '}');
}

/* The set that begins at the entry; how many it has. */
static size_t
take_set(const struct credit_change *change, size_t first, struct sets *sets)
{
    const struct entry *at = &change->entries[first];
    size_t count = 0;

    *sets = (struct sets){.old = at, .new = at};
    while (first + count < change->count && compare_sets(at, &at[count]) == 0) {
        if (at[count].is_new)
            sets->new_count++;
        else
            sets->old_count++;
        count++;
    }
    sets->new = at + sets->old_count;
    return count;
}

void
credit_change_tell(struct credit_change *change, struct text last,
                   struct credit_change_counts *counts,
                   void (*take)(void *context, struct text line), void *context)
{
    struct sets sets;

    if (change->count > 1)
        qsort(change->entries, change->count, sizeof(*change->entries),
              compare);
    for (size_t i = 0; i < change->count;) {
        i += take_set(change, i, &sets);
        if (is_same(&sets)) {
            counts->unchanged++;
            continue;
        }
        counts->added += sets.old_count == 0;
        counts->removed += sets.new_count == 0;
        counts->changed += sets.old_count > 0 && sets.new_count > 0;
        write_row(change, &sets, last);
        take(context, buffer_text(&change->line));
    }
    change->count = 0;
    arena_clear(&change->arena);
}
