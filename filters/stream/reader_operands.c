#include "stream/reader_parts.h"

#include <fcntl.h>
#include <unistd.h>

enum { PIPE = 1 << 20, PROGRESS_EVERY = 4096 };

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

void
reader_close_operand(struct reader *reader)
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

bool
reader_next_line(struct reader *reader, struct text *line)
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
            reader_close_operand(reader);
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
