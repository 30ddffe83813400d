/*
 * dedupe - one record an id: the latest revision, and nothing that was deleted
 *
 * Puts all records aside while it reads, then writes in their order those that stand: superseded,
 * repeated and deleted ones are dropped and counted, whatever the order in which they came.
 */
#include <err.h>
#include <stdlib.h>

#include "base/bits.h"
#include "base/clock.h"
#include "base/runs.h"
#include "base/table.h"
#include "domain/account.h"
#include "domain/revision.h"
#include "domain/tombstone.h"
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
    COUNTRY,
    FLAGS,
    FIELDS
};
static const char *const fields[FIELDS] = {
    "id",     "source", "author", "handle",  "seen",
    "target", "scope",  "up_to",  "country", "flags"};

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

struct dedupe {
    const struct settings *settings;
    struct books *books;
    struct account_book *accounts; /* or NULL */
    struct tombstones *tombstones;
    struct spill *spill;
    struct spool *spool;
    struct runs *entries;
    struct bits kept, stubs; /* by the number in the spool */
    struct index_file *next; /* the index being written, or NULL */
    struct json_parser *parser;
    struct json_plan *plan;
    struct buffer line, scratch;
};

static struct revision *
add_entry(struct dedupe *dedupe, uint64_t flags)
{
    struct revision *entry = runs_add(dedupe->entries);

    *entry = (struct revision){.flags = flags};
    return entry;
}

/* What earlier runs wrote and know to be gone. */
static void
read_index(struct dedupe *dedupe)
{
    const char *path = dedupe->settings->index;
    struct index_file *index =
        index_open(dedupe->books, path, sizeof(struct revision));
    struct revision old;

    while (index != NULL && index_next(index, &old)) {
        if ((old.flags & REVISION_AUTHOR) != 0)
            tombstone_add_author(dedupe->tombstones, old.id);
        else
            *add_entry(dedupe, 0) = old;
    }
    index_close(index);
    dedupe->next = index_create(dedupe->books, path, sizeof(struct revision));
}

static void
read_accounts(struct dedupe *dedupe, const char *path)
{
    struct buffer csv = {0};
    struct account_error error;

    whole_read(dedupe->books, "accounts", path, &csv);
    dedupe->accounts = account_book_new();
    if (!account_book_add(dedupe->accounts, buffer_text(&csv), &error))
        books_fail(dedupe->books, EX_CONFIG, NULL, "bad_accounts: %s:%llu: %s",
                   path, (unsigned long long)error.line, error.why);
    buffer_free(&csv);
}

static struct dedupe *
dedupe_new(struct books *books, const struct settings *settings)
{
    const struct options *given = books_options(books);
    struct dedupe *dedupe = calloc(1, sizeof(*dedupe));

    if (dedupe == NULL)
        err(EX_OSERR, "dedupe");
    dedupe->settings = settings;
    dedupe->books = books;
    dedupe->tombstones = tombstones_new();
    dedupe->spill = spill_open(given->tmpdir);
    dedupe->spool = spool_new(dedupe->spill);
    dedupe->entries = runs_new(sizeof(struct revision), REVISION_KEY,
                               given->memory, dedupe->spill);
    dedupe->parser = json_parser_new();
    dedupe->plan = json_plan_new(fields, FIELDS);
    if (settings->accounts != NULL)
        read_accounts(dedupe, settings->accounts);
    if (settings->index != NULL)
        read_index(dedupe);
    return dedupe;
}

static void
dedupe_free(struct dedupe *dedupe)
{
    index_close(dedupe->next);
    runs_free(dedupe->entries);
    spool_free(dedupe->spool);
    spill_close(dedupe->spill);
    tombstones_free(dedupe->tombstones);
    account_book_free(dedupe->accounts);
    bits_free(&dedupe->kept);
    bits_free(&dedupe->stubs);
    json_parser_free(dedupe->parser);
    json_plan_free(dedupe->plan);
    buffer_free(&dedupe->line);
    buffer_free(&dedupe->scratch);
    free(dedupe);
}

static bool
has_flag(struct json_slot flags, struct text wanted)
{
    struct json_items items = json_items(flags);
    struct json_slot flag;

    while (json_next(&items, &flag))
        if (flag.type == JSON_STRING && text_equal(flag.text, wanted))
            return true;
    return false;
}

static void
take_withheld(struct dedupe *dedupe, const struct record *record)
{
    struct json_items items = json_items(record->fields[FLAGS]);
    struct json_slot flag;

    while (json_next(&items, &flag))
        if (flag.type == JSON_STRING
            && text_starts(flag.text, TEXT("withheld:")))
            tombstone_add_withheld(dedupe->tombstones,
                                   record_text(record, TARGET), flag.text);
}

/* NULL, or why the notice cannot be followed. */
static const char *
take_delete(struct dedupe *dedupe, const struct record *record)
{
    struct text target = record_text(record, TARGET);
    struct text scope = record_text(record, SCOPE);
    struct revision author = {0};

    if (target.len == 0)
        return "no_target: a delete without target";
    if (text_equal(scope, TEXT("item"))) {
        revision_set_id(add_entry(dedupe, REVISION_TOMBSTONE), target, false);
        revision_set_id(add_entry(dedupe, REVISION_TOMBSTONE), target, true);
    } else if (text_equal(scope, TEXT("author"))) {
        revision_set_author(&author, target);
        tombstone_add_author(dedupe->tombstones, author.author);
    } else if (text_equal(scope, TEXT("geo"))) {
        tombstone_add_scrub(dedupe->tombstones, target,
                            record_text(record, UP_TO));
    } else if (text_equal(scope, TEXT("withheld"))) {
        take_withheld(dedupe, record);
    } else {
        return "bad_scope: a delete of a scope that is not known";
    }
    return NULL;
}

static bool
is_own(const struct dedupe *dedupe, const struct record *record)
{
    return dedupe->accounts != NULL
           && account_book_find(dedupe->accounts, record_text(record, SOURCE),
                                record_text(record, HANDLE),
                                record_text(record, AUTHOR))
                  != SIZE_MAX;
}

static const char *
take_record(struct dedupe *dedupe, const struct record *record)
{
    struct text id = record_text(record, ID);
    struct text seen = record_text(record, SEEN);
    struct revision *entry;
    int64_t seen_s = INT64_MIN;

    if (seen.len > 0 && !clock_read(seen, &seen_s))
        return "bad_seen: `seen` is not as 2009-03-01T12:00:00Z";
    if (id.len == 0) {
        bits_set(&dedupe->kept, spool_add(dedupe->spool, record->line));
        return NULL;
    }
    entry = add_entry(dedupe, is_own(dedupe, record) ? REVISION_OWN : 0);
    revision_set_id(entry, id,
                    has_flag(record->fields[FLAGS], TEXT("observed")));
    revision_set_author(entry, record_text(record, AUTHOR));
    revision_set_seen(entry, seen_s);
    revision_set_content(entry, record->line);
    entry->seq = spool_add(dedupe->spool, record->line);
    return NULL;
}

/* With an index, what is deleted may have been written by an earlier run: the notice goes on. */
static void
read_all(struct dedupe *dedupe, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        bool is_delete = strcmp(record.kind, "delete") == 0;
        const char *why = is_delete ? take_delete(dedupe, &record)
                                    : take_record(dedupe, &record);
        if (why != NULL)
            reader_reject(in, why);
        else if (is_delete && dedupe->next == NULL)
            reader_use(in);
        else if (is_delete)
            bits_set(&dedupe->kept, spool_add(dedupe->spool, record.line));
    }
}

static void
remember(struct dedupe *dedupe, const struct verdict *verdict)
{
    struct revision entry = verdict->last;

    if (dedupe->next == NULL)
        return;
    entry.flags = REVISION_OLD;
    if (verdict->tombstone)
        entry.flags = REVISION_TOMBSTONE | REVISION_OLD;
    entry.seq = 0;
    index_add(dedupe->next, &entry);
}

/* What becomes of the records of one id. */
static void
decide(struct dedupe *dedupe, const struct verdict *verdict)
{
    const struct revision *last = &verdict->last;
    bool author_gone = tombstone_has_author(dedupe->tombstones, last->author);
    bool gone = verdict->tombstone || author_gone;
    bool stays = verdict->found && (last->flags & REVISION_OLD) == 0
                 && (!gone || verdict->own);
    uint64_t rest = verdict->records - stays;

    remember(dedupe, verdict);
    if (stays)
        bits_set(&dedupe->kept, last->seq);
    if (stays && gone)
        bits_set(&dedupe->stubs, last->seq);
    if (gone && !verdict->own) {
        books_dropped_many(dedupe->books,
                           verdict->tombstone ? "deleted" : "author_deleted",
                           rest);
        return;
    }
    books_dropped_many(dedupe->books, "repeated", verdict->repeated);
    books_dropped_many(dedupe->books, "superseded", rest - verdict->repeated);
}

static void
settle(struct dedupe *dedupe)
{
    const struct revision *entry;
    struct verdict verdict = {0};

    runs_sort(dedupe->entries);
    while ((entry = runs_next(dedupe->entries)) != NULL)
        if (!revision_take(&verdict, entry)) {
            decide(dedupe, &verdict);
            verdict = (struct verdict){0};
            revision_take(&verdict, entry);
        }
    if (verdict.any)
        decide(dedupe, &verdict);
    if (dedupe->next == NULL)
        return;
    for (size_t i = 0; i < tombstone_author_count(dedupe->tombstones); i++) {
        struct revision author = {.flags = REVISION_TOMBSTONE | REVISION_AUTHOR
                                           | REVISION_OLD};
        memcpy(author.id, tombstone_author(dedupe->tombstones, i), 16);
        index_add(dedupe->next, &author);
    }
}

/* The fields of a line that was put aside. */
static bool
look(struct dedupe *dedupe, struct text line, struct json_slot *slots)
{
    struct json_slot root;
    bool repaired;

    buffer_clear(&dedupe->line);
    buffer_add(&dedupe->line, line);
    buffer_reserve(&dedupe->line, JSON_PADDING);
    return json_parse(dedupe->parser, buffer_text(&dedupe->line), &root,
                      &repaired)
               == NULL
           && json_pick(dedupe->plan, root.node, slots) == NULL;
}

static int
by_text(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* `"flags":[…]`: the record's own and those given, sorted, each once. */
static void
add_flags(struct buffer *members, struct json_slot own,
          const struct tombstone_note *more, bool is_deleted)
{
    enum { MOST = 256 };
    struct text flags[MOST];
    struct json_items items = json_items(own);
    struct json_slot flag;
    size_t count = 0;

    if (is_deleted)
        flags[count++] = TEXT("deleted");
    while (count < MOST && json_next(&items, &flag))
        if (flag.type == JSON_STRING)
            flags[count++] = flag.text;
    for (; count < MOST && more != NULL; more = more->next)
        flags[count++] = more->text;
    qsort(flags, count, sizeof(*flags), by_text);
    buffer_add(members, TEXT("\"flags\":["));
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && text_equal(flags[i], flags[i - 1]))
            continue;
        if (i > 0)
            buffer_add_char(members, ',');
        buffer_add_json_string(members, flags[i]);
    }
    buffer_add_char(members, ']');
}

/* What is left of a deleted post of ours: the sales that it made need its links. */
static struct text
stub(struct dedupe *dedupe, struct text line, struct json_slot flags)
{
    static const char *const gone[] = {
        "title",     "text",      "tags",    "mentions", "country",
        "likes",     "reposts",   "replies", "views",    "votes",
        "followers", "following", "posts",   "flags"};
    struct buffer members = {0};
    struct text rest = record_without(&dedupe->scratch, line, gone,
                                      sizeof(gone) / sizeof(*gone));

    buffer_add(&members, (struct text){rest.at, rest.len - 1});
    buffer_add(&members, TEXT(",\"text\":\"\","));
    add_flags(&members, flags, NULL, true);
    buffer_add_char(&members, '}');
    buffer_free(&dedupe->scratch);
    dedupe->scratch = members;
    return buffer_text(&dedupe->scratch);
}

/* The notices that change a record that stays. */
static struct text
edit(struct dedupe *dedupe, struct text line, const struct json_slot *slots)
{
    static const char *const place[] = {"country"};
    static const char *const flags[] = {"flags"};
    const struct record record = {.line = line, .fields = slots};
    struct text id = record_text(&record, ID);
    struct text author = record_text(&record, AUTHOR);
    const struct tombstone_note *withheld =
        tombstone_withheld(dedupe->tombstones, id);
    struct buffer edited = {0};

    if (tombstone_is_scrubbed(dedupe->tombstones, author, id))
        line = record_without(&dedupe->scratch, line, place, 1);
    if (withheld == NULL)
        withheld = tombstone_withheld(dedupe->tombstones, author);
    if (withheld == NULL)
        return line;
    buffer_add(&edited, line);
    line = record_without(&dedupe->scratch, buffer_text(&edited), flags, 1);
    if (line.at != edited.at) {
        buffer_clear(&edited);
        buffer_add(&edited, line);
    }
    edited.len--;
    buffer_add_char(&edited, ',');
    add_flags(&edited, slots[FLAGS], withheld, false);
    buffer_add_char(&edited, '}');
    buffer_free(&dedupe->scratch);
    dedupe->scratch = edited;
    return buffer_text(&dedupe->scratch);
}

static struct text
as_it_stands(struct dedupe *dedupe, struct text line, bool is_stub)
{
    struct json_slot slots[FIELDS];

    if ((!is_stub && tombstone_edits_nothing(dedupe->tombstones))
        || !look(dedupe, line, slots))
        return line;
    return is_stub ? stub(dedupe, line, slots[FLAGS])
                   : edit(dedupe, line, slots);
}

static void
write_survivors(struct dedupe *dedupe, struct reader *in, struct writer *out)
{
    uint64_t number = 0;
    struct text line;

    read_all(dedupe, in);
    settle(dedupe);
    spool_rewind(dedupe->spool);
    for (; spool_next(dedupe->spool, &line); number++)
        if (bits_get(&dedupe->kept, number))
            writer_pass_line(
                out, record_kind_of(line),
                as_it_stands(dedupe, line, bits_get(&dedupe->stubs, number)));
}

/* Digests of the ids written so far; no tombstone can take back what is gone. */
static void
write_first(struct dedupe *dedupe, struct reader *in, struct writer *out)
{
    struct table *written = table_new();
    struct record record;

    while (reader_next(in, &record)) {
        struct revision entry = {0};
        uint32_t before = table_count(written);

        if (strcmp(record.kind, "delete") == 0) {
            reader_reject(in, "has_deletes: --first is for streams without");
            continue;
        }
        if (record_text(&record, ID).len == 0) {
            writer_pass(out, &record);
            continue;
        }
        revision_set_id(&entry, record_text(&record, ID),
                        has_flag(record.fields[FLAGS], TEXT("observed")));
        table_add(written, (struct text){(const char *)entry.id, 16});
        if (table_count(written) == before)
            reader_drop(in, "repeated");
        else
            writer_pass(out, &record);
        if (table_bytes(written) > books_options(dedupe->books)->memory)
            books_fail(dedupe->books, EX_OSERR, NULL,
                       "out_of_memory: --first remembers %u ids, and --memory "
                       "allows no more",
                       table_count(written));
    }
    table_free(written);
}

int
main(int argc, char **argv)
{
    struct settings settings = {0};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct books *books;
    struct writer *out;
    struct reader *in;

    if (settings.commit != NULL)
        return index_commit(program.name, settings.commit);
    books = books_open(given);
    struct dedupe *dedupe = dedupe_new(books, &settings);
    out = writer_open(books);
    in = reader_open(books, fields, FIELDS);
    if (settings.first)
        write_first(dedupe, in, out);
    else
        write_survivors(dedupe, in, out);
    dedupe_free(dedupe);
    return finish(in, out);
}
