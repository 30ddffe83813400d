#include "base/clock.h"
#include "dedupe/dedupe.h"

static const char *const fields[DEDUPE_FIELDS] = {
    "id",     "source", "author", "handle",    "seen",
    "target", "scope",  "up_to",  "repost_of", "flags"};

struct reader *
dedupe_reader(struct books *books)
{
    return reader_open(books, fields, DEDUPE_FIELDS);
}

bool
dedupe_is_observed(const struct record *record)
{
    struct json_items items = json_items(record->fields[DEDUPE_FLAGS]);
    struct json_slot flag;

    while (json_next(&items, &flag))
        if (flag.type == JSON_STRING && text_equal(flag.text, TEXT("observed")))
            return true;
    return false;
}

static bool
is_own(const struct dedupe *dedupe, const struct record *record)
{
    return dedupe->accounts != NULL && strcmp(record->kind, "post") == 0
           && account_book_find(dedupe->accounts,
                                record_text(record, DEDUPE_SOURCE),
                                record_text(record, DEDUPE_HANDLE),
                                record_text(record, DEDUPE_AUTHOR))
                  != SIZE_MAX;
}

/* NULL, or why the record cannot be kept. */
static const char *
take_record(struct dedupe *dedupe, const struct record *record)
{
    struct text seen = record_text(record, DEDUPE_SEEN);
    struct survivor_record taken = {
        .line = record->line,
        .id = record_text(record, DEDUPE_ID),
        .author = record_text(record, DEDUPE_AUTHOR),
        .repost_of = record_text(record, DEDUPE_REPOST_OF),
        .seen_s = INT64_MIN,
        .is_observed = dedupe_is_observed(record),
        .is_own = is_own(dedupe, record),
    };

    if (seen.len > 0 && !clock_read(seen, &taken.seen_s))
        return "bad_seen: `seen` is not as 2009-03-01T12:00:00Z";
    taken.number = spool_add(dedupe->spool, record->line);
    survivor_add(dedupe->survivors, &taken);
    return NULL;
}

static const char *
take_delete(struct dedupe *dedupe, const struct record *record)
{
    const struct tombstone_record taken = {
        .scope = record_text(record, DEDUPE_SCOPE),
        .target = record_text(record, DEDUPE_TARGET),
        .up_to = record_text(record, DEDUPE_UP_TO),
        .flags = record->fields[DEDUPE_FLAGS],
    };

    return survivor_delete(dedupe->survivors, &taken);
}

/* With an index, what is deleted may have been written by an earlier run: the notice goes on. */
static void
settle_delete(struct dedupe *dedupe, struct reader *in, struct text line)
{
    if (dedupe->next == NULL)
        reader_use(in);
    else
        spool_mark(dedupe->spool, spool_add(dedupe->spool, line),
                   SURVIVOR_STANDS);
}

void
dedupe_read(struct dedupe *dedupe, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        bool is_delete = strcmp(record.kind, "delete") == 0;
        const char *out = options_outside(&dedupe->window, record.time_s);
        const char *why;

        if (!is_delete && out != NULL) {
            reader_drop(in, out);
            continue;
        }
        why = is_delete ? take_delete(dedupe, &record)
                        : take_record(dedupe, &record);
        if (why != NULL)
            reader_reject(in, why);
        else if (is_delete)
            settle_delete(dedupe, in, record.line);
    }
}
