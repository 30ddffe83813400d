/*
 * key - a key, a tab, and the record: for tools that shuffle by the first field
 *
 * `cut -f2-` takes the key off again. Records of a kind without that key have an empty one.
 */
#include <stdlib.h>

#include "stream/writer.h"

enum { KEY_BY = 256 };

static const struct argp_option options[] = {
    {"by", KEY_BY, "KEY", 0,
     "id (default), author, order, person, or a field's name", 0},
    {0}};

enum { KIND, ID, TARGET, AUTHOR, ORDER, VISITOR, FIELD, FIELDS };
static const char *fields[FIELDS] = {"kind",  "id",      "target", "author",
                                     "order", "visitor", "id"};

struct settings {
    const char *by;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    (void)key;
    settings->by = value;
    return *value == '\0' ? "wants a name" : NULL;
}

static const struct program program = {
    .name = "key",
    .operands = "[FILE ...]",
    .summary = "key - a key and a tab before each record, for tools that "
               "shuffle",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};

static bool
is_kind(const struct record *record, const char *kind)
{
    return strcmp(record->kind, kind) == 0;
}

/* A delete goes where what it deletes goes. */
static struct text
id_key(const struct record *record)
{
    return record_text(record, is_kind(record, "delete") ? TARGET : ID);
}

static struct text
author_key(const struct record *record)
{
    struct text author = record_text(record, AUTHOR);

    return author.len == 0 && is_kind(record, "delete")
               ? record_text(record, TARGET)
               : author;
}

/* The order that a row, a refund or a visit is about, by its native id. */
static struct text
order_key(const struct record *record)
{
    struct text id = record_text(record, ORDER);

    if (is_kind(record, "order")) {
        id = record_text(record, TARGET);
        if (id.len == 0)
            id = record_text(record, ID);
    }
    size_t colon =
        is_kind(record, "visit") ? SIZE_MAX : text_find_char(id, ':');
    return colon == SIZE_MAX ? id : text_from(id, colon + 1);
}

static struct text
person_key(const struct record *record)
{
    return record_text(record, VISITOR);
}

static struct text
field_key(const struct record *record)
{
    return record_text(record, FIELD);
}

static const struct {
    const char *name;
    struct text (*key)(const struct record *record);
} keys[] = {{"id", id_key},
            {"author", author_key},
            {"order", order_key},
            {"person", person_key}};

int
main(int argc, char **argv)
{
    struct settings settings = {.by = "id"};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct text (*key)(const struct record *) = field_key;
    struct books *books = books_open(given);
    struct writer *out = writer_open(books);
    struct record record;
    struct buffer line = {0};

    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (strcmp(settings.by, keys[i].name) == 0)
            key = keys[i].key;
    if (key == field_key)
        fields[FIELD] = settings.by;
    struct reader *in = reader_open(books, fields, FIELDS);
    while (reader_next(in, &record)) {
        buffer_clear(&line);
        buffer_add_json(&line, key(&record));
        buffer_add_char(&line, '\t');
        buffer_add(&line, record.line);
        writer_pass_line(out, record.kind, buffer_text(&line));
    }
    buffer_free(&line);
    return finish(in, out);
}
