#include "stream/reader.h"

#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "stream/held.h"
#include "stream/lines.h"
#include "stream/origin.h"
#include "stream/progress.h"

enum { PIPE = 1 << 20, PROGRESS_EVERY = 4096 };

/* What every record is asked beside the filter's own fields. */
enum { OWN_KIND, OWN_TIME, OWN_VERSION, OWN_FIELDS };
static const char *const own_fields[OWN_FIELDS] = {"kind", "time", "v"};

struct reader {
    struct books *books;
    const struct options *options;
    bool raw;
    bool is_started;
    struct json_parser *parser;
    struct json_plan *plan;
    const char **paths;
    struct json_slot *slots;
    size_t own[OWN_FIELDS]; /* where the own fields are among the slots */
    size_t file;            /* of the operands, the next to be opened */
    struct held *held;      /* all of them, of --sandbox; or NULL */
    struct bytes *bytes;    /* of the current one, or NULL */
    struct lines *lines;
    struct progress *progress;
    uint64_t done_bytes, records;
    uint64_t file_lines; /* data lines of the current operand */
    bool file_controls;  /* it has a begin or an end */
    bool any;            /* bytes came at all */
    bool rewritten;      /* it was said that control records were */
    bool repaired;
    struct place operand; /* where the current line lies in it */
    struct origin origin;
    struct text line; /* the current record's raw line */
    void (*control)(void *, enum record_control, struct text);
    void *control_context;
};

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

    reader->paths = calloc(count + OWN_FIELDS, sizeof(*reader->paths));
    reader->slots = calloc(count + OWN_FIELDS, sizeof(*reader->slots));
    if (reader->paths == NULL || reader->slots == NULL)
        err(EX_OSERR, "reader");
    for (size_t i = 0; i < count; i++)
        reader->paths[i] = fields[i];
    for (size_t i = 0; i < OWN_FIELDS; i++) {
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

static void
open_operand(struct reader *reader)
{
    const char *name = reader->options->files[reader->file];
    struct bytes_limits limits = {.max_window = reader->options->max_window};

    reader->bytes = reader->held != NULL
                        ? held_take(reader->held, reader->file, &limits)
                        : bytes_open(name, &limits);
    reader->file++;
    if (strcmp(name, "-") == 0)
        fcntl(STDIN_FILENO, F_SETPIPE_SZ, PIPE); /* a wish; files have none */
    lines_start(reader->lines, reader->bytes);
    reader->operand = (struct place){.archive = text_of(name), .part = -1};
    reader->file_lines = 0;
    reader->file_controls = false;
    reader->origin.known = false;
    reader->origin.context = TEXT_NONE;
    reader->origin.place = (struct place){.part = -1};
}

static void
close_operand(struct reader *reader)
{
    if (reader->file_controls)
        books_upstream_lines(reader->books, reader->file_lines);
    reader->done_bytes += bytes_taken(reader->bytes);
    bytes_close(reader->bytes);
    reader->bytes = NULL;
}

static void
take_control(struct reader *reader, enum record_control what, struct text line)
{
    switch (what) {
    case RECORD_BEGIN:
        reader->file_controls = true;
        books_upstream_begin(reader->books, line);
        return;
    case RECORD_END:
        reader->file_controls = true;
        books_upstream_end(reader->books, line);
        return;
    case RECORD_ARCHIVE:
        if (!origin_archive(&reader->origin, reader->parser, line))
            books_problem(reader->books, STATUS_UPSTREAM, &reader->operand,
                          "upstream: an archive record is damaged");
        break;
    default:
        origin_context(&reader->origin, line);
        break;
    }
    if (reader->control != NULL)
        reader->control(reader->control_context, what, line);
}

static void
count_record(struct reader *reader)
{
    reader->file_lines++;
    books_read(reader->books);
    if (reader->origin.known)
        origin_advance(&reader->origin);
    if (reader->progress != NULL && ++reader->records % PROGRESS_EVERY == 0)
        progress_show(reader->progress,
                      reader->done_bytes + bytes_taken(reader->bytes),
                      reader->records);
}

static void
reject_long(struct reader *reader)
{
    char text[DIGEST_TEXT + 1] = {0};
    struct digest digest;
    uint64_t count = lines_long(reader->lines, &digest);

    digest_format(text, digest);
    books_rejected_long(reader->books, reader_place(reader),
                        "too_long: the line is longer than --max-line", count,
                        text);
}

/* The next line that is no control line; false at the end of all operands. */
static bool
next_line(struct reader *reader, struct text *line)
{
    for (;;) {
        enum record_control control;

        if (reader->bytes == NULL) {
            if (reader->file == reader->options->file_count)
                return false;
            open_operand(reader);
        }
        switch (lines_next(reader->lines, line)) {
        case LINES_END:
            close_operand(reader);
            continue;
        case LINES_BAD:
            reader->operand.line = lines_number(reader->lines);
            reader->any = true;
            books_problem(reader->books, bytes_status(reader->bytes),
                          &reader->operand, "%s", bytes_why(reader->bytes));
            continue;
        case LINES_LONG:
            reader->any = true;
            reader->operand.line = lines_number(reader->lines);
            count_record(reader);
            reject_long(reader);
            continue;
        case LINES_LINE:
            break;
        }
        reader->any = true;
        reader->operand.line = lines_number(reader->lines);
        if (line->len > 0 && line->at[line->len - 1] == '\r')
            line->len--;
        control = record_control(*line);
        if (control == RECORD_DATA) {
            count_record(reader);
            return true;
        }
        take_control(reader, control, *line);
    }
}

static const char *
check_own(struct reader *reader, struct record *record)
{
    struct json_slot *kind = &reader->slots[reader->own[OWN_KIND]];
    struct json_slot *time = &reader->slots[reader->own[OWN_TIME]];
    struct json_slot *version = &reader->slots[reader->own[OWN_VERSION]];

    if (kind->type != JSON_STRING || kind->text.len == 0)
        return "no_kind: it is no record of hark";
    if (version->type != JSON_INTEGER || version->integer != 1)
        return "bad_version: only version 1 is known";
    record->kind = record_kind(kind->text);
    record->time_s = INT64_MIN;
    /* A row's is a bucket of time: 2009-03. */
    if (time->type != JSON_ABSENT && strcmp(record->kind, "row") != 0
        && (time->type != JSON_STRING
            || !clock_read(time->text, &record->time_s)))
        return "bad_time: `time` is not as 2009-03-01T12:00:00Z";
    return NULL;
}

static const char *
parse_record(struct reader *reader, struct record *record)
{
    struct json_slot root;
    const char *why;

    reader->repaired = false;
    if (json_pick_plain(reader->parser, reader->plan, record->line,
                        reader->slots))
        return check_own(reader, record);
    why = json_parse(reader->parser, record->line, &root, &reader->repaired);
    if (why != NULL)
        return why;
    if (root.type != JSON_OBJECT)
        return "not_an_object: a record is one JSON object";
    why = json_pick(reader->plan, root.node, reader->slots);
    return why != NULL ? why : check_own(reader, record);
}

/* fetch puts a space before a raw line that looks like a control record. */
static struct text
without_guard(struct text line)
{
    struct text rest = text_from(line, 1);

    return line.len > 0 && line.at[0] == ' '
                   && record_control(rest) != RECORD_DATA
               ? rest
               : line;
}

/* A filter in between that sorts keys or adds spaces: the books are no books any more. */
static void
tell_rewritten(struct reader *reader)
{
    if (!reader->rewritten)
        books_problem(reader->books, STATUS_UPSTREAM, reader_place(reader),
                      "upstream: a control record was rewritten on its way: a "
                      "filter in between that does so must run as `hark via "
                      "CMD`");
    reader->rewritten = true;
    reader_drop(reader, "rewritten");
}

/* True where it is one for the filter; else it has been accounted for. */
static bool
is_wanted(struct reader *reader, struct record *record)
{
    const char *why;

    if (text_trim(record->line).len == 0) {
        reader_drop(reader, "blank");
        return false;
    }
    why = parse_record(reader, record);
    if (why != NULL) {
        reader_reject(reader, why);
        return false;
    }
    if (*record->kind == '\0'
        && without_guard(record->line).at == record->line.at
        && record_is_control_kind(reader->slots[reader->own[OWN_KIND]].text)) {
        tell_rewritten(reader);
        return false;
    }
    why = options_outside(reader->options, record->time_s);
    if (why != NULL)
        reader_drop(reader, why);
    return why == NULL;
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
    while (next_line(reader, &record->line)) {
        reader->line = record->line;
        if (reader->raw) {
            record->line = reader->line = without_guard(record->line);
            record->fields = NULL;
            record->kind = "";
            record->time_s = INT64_MIN;
            return true;
        }
        record->fields = reader->slots;
        if (is_wanted(reader, record))
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
        close_operand(reader);
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
