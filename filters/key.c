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

enum { ID, TARGET, REPOST_OF, AUTHOR, ORDER, VISITOR, FIELD, FIELDS };
static const char *fields[FIELDS] = {"id",    "target",  "repost_of", "author",
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

static const struct key {
    const char *name;
    struct text (*of)(const struct record *record);
} keys[] = {{"id", id_key},
            {"author", author_key},
            {"order", order_key},
            {"person", person_key}};

/* NULL where it is a field's name. */
static const struct key *
find_key(const char *name)
{
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (strcmp(name, keys[i].name) == 0)
            return &keys[i];
    return NULL;
}

/* A tab, a line end or a quote in it is written as JSON writes it. */
static void
add_key(struct buffer *line, const struct key *key, const struct record *record)
{
    const struct json_slot *field = &record->fields[FIELD];

    if (key != NULL)
        buffer_add_json(line, key->of(record));
    else if (field->type == JSON_STRING)
        buffer_add_json(line, field->text);
    else if (field->type == JSON_INTEGER)
        buffer_add_integer(line, field->integer);
}

int
main(int argc, char **argv)
{
    struct settings settings = {.by = "id"};
    struct options *given = options_parse(&program, argc, argv, &settings);
    const struct key *key = find_key(settings.by);
    struct books *books = books_open(given);
    struct writer *out = writer_open(books);
    struct record record;
    struct buffer line = {0};

    if (key == NULL)
        fields[FIELD] = settings.by;
    struct reader *in = reader_open(books, fields, FIELDS);
    while (reader_next(in, &record)) {
        buffer_clear(&line);
        add_key(&line, key, &record);
        buffer_add_char(&line, '\t');
        buffer_add(&line, record.line);
        writer_pass_line(out, record.kind, buffer_text(&line));
    }
    buffer_free(&line);
    return finish(in, out);
}
