/*
 * dedupe - one record an id: the latest revision, and nothing that was deleted
 *
 * Puts all records aside while it reads, then writes in their order those that stand: superseded,
 * repeated and deleted ones are dropped and counted, whatever the order in which they came.
 */
#include <err.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/runs.h"
#include "base/table.h"
#include "domain/account.h"
#include "domain/survivor.h"
#include "stream/amend.h"
#include "stream/index.h"
#include "stream/spool.h"
#include "stream/whole.h"
#include "stream/writer.h"

enum {
    ID,
    SOURCE,
    AUTHOR,
    HANDLE,
    SEEN,
    TARGET,
    SCOPE,
    UP_TO,
    REPOST_OF,
    FLAGS,
    FIELDS
};
static const char *const fields[FIELDS] = {
    "id",     "source", "author", "handle",    "seen",
    "target", "scope",  "up_to",  "repost_of", "flags"};

enum { KEY_ACCOUNTS = 256, KEY_INDEX, KEY_COMMIT, KEY_FIRST };

static const struct argp_option options[] = {
    {"accounts", KEY_ACCOUNTS, "FILE", 0,
     "Our own accounts: their deleted posts keep id, time, author and links",
     0},
    {"index", KEY_INDEX, "FILE", 0,
     "Remember ids, revisions and tombstones between runs; writes FILE.next",
     0},
    {"commit", KEY_COMMIT, "FILE", 0,
     "Make FILE.next the index, after the results are published", 0},
    {"first", KEY_FIRST, NULL, 0,
     "Write the first of each id at once: for streams without deletes", 0},
    {0}};

struct settings {
    const char *accounts, *index, *commit;
    bool first;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    switch (key) {
    case KEY_ACCOUNTS:
        settings->accounts = value;
        break;
    case KEY_INDEX:
        settings->index = value;
        break;
    case KEY_COMMIT:
        settings->commit = value;
        break;
    default:
        settings->first = true;
    }
    return NULL;
}

static const struct program program = {
    .name = "dedupe",
    .operands = "[FILE ...]",
    .summary = "dedupe - one record an id: the latest, and nothing deleted",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

/* Lines are marked with their fates, and those that stand anyway, deletes that go on. */
struct dedupe {
    struct books *books;
    struct options window;         /* --since and --until */
    struct account_book *accounts; /* or NULL */
    struct spill *spill;
    struct spool *spool;
    struct survivors *survivors;
    struct index_file *next; /* the index being written, or NULL */
    struct amender *amender;
};

/* What earlier runs wrote and know to be gone. */
static void
read_index(struct dedupe *dedupe, const char *path)
{
    struct index_file *index =
        index_open(dedupe->books, path, sizeof(struct revision));
    struct revision old;

    while (index != NULL && index_next(index, &old)) {
        old.flags = runs_get64(&old.flags);
        survivor_recall(dedupe->survivors, &old);
    }
    index_close(index);
    dedupe->next = index_create(dedupe->books, path, sizeof(struct revision));
}

static void
write_index(void *context, const struct revision *entry)
{
    struct dedupe *dedupe = context;
    struct revision packed = *entry;

    runs_put64(&packed.flags, entry->flags);
    index_add(dedupe->next, &packed);
}

/*
 * A delete counts whenever it was made, also past --until: the reader lets all times through, and
 * records are held against the window here.
 */
static void
open_window(struct dedupe *dedupe, struct options *given)
{
    dedupe->window = *given;
    given->since_s = INT64_MIN;
    given->until_s = INT64_MAX;
}

static void
dedupe_open(struct dedupe *dedupe, struct books *books,
            const struct settings *settings)
{
    const struct options *given = books_options(books);

    dedupe->books = books;
    dedupe->spill = spill_open(given->tmpdir);
    dedupe->spool = spool_new(dedupe->spill);
    dedupe->survivors = survivors_new(given->memory, dedupe->spill);
    dedupe->amender = amender_new();
    if (settings->accounts != NULL) {
        dedupe->accounts = account_book_new();
        whole_list(dedupe->books, "accounts", "bad_account", settings->accounts,
                   account_book_add, dedupe->accounts);
    }
    if (settings->index != NULL)
        read_index(dedupe, settings->index);
}

static void
dedupe_close(struct dedupe *dedupe)
{
    survivors_free(dedupe->survivors);
    spool_free(dedupe->spool);
    spill_close(dedupe->spill);
    account_book_free(dedupe->accounts);
    amender_free(dedupe->amender);
}

static bool
is_observed(const struct record *record)
{
    struct json_items items = json_items(record->fields[FLAGS]);
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
           && account_book_find(dedupe->accounts, record_text(record, SOURCE),
                                record_text(record, HANDLE),
                                record_text(record, AUTHOR))
                  != SIZE_MAX;
}

/* NULL, or why the record cannot be kept. */
static const char *
take_record(struct dedupe *dedupe, const struct record *record)
{
    struct text seen = record_text(record, SEEN);
    struct survivor_record taken = {
        .line = record->line,
        .id = record_text(record, ID),
        .author = record_text(record, AUTHOR),
        .repost_of = record_text(record, REPOST_OF),
        .seen_s = INT64_MIN,
        .is_observed = is_observed(record),
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
        .scope = record_text(record, SCOPE),
        .target = record_text(record, TARGET),
        .up_to = record_text(record, UP_TO),
        .flags = record->fields[FLAGS],
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

static void
read_all(struct dedupe *dedupe, struct reader *in)
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

static void
take_fate(void *context, uint64_t number, enum survivor_fate fate)
{
    struct dedupe *dedupe = context;

    spool_mark(dedupe->spool, number, fate);
}

static void
settle(struct dedupe *dedupe)
{
    struct survivor_takers takers = {
        .fate = take_fate,
        .remember = dedupe->next != NULL ? write_index : NULL,
        .context = dedupe};
    struct books *books = dedupe->books;
    struct survivor_counts counts =
        survivors_settle(dedupe->survivors, &takers);

    books_dropped_many(books, "repeated", counts.repeated);
    books_dropped_many(books, "superseded", counts.superseded);
    books_dropped_many(books, "deleted", counts.deleted);
    books_dropped_many(books, "author_deleted", counts.author_deleted);
    if (counts.tied > 0)
        books_note(books, "same_seen", counts.tied);
}

static void
add_withheld(struct dedupe *dedupe, struct text id)
{
    const struct tombstone_note *note =
        tombstone_withheld(survivor_tombstones(dedupe->survivors), id);

    for (; note != NULL; note = note->next)
        amend_add_flag(dedupe->amender, note->flag);
}

/* With what the notices say of it. */
static struct text
as_it_stands(struct dedupe *dedupe, struct text line)
{
    bool is_stub = spool_is_marked(dedupe->spool, SURVIVOR_STUB);
    struct amend_record record;

    if (!is_stub && !spool_is_marked(dedupe->spool, SURVIVOR_MAY_CHANGE))
        return line;
    record = amend_look(dedupe->amender, line);
    if (is_stub)
        amend_to_stub(dedupe->amender);
    if (tombstone_is_scrubbed(survivor_tombstones(dedupe->survivors),
                              record.author, record.id))
        amend_forget_place(dedupe->amender);
    add_withheld(dedupe, record.id);
    add_withheld(dedupe, record.author);
    return amend_line(dedupe->amender);
}

static void
write_survivors(struct dedupe *dedupe, struct reader *in, struct writer *out)
{
    struct text line;

    read_all(dedupe, in);
    settle(dedupe);
    spool_rewind(dedupe->spool);
    while (spool_next(dedupe->spool, &line)) {
        if (!spool_is_marked(dedupe->spool, SURVIVOR_STANDS))
            continue;
        if (spool_is_marked(dedupe->spool, SURVIVOR_FALLEN))
            books_dropped(dedupe->books, "original_deleted");
        else
            writer_pass_line(out, record_kind_of(line),
                             as_it_stands(dedupe, line));
    }
}

/* Digests of the ids written so far; no tombstone can take back what is gone. */
static void
write_first(struct dedupe *dedupe, struct reader *in, struct writer *out)
{
    struct table *written = table_new();
    size_t most = books_options(dedupe->books)->memory;
    struct record record;

    while (reader_next(in, &record)) {
        const char *outside = options_outside(&dedupe->window, record.time_s);
        struct revision entry = {0};
        uint32_t before = table_count(written);
        struct text id = record_text(&record, ID);

        if (strcmp(record.kind, "delete") == 0) {
            reader_reject(in, "has_deletes: --first is for streams without");
            continue;
        }
        if (outside != NULL) {
            reader_drop(in, outside);
            continue;
        }
        revision_set_id(&entry, id, is_observed(&record));
        if (id.len > 0)
            table_add(written, (struct text){(const char *)entry.id, 16});
        if (id.len > 0 && table_count(written) == before)
            reader_drop(in, "repeated");
        else
            writer_pass(out, &record);
        if (table_bytes(written) > most)
            books_fail(dedupe->books, EX_OSERR, NULL,
                       "out_of_memory: --first remembers %u ids, and --memory "
                       "allows no more",
                       table_count(written));
    }
    table_free(written);
}

static void
check_settings(const struct settings *settings)
{
    if (settings->first
        && (settings->index != NULL || settings->accounts != NULL))
        errx(EX_USAGE, "--first knows no deletes and no earlier runs: it goes "
                       "without --index and --accounts");
}

int
main(int argc, char **argv)
{
    struct settings settings = {0};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct dedupe dedupe = {0};
    struct books *books;
    struct writer *out;
    struct reader *in;
    int status;

    check_settings(&settings);
    books = books_open(given);
    if (settings.commit != NULL) {
        index_commit(books, settings.commit);
        return books_close(books);
    }
    open_window(&dedupe, given);
    dedupe_open(&dedupe, books, &settings);
    out = writer_open(books);
    in = reader_open(books, fields, FIELDS);
    if (settings.first)
        write_first(&dedupe, in, out);
    else
        write_survivors(&dedupe, in, out);
    status = index_end(dedupe.next, finish(in, out));
    dedupe_close(&dedupe);
    return status;
}
