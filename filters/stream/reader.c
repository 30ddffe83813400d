#include "stream/reader_parts.h"

#include <err.h>
#include <stdlib.h>

static const char *const own_fields[READER_OWN_FIELDS] = {"kind", "time", "v"};

static struct reader *
new_reader(struct books *books)
{
    struct reader *reader = calloc(1, sizeof(*reader));

    if (reader == NULL)
        err(EX_OSERR, "reader");
    reader->books = books;
    reader->options = books_options(books);
    reader->parser = json_parser_new();
    reader->lines = lines_new(reader->options->max_line);
    reader->progress = progress_open(reader->options);
    return reader;
}

static size_t
find_field(const char *const *fields, size_t count, const char *wanted)
{
    size_t i = 0;

    while (i < count && strcmp(fields[i], wanted) != 0)
        i++;
    return i;
}

struct reader *
reader_open(struct books *books, const char *const *fields, size_t count)
{
    struct reader *reader = new_reader(books);
    size_t all = count;

    reader->paths = calloc(count + READER_OWN_FIELDS, sizeof(*reader->paths));
    reader->slots = calloc(count + READER_OWN_FIELDS, sizeof(*reader->slots));
    if (reader->paths == NULL || reader->slots == NULL)
        err(EX_OSERR, "reader");
    for (size_t i = 0; i < count; i++)
        reader->paths[i] = fields[i];
    for (size_t i = 0; i < READER_OWN_FIELDS; i++) {
        reader->own[i] = find_field(reader->paths, all, own_fields[i]);
        if (reader->own[i] == all)
            reader->paths[all++] = own_fields[i];
    }
    reader->plan = json_plan_new(reader->paths, all);
    return reader;
}

struct reader *
reader_open_raw(struct books *books)
{
    struct reader *reader = new_reader(books);

    reader->raw = true;
    return reader;
}

void
reader_confine(struct reader *reader)
{
    const struct options *options = reader->options;

    if (options->sandbox && reader->held == NULL && reader->file == 0)
        reader->held = held_open(options->files, options->file_count);
    books_confine(reader->books);
}

bool
reader_next(struct reader *reader, struct record *record)
{
    if (!reader->is_started)
        reader_confine(reader);
    reader->is_started = true;
    while (reader_next_line(reader, &record->line)) {
        reader->line = record->line;
        if (reader->raw) {
            record->line = reader->line = reader_without_guard(record->line);
            record->fields = NULL;
            record->kind = "";
            record->time_s = INT64_MIN;
            return true;
        }
        record->fields = reader->slots;
        if (reader_wants(reader, record))
            return true;
    }
    if (!reader->any && !reader->options->allow_empty)
        books_problem(reader->books, EX_NOINPUT, NULL,
                      "no_input: not one byte came in (--allow-empty)");
    reader->any = true;
    return false;
}

void
reader_reject(struct reader *reader, const char *why)
{
    books_rejected(reader->books, reader_place(reader), why, reader->line,
                   reader_context(reader));
}

void
reader_drop(struct reader *reader, const char *reason)
{
    books_dropped(reader->books, reason);
}

void
reader_use(struct reader *reader)
{
    books_used(reader->books);
}

const struct place *
reader_place(const struct reader *reader)
{
    return reader->origin.known ? &reader->origin.place : &reader->operand;
}

struct text
reader_lines(const struct reader *reader)
{
    return reader->origin.known ? reader->origin.place.lines : TEXT("");
}

struct text
reader_context(const struct reader *reader)
{
    return reader->origin.known ? reader->origin.context : TEXT_NONE;
}

int64_t
reader_seen(const struct reader *reader)
{
    int64_t seen_s = reader->origin.known ? reader->origin.place.seen_s
                                          : bytes_mtime(reader->bytes);

    return seen_s <= 0 ? INT64_MIN : seen_s;
}

struct json_parser *
reader_parser(struct reader *reader)
{
    return reader->parser;
}

bool
reader_repaired(const struct reader *reader)
{
    return reader->repaired;
}

void
reader_controls(struct reader *reader,
                void (*control)(void *context, enum record_control what,
                                struct text line),
                void *context)
{
    reader->control = control;
    reader->control_context = context;
}

void
reader_close(struct reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->bytes != NULL)
        reader_close_operand(reader);
    held_free(reader->held);
    progress_close(reader->progress);
    lines_free(reader->lines);
    json_parser_free(reader->parser);
    json_plan_free(reader->plan);
    origin_free(&reader->origin);
    free(reader->paths);
    free(reader->slots);
    free(reader);
}
