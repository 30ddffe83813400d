#include "base/clock.h"
#include "base/member.h"
#include "thread/thread.h"

static bool
is_listed(const char *list, struct text name)
{
    struct text rest = text_of(list), piece;

    while (text_split(&rest, ',', &piece))
        if (text_equal(piece, name))
            return true;
    return false;
}

/* Whether an array of strings has one of a list. */
static bool
has_any(struct json_slot array, const char *list)
{
    struct json_items items = json_items(array);
    struct json_slot item;

    while (json_next(&items, &item))
        if (item.type == JSON_STRING && is_listed(list, item.text))
            return true;
    return false;
}

static bool
is_worthy(const struct thread_settings *settings, const struct record *record)
{
    if (settings->worthy == NULL)
        return record_text(record, ROUTE).len > 0;
    return strcmp(settings->worthy, "*") == 0
           || has_any(record->fields[LABELS], settings->worthy);
}

static unsigned
signs_of_ours(const struct thread_settings *settings,
              const struct record *record)
{
    struct json_slot labels = record->fields[LABELS];

    return INQUIRY_OURS
           | (has_any(labels, settings->automatic) ? INQUIRY_AUTOMATIC : 0)
           | (has_any(labels, settings->private) ? INQUIRY_PRIVATE : 0);
}

static unsigned
signs_of_theirs(const struct thread_settings *settings,
                const struct record *record)
{
    struct json_slot labels = record->fields[LABELS];

    return (is_worthy(settings, record) ? INQUIRY_WORTHY : 0)
           | (has_any(labels, settings->thanks) ? INQUIRY_THANKS : 0)
           | (has_any(labels, settings->solved) ? INQUIRY_SOLVED : 0);
}

/* As classify marked it, else as the register has it; TEXT_NONE: not ours. */
static struct text
own_account(const struct thread *thread, const struct record *record)
{
    struct text account = record_text(record, ACCOUNT);
    size_t number;

    if (account.len > 0 || thread->accounts == NULL)
        return account;
    number = account_book_find(thread->accounts, record_text(record, SOURCE),
                               record_text(record, HANDLE),
                               record_text(record, AUTHOR));
    return number == SIZE_MAX
               ? TEXT_NONE
               : account_book_get(thread->accounts, number)->name;
}

/* The first of our accounts that the post mentions. */
static struct text
asked_account(const struct thread *thread, const struct record *record)
{
    struct json_items items = json_items(record->fields[MENTIONS]);
    struct json_slot item;
    size_t number;

    while (thread->accounts != NULL && json_next(&items, &item)) {
        if (item.type != JSON_STRING)
            continue;
        number =
            account_book_find(thread->accounts, record_text(record, SOURCE),
                              item.text, TEXT_NONE);
        if (number != SIZE_MAX)
            return account_book_get(thread->accounts, number)->name;
    }
    return TEXT_NONE;
}

/* Of a case that this post opens. */
static struct text
facts_of(struct thread *thread, const struct record *record)
{
    struct buffer *facts = &thread->facts;

    buffer_clear(facts);
    member_text(facts, "author", record_text(record, AUTHOR));
    member_text(facts, "place", record_text(record, PLACE));
    if (record->fields[LABELS].type == JSON_ARRAY) {
        buffer_add(facts, TEXT(",\"labels\":"));
        json_write(facts, record->fields[LABELS]);
    }
    member_text(facts, "route", record_text(record, ROUTE));
    return buffer_text(facts);
}

bool
thread_has_own_keys(const struct record *record)
{
    for (size_t i = THREAD; i < THREAD_FIELDS; i++)
        if (record->fields[i].type != JSON_ABSENT)
            return true;
    return false;
}

const char *
thread_take_post(struct thread *thread, const struct record *record)
{
    struct json_slot flags = record->fields[FLAGS];
    struct text ours = own_account(thread, record);
    struct text asked =
        ours.len > 0 ? TEXT_NONE : asked_account(thread, record);
    struct text seen = record_text(record, SEEN);
    struct conversation_post post = {
        .line = record->line,
        .id = record_text(record, ID),
        .author = record_text(record, AUTHOR),
        .reply_to = record_text(record, REPLY_TO),
        .thread = record_text(record, THREAD),
        .account = ours.len > 0 ? ours : asked,
        .facts = facts_of(thread, record),
        .time_s = record->time_s,
        .ms = (int16_t)record_integer(record, MS, 0),
        .seen_s = INT64_MIN,
        .signs = ours.len > 0 ? signs_of_ours(thread->settings, record)
                              : signs_of_theirs(thread->settings, record),
        .names_us = asked.len > 0,
        .is_apart = has_any(flags, "deleted,removed")
                    || record_text(record, REPOST_OF).len > 0
                    || record_text(record, AUTHOR).len == 0,
    };

    if (seen.len > 0 && !clock_read(seen, &post.seen_s))
        return "bad_seen: `seen` is not as 2009-03-01T12:00:00Z";
    if (has_any(flags, "solved"))
        post.signs |= INQUIRY_SOLUTION;
    thread->knows_ours |= ours.len > 0;
    return conversation_add(thread->conversation, &post);
}
