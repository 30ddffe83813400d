#include "base/runs.h"
#include "domain/bucket.h"
#include "partition/partition.h"
#include "ports/digest.h"

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

/* Of all deletes, which count for every day. */
static const char deletes[] = "deletes";

struct reader *
partition_reader(struct books *books)
{
    return reader_open(books, fields, FIELDS);
}

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
ask(struct partition *partition, const struct record *record)
{
    struct keys_record of = keys_record(record);
    uint64_t keys[KEYS_MOST];
    size_t count = keys_asked(&of, keys);

    for (size_t i = 0; i < count; i++)
        keys_add(partition->asked, keys[i]);
    partition_note_day(partition, buffer_text(&partition->name));
}

void
partition_read(struct partition *partition, struct reader *in)
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
