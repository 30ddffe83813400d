/*
 * thread - conversations out of replies, and cases: what customers asked our accounts and how it was answered
 *
 * Reads records in any order and writes them in that order, posts with their thread and with what they are to our
 * accounts; behind them a case for each thing that a customer asked, with its times and its outcome.
 */
#include <err.h>
#include <stdlib.h>

#include "base/clock.h"
#include "domain/account.h"
#include "domain/conversation.h"
#include "domain/window.h"
#include "stream/spool.h"
#include "stream/whole.h"
#include "stream/writer.h"

/* What is asked of each record; from THREAD on the keys that are written here. */
enum {
    ID,
    SOURCE,
    AUTHOR,
    HANDLE,
    MS,
    SEEN,
    REPLY_TO,
    REPOST_OF,
    PLACE,
    MENTIONS,
    FLAGS,
    LABELS,
    ROUTE,
    ACCOUNT,
    TARGET,
    SCOPE,
    THREAD,
    INBOUND,
    CASE,
    ANSWERS,
    RESPONSE,
    RESPONSE_S,
    RESPONSE_BUSINESS_S,
    FIELDS
};
static const char *const fields[FIELDS] = {"id",
                                           "source",
                                           "author",
                                           "handle",
                                           "ms",
                                           "seen",
                                           "reply_to",
                                           "repost_of",
                                           "place",
                                           "mentions",
                                           "flags",
                                           "labels",
                                           "route",
                                           "account",
                                           "target",
                                           "scope",
                                           "thread",
                                           "inbound",
                                           "case",
                                           "answers",
                                           "response",
                                           "response_s",
                                           "response_business_s"};

enum {
    KEY_ACCOUNTS = 256,
    KEY_WORTHY,
    KEY_THANKS,
    KEY_SOLVED,
    KEY_AUTOMATIC,
    KEY_PRIVATE,
    KEY_CLOSE_AFTER,
    KEY_REOPEN_WITHIN,
    KEY_SLA,
    KEY_CALENDAR,
    KEY_AS_OF,
    KEY_CASES
};

static const struct argp_option options[] = {
    {"accounts", KEY_ACCOUNTS, "FILE", 0,
     "Our own accounts (CSV: network, handle, ...): who names one asks us", 0},
    {"reply-worthy", KEY_WORTHY, "LABELS", 0,
     "Labels that open a case, comma-separated, or * for every post to us "
     "(default: whatever a rule routes)",
     0},
    {"thanks", KEY_THANKS, "LABELS", 0,
     "Of the customer: resolve a case once answered (default thanks)", 0},
    {"solved", KEY_SOLVED, "LABELS", 0,
     "Of the customer: resolve a case (default solved)", 0},
    {"automatic", KEY_AUTOMATIC, "LABELS", 0,
     "Of ours: no answer (default automatic)", 0},
    {"to-private", KEY_PRIVATE, "LABELS", 0,
     "Of ours: it goes on in private (default to_private)", 0},
    {"close-after", KEY_CLOSE_AFTER, "DURATION", 0,
     "An answered case closes when nothing comes for so long (default 7d)", 0},
    {"reopen-within", KEY_REOPEN_WITHIN, "DURATION", 0,
     "The customer reopens a case for so long, later it is a new one "
     "(default 14d)",
     0},
    {"sla", KEY_SLA, "DURATION", 0,
     "Say whether a case had its first response within it", 0},
    {"calendar", KEY_CALENDAR, "FILE", 0,
     "Business hours (CSV: day, from, to, zone; or iCalendar), for times "
     "within them",
     0},
    {"as-of", KEY_AS_OF, "TIME", 0,
     "Nothing is known after it (default: the latest post)", 0},
    {"cases", KEY_CASES, NULL, 0, "Write cases alone", 0},
    {0}};

struct settings {
    const char *accounts, *calendar;
    const char *worthy; /* or NULL: what has a route */
    const char *thanks, *solved, *automatic, *private;
    struct conversation_rules rules;
    int64_t as_of_s;
    bool cases_only;
};

static const char *
set_duration(int64_t *seconds, const char *value)
{
    return window_duration(text_of(value), seconds)
               ? NULL
               : "a duration is a number and s, m, h, d, w or y: 7d";
}

static const char *
set_as_of(struct settings *settings, const char *value)
{
    struct moment moment;

    if (!clock_parse(text_of(value), &moment))
        return "a time is as 2009-03-01T12:00:00Z, or a date";
    settings->as_of_s = moment.s;
    return NULL;
}

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    switch (key) {
    case KEY_ACCOUNTS:
        settings->accounts = value;
        break;
    case KEY_WORTHY:
        settings->worthy = value;
        break;
    case KEY_THANKS:
        settings->thanks = value;
        break;
    case KEY_SOLVED:
        settings->solved = value;
        break;
    case KEY_AUTOMATIC:
        settings->automatic = value;
        break;
    case KEY_PRIVATE:
        settings->private = value;
        break;
    case KEY_CALENDAR:
        settings->calendar = value;
        break;
    case KEY_CASES:
        settings->cases_only = true;
        break;
    case KEY_CLOSE_AFTER:
        return set_duration(&settings->rules.inquiry.close_after_s, value);
    case KEY_REOPEN_WITHIN:
        return set_duration(&settings->rules.inquiry.reopen_within_s, value);
    case KEY_SLA:
        return set_duration(&settings->rules.sla_s, value);
    default:
        return set_as_of(settings, value);
    }
    return NULL;
}

static const struct program program = {
    .name = "thread",
    .operands = "[FILE ...]",
    .summary = "thread - conversations out of replies, and cases: what "
               "customers asked and how it was answered",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

/* Lines of the spool are marked: posts, and those that an earlier run of thread has been over. */
enum { IS_POST, HAS_OWN_KEYS };

struct thread {
    const struct settings *settings;
    struct books *books;
    struct account_book *accounts; /* or NULL */
    struct office_hours *hours;    /* or NULL */
    struct spill *spill;
    struct spool *spool;
    struct conversation *conversation;
    bool knows_ours; /* an account is registered, or a post marked */
    struct buffer facts;
};

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
is_worthy(const struct settings *settings, const struct record *record)
{
    if (settings->worthy == NULL)
        return record_text(record, ROUTE).len > 0;
    return strcmp(settings->worthy, "*") == 0
           || has_any(record->fields[LABELS], settings->worthy);
}

static unsigned
signs_of_ours(const struct settings *settings, const struct record *record)
{
    struct json_slot labels = record->fields[LABELS];

    return INQUIRY_OURS
           | (has_any(labels, settings->automatic) ? INQUIRY_AUTOMATIC : 0)
           | (has_any(labels, settings->private) ? INQUIRY_PRIVATE : 0);
}

static unsigned
signs_of_theirs(const struct settings *settings, const struct record *record)
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

static void
add_fact(struct buffer *facts, const char *name, struct text value)
{
    if (value.len == 0)
        return;
    buffer_printf(facts, ",\"%s\":", name);
    buffer_add_json_string(facts, value);
}

/* Of a case that this post opens. */
static struct text
facts_of(struct thread *thread, const struct record *record)
{
    struct buffer *facts = &thread->facts;

    buffer_clear(facts);
    add_fact(facts, "author", record_text(record, AUTHOR));
    add_fact(facts, "place", record_text(record, PLACE));
    if (record->fields[LABELS].type == JSON_ARRAY) {
        buffer_add(facts, TEXT(",\"labels\":"));
        json_write(facts, record->fields[LABELS]);
    }
    add_fact(facts, "route", record_text(record, ROUTE));
    return buffer_text(facts);
}

static bool
has_own_keys(const struct record *record)
{
    for (size_t i = THREAD; i < FIELDS; i++)
        if (record->fields[i].type != JSON_ABSENT)
            return true;
    return false;
}

/* NULL, or why the post is in no conversation. */
static const char *
take_post(struct thread *thread, const struct record *record)
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

static void
keep_line(struct thread *thread, struct reader *in, const struct record *record,
          bool is_post)
{
    uint64_t number;

    if (thread->settings->cases_only) {
        reader_use(in);
        return;
    }
    number = spool_add(thread->spool, record->line);
    if (is_post)
        spool_mark(thread->spool, number, IS_POST);
    if (is_post && has_own_keys(record))
        spool_mark(thread->spool, number, HAS_OWN_KEYS);
}

static void
read_all(struct thread *thread, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        bool is_post = strcmp(record.kind, "post") == 0
                       && record_text(&record, ID).len > 0;
        const char *why = is_post ? take_post(thread, &record) : NULL;

        if (strcmp(record.kind, "delete") == 0
            && text_equal(record_text(&record, SCOPE), TEXT("item")))
            conversation_delete(thread->conversation,
                                record_text(&record, TARGET));
        if (why != NULL)
            reader_reject(in, why);
        else if (strcmp(record.kind, "case") == 0)
            reader_drop(in, "old_case");
        else
            keep_line(thread, in, &record, is_post);
    }
}

static void
write_posts(struct thread *thread, struct writer *out)
{
    struct text line, members;

    spool_rewind(thread->spool);
    while (spool_next(thread->spool, &line)) {
        struct record record = {.line = line, .kind = record_kind_of(line)};
        bool is_post = spool_is_marked(thread->spool, IS_POST);
        bool is_again = spool_is_marked(thread->spool, HAS_OWN_KEYS);

        if (is_post && conversation_next(thread->conversation, &members))
            writer_pass_with(out, &record, members, fields + THREAD,
                             is_again ? FIELDS - THREAD : 0);
        else
            writer_pass_line(out, record.kind, line);
    }
}

static void
write_all(struct thread *thread, struct writer *out)
{
    struct text line, members;

    conversation_settle(thread->conversation, thread->settings->as_of_s);
    if (thread->settings->cases_only)
        while (conversation_next(thread->conversation, &members))
            continue;
    else
        write_posts(thread, out);
    while (conversation_next_case(thread->conversation, &line))
        writer_make(out, "case", line);
    if (!thread->knows_ours && thread->accounts == NULL)
        books_warn(thread->books, NULL,
                   "no_accounts: no post is by one of our accounts, so there "
                   "are no cases: --accounts names them, or classify does");
}

static void
read_calendar(struct thread *thread, struct settings *settings)
{
    struct buffer csv = {0};
    struct listing_error error;

    whole_read(thread->books, "calendar", settings->calendar, &csv);
    thread->hours = office_hours_read(buffer_text(&csv), &error);
    if (thread->hours == NULL)
        books_fail(thread->books, EX_CONFIG, NULL, "bad_calendar: %s:%llu: %s",
                   settings->calendar, (unsigned long long)error.line,
                   error.why);
    settings->rules.hours = thread->hours;
    buffer_free(&csv);
}

static void
thread_open(struct thread *thread, struct books *books,
            struct settings *settings)
{
    const struct options *given = books_options(books);

    thread->settings = settings;
    thread->books = books;
    if (settings->accounts != NULL) {
        thread->accounts = account_book_new();
        whole_list(thread->books, "accounts", "bad_account", settings->accounts,
                   account_book_add, thread->accounts);
    }
    if (settings->calendar != NULL)
        read_calendar(thread, settings);
    thread->spill = spill_open(given->tmpdir);
    thread->spool = spool_new(thread->spill);
    thread->conversation =
        conversation_new(&settings->rules, given->memory, thread->spill);
}

static void
thread_close(struct thread *thread)
{
    conversation_free(thread->conversation);
    spool_free(thread->spool);
    spill_close(thread->spill);
    office_hours_free(thread->hours);
    account_book_free(thread->accounts);
    buffer_free(&thread->facts);
}

int
main(int argc, char **argv)
{
    static struct settings settings = {
        .thanks = "thanks",
        .solved = "solved",
        .automatic = "automatic",
        .private = "to_private",
        .rules.inquiry = {7 * 86400, 14 * 86400},
        .as_of_s = INT64_MIN,
    };
    struct thread thread = {0};
    struct books *books;
    struct writer *out;
    struct reader *in;
    int status;

    books = books_open(options_parse(&program, argc, argv, &settings));
    thread_open(&thread, books, &settings);
    out = writer_open(books);
    in = reader_open(books, fields, FIELDS);
    read_all(&thread, in);
    write_all(&thread, out);
    status = finish(in, out);
    thread_close(&thread);
    return status;
}
