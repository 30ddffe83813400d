/*
 * partition - records onto disk, a file for each day of their time, sorted
 *
 * The files are the same whatever the order in which records come. Other options say instead in which files of
 * an earlier run something lies that new records revise or delete.
 */
#include <err.h>
#include <stdlib.h>

#include "base/balance.h"
#include "base/runs.h"
#include "base/sorter.h"
#include "domain/bucket.h"
#include "domain/keys.h"
#include "ports/digest.h"
#include "stream/shelf.h"
#include "stream/writer.h"

enum {
    TIME,
    ID,
    AUTHOR,
    REPOST_OF,
    TARGET,
    SCOPE,
    ARCHIVE,
    MEMBER,
    LINE,
    PART,
    FIELDS
};
static const char *const fields[FIELDS] = {
    "time",  "id",      "author", "repost_of", "target",
    "scope", "archive", "member", "line",      "part"};

enum { KEY_INTO = 256, KEY_KEYS, KEY_TOUCHED, KEY_ZONE };

static const struct argp_option options[] = {
    {"into", KEY_INTO, "DIR", 0, "Write DIR/2009-03-01.ndjson.zst and so on",
     0},
    {"keys", KEY_KEYS, "DIR", 0,
     "With --into: what the records of each file may be found by", 0},
    {"touched", KEY_TOUCHED, "DIR", 0,
     "Write no files, but name those that these records change; DIR is of "
     "--keys",
     0},
    {"zone", KEY_ZONE, "NAME", 0, "Whose days these are (default UTC)", 0},
    {0}};

struct settings {
    const char *into, *keys, *touched, *zone;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;
    const char **where[] = {&settings->into, &settings->keys,
                            &settings->touched, &settings->zone};

    *where[key - KEY_INTO] = value;
    return *value == '\0' ? "wants a name" : NULL;
}

static const struct program program = {
    .name = "partition",
    .operands = "[FILE ...]",
    .summary = "partition - a file for each day of the records' time, sorted",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

/* Of all deletes, which count for every day. */
static const char deletes[] = "deletes";

struct partition {
    const struct settings *settings;
    const struct zone *zone;
    struct writer *out;
    struct buffer name, key, line;
    struct sorter *sorter;
    uint64_t put, shelved; /* records */
    uint64_t sequence; /* of records without id, which stay in their order */
    struct shelf *shelf;
    struct keys *asked;
    struct sorter *days; /* names of files, to be written each once */
};

static void
name_of(struct partition *partition, const struct record *record)
{
    buffer_clear(&partition->name);
    if (strcmp(record->kind, "delete") == 0)
        buffer_add_string(&partition->name, deletes);
    else
        bucket_write(&partition->name, BUCKET_DAY, record->time_s,
                     partition->zone);
}

static void
add_part(struct buffer *key, struct text text)
{
    buffer_add(key, text);
    buffer_add_char(key, '\0');
}

static void
add_number(struct buffer *key, uint64_t number)
{
    char digits[8];

    runs_put64(digits, number);
    buffer_add(key, (struct text){digits, sizeof(digits)});
}

/* File, time and id; of one id where it came from. */
static void
sort_key(struct partition *partition, const struct record *record)
{
    struct buffer *key = &partition->key;
    struct text id = record_text(record, ID);

    buffer_clear(key);
    add_part(key, buffer_text(&partition->name));
    add_part(key, record_text(record, TIME));
    add_part(key, id);
    if (id.len == 0) {
        add_number(key, partition->sequence++);
        return;
    }
    add_part(key, record_text(record, ARCHIVE));
    add_part(key, record_text(record, MEMBER));
    add_number(key, (uint64_t)record_integer(record, LINE, 0));
    add_number(key, (uint64_t)record_integer(record, PART, 0));
    add_number(key, digest64(record->line));
}

static struct keys_record
keys_record(const struct record *record)
{
    return (struct keys_record){
        .id = record_text(record, ID),
        .author = record_text(record, AUTHOR),
        .repost_of = record_text(record, REPOST_OF),
        .is_delete = strcmp(record->kind, "delete") == 0,
        .target = record_text(record, TARGET),
        .scope = record_text(record, SCOPE),
    };
}

/* The digests stand before the line, one byte says how many. */
static void
put_aside(struct partition *partition, const struct record *record)
{
    struct keys_record of = keys_record(record);
    uint64_t keys[KEYS_MOST];
    size_t count = partition->settings->keys == NULL || of.is_delete
                       ? 0
                       : keys_left(&of, keys);

    sort_key(partition, record);
    buffer_clear(&partition->line);
    buffer_add_char(&partition->line, (char)count);
    buffer_add(&partition->line,
               (struct text){(const char *)keys, count * sizeof(*keys)});
    buffer_add(&partition->line, record->line);
    partition->put++;
    sorter_add(partition->sorter, buffer_text(&partition->key),
               buffer_text(&partition->line));
}

static void
note_day(void *context, struct text name)
{
    struct partition *partition = context;

    sorter_add(partition->days, name, TEXT_NONE);
}

static void
ask(struct partition *partition, const struct record *record)
{
    struct keys_record of = keys_record(record);
    uint64_t keys[KEYS_MOST];
    size_t count = keys_asked(&of, keys);

    for (size_t i = 0; i < count; i++)
        keys_add(partition->asked, keys[i]);
    note_day(partition, buffer_text(&partition->name));
}

static void
read_all(struct partition *partition, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        if (record.time_s == INT64_MIN) {
            reader_reject(in, "no_time: a record without time has no day");
            continue;
        }
        name_of(partition, &record);
        if (partition->settings->touched != NULL)
            ask(partition, &record);
        else
            put_aside(partition, &record);
        reader_use(in);
    }
}

static void
tell(struct partition *partition, struct text name,
     const struct shelf_count *count)
{
    buffer_clear(&partition->line);
    buffer_add(&partition->line,
               TEXT("{\"v\":1,\"kind\":\"row\",\"partition\":"));
    buffer_add_json_string(&partition->line, name);
    if (count != NULL)
        buffer_printf(&partition->line, ",\"records\":%llu,\"bytes\":%llu",
                      (unsigned long long)count->records,
                      (unsigned long long)count->bytes);
    buffer_add_char(&partition->line, '}');
    writer_make(partition->out, "row", buffer_text(&partition->line));
}

static void
end_file(struct partition *partition)
{
    struct shelf_count count;

    if (partition->name.len == 0)
        return;
    count = shelf_end(partition->shelf);
    tell(partition, buffer_text(&partition->name), &count);
}

static void
shelve(struct partition *partition, struct text payload)
{
    size_t count = (unsigned char)payload.at[0];
    uint64_t key;

    for (size_t i = 0; i < count; i++) {
        memcpy(&key, payload.at + 1 + i * sizeof(key), sizeof(key));
        shelf_add_key(partition->shelf, key);
    }
    partition->shelved++;
    shelf_add(partition->shelf, text_from(payload, 1 + count * sizeof(key)));
}

static void
write_files(struct partition *partition)
{
    struct text key, payload, name;

    buffer_clear(&partition->name);
    buffer_clear(&partition->key);
    while (sorter_next(partition->sorter, &key, &payload)) {
        if (text_equal(key, buffer_text(&partition->key))) {
            partition->shelved++; /* the same of the same place */
            continue;
        }
        buffer_clear(&partition->key);
        buffer_add(&partition->key, key);
        text_split(&key, '\0', &name);
        if (!text_equal(name, buffer_text(&partition->name))) {
            end_file(partition);
            buffer_clear(&partition->name);
            buffer_add(&partition->name, name);
            shelf_begin(partition->shelf, name);
        }
        shelve(partition, payload);
    }
    end_file(partition);
    balance_check("records", partition->put, partition->shelved);
}

/* Files of before stay where less than the whole has come. */
static void
publish(struct partition *partition, struct books *books)
{
    const struct settings *settings = partition->settings;

    if (books_judge(books) != 0) {
        books_warn(books, NULL, "%s: no file is written: see above",
                   settings->into);
        return;
    }
    partition->shelf = shelf_new(books, settings->into, settings->keys);
    write_files(partition);
}

static bool
is_asked(void *context, uint64_t key)
{
    const struct partition *partition = context;

    return keys_has(partition->asked, key);
}

static void
write_touched(struct partition *partition, struct books *books)
{
    struct text name, none;

    shelf_find(books, partition->settings->touched, is_asked, note_day,
               partition);
    buffer_clear(&partition->name);
    while (sorter_next(partition->days, &name, &none)) {
        if (text_equal(name, buffer_text(&partition->name)))
            continue;
        buffer_clear(&partition->name);
        buffer_add(&partition->name, name);
        tell(partition, name, NULL);
    }
}

static const struct zone *
zone_of(struct books *books, const char *name)
{
    const struct zone *zone = name == NULL ? NULL : zone_find(name);

    if (name != NULL && zone == NULL)
        books_fail(books, EX_CONFIG, NULL,
                   "bad_zone: %s is not in this machine's tzdata", name);
    return zone;
}

static void
allow_folders(struct books *books, const struct settings *settings)
{
    if (settings->touched != NULL)
        books_may_read(books, settings->touched);
    if (settings->into != NULL)
        books_may_write(books, settings->into);
    if (settings->keys != NULL)
        books_may_write(books, settings->keys);
}

static void
partition_free(struct partition *partition)
{
    sorter_free(partition->sorter);
    sorter_free(partition->days);
    shelf_free(partition->shelf);
    keys_free(partition->asked);
    buffer_free(&partition->name);
    buffer_free(&partition->key);
    buffer_free(&partition->line);
}

int
main(int argc, char **argv)
{
    struct settings settings = {0};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct partition partition = {.settings = &settings};
    struct books *books;
    struct spill *spill;
    struct reader *in;

    if ((settings.into == NULL) == (settings.touched == NULL))
        errx(EX_USAGE, "either --into or --touched says what to do");
    books = books_open(given);
    partition.zone = zone_of(books, settings.zone);
    spill = spill_open(given->tmpdir);
    partition.sorter = sorter_new(given->memory, spill);
    partition.days = sorter_new(given->memory / 4, spill);
    partition.asked = keys_new();
    allow_folders(books, &settings);
    partition.out = writer_open(books);
    in = reader_open(books, fields, FIELDS);
    read_all(&partition, in);
    if (settings.touched != NULL) {
        write_touched(&partition, books);
    } else {
        publish(&partition, books);
    }
    partition_free(&partition);
    spill_close(spill);
    return finish(in, partition.out);
}
