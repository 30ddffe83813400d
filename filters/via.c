/*
 * via - a foreign line filter in the pipe, with the books carried round it
 *
 * Runs a command (jq, grep, sort, mlr, a script) on the records alone. What it takes out or adds is
 * booked, so that the filters behind know that nothing was lost on the way.
 */
#include <stdlib.h>

#include "stream/child.h"
#include "stream/writer.h"

static const struct program program = {
    .name = "via",
    .operands = "COMMAND [ARGUMENT ...]",
    .summary = "via - a foreign line filter in the pipe, the books round it",
    .common = OPTIONS_COMMAND,
};

struct via {
    struct writer *out;
    uint64_t lines, bytes;
    char last; /* byte of the output */
};

static void
take(void *context, struct text bytes)
{
    struct via *via = context;
    const char *at = bytes.at, *end = bytes.at + bytes.len;

    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        via->lines++;
        at++;
    }
    via->last = end[-1];
    via->bytes += bytes.len;
    writer_raw(via->out, bytes);
}

/* The reason under which the command's own work stands in the books. */
static const char *
reason_of(const char *command)
{
    struct buffer reason = {0};
    const char *slash = strrchr(command, '/');

    buffer_printf(&reason, "via %s", slash == NULL ? command : slash + 1);
    return buffer_string(&reason);
}

/* grep's 1 says that no line matched, which is an answer. */
static bool
is_failure(const char *reason, int status)
{
    bool is_grep = text_ends(text_of(reason), TEXT("grep"))
                   || text_ends(text_of(reason), TEXT(" rg"));

    return status != 0 && !(is_grep && status == 1);
}

static void
book(struct books *books, struct via *via, uint64_t given, const char *reason)
{
    uint64_t passed = via->lines < given ? via->lines : given;

    books_written(books, via->bytes);
    books_passed_lines(books, passed);
    books_made_lines(books, via->lines - passed);
    books_dropped_many(books, reason, given - passed);
}

static void
no_archives(void *context, enum record_control what, struct text line)
{
    (void)what;
    (void)line;
    books_fail(context, EX_USAGE, NULL,
               "via: these are raw records, whose places a command would "
               "lose: run it behind normalize");
}

int
main(int argc, char **argv)
{
    struct options *given = options_parse(&program, argc, argv, NULL);
    struct books *books = books_open(given);
    struct reader *in = reader_open_raw(books);
    struct via via = {.out = writer_open(books), .last = '\n'};
    const char *reason = reason_of(given->command[0]);
    struct child *child = child_start(given->command, take, &via);
    struct record record;
    uint64_t count = 0;
    int status;

    reader_controls(in, no_archives, books);
    for (; reader_next(in, &record); count++)
        child_line(child, record.line);
    status = child_end(child);
    if (via.last != '\n')
        take(&via, TEXT("\n"));
    book(books, &via, count, reason);
    if (is_failure(reason, status))
        books_problem(books, EX_UNAVAILABLE, NULL,
                      "command_failed: %s ended with status %d", reason + 4,
                      status);
    return finish(in, via.out);
}
