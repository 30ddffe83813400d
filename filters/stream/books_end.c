#include "stream/books_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "ports/sandbox.h"

void
books_open_stats(struct books *books)
{
    const char *path = books->options->stats;

    if (path != NULL && books->stats == -1)
        books->stats = file_open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
}

static void
write_stats(struct books *books)
{
    const char *path = books->options->stats;

    if (path == NULL)
        return;
    books_open_stats(books);
    buffer_clear(&books->line);
    books_write_end(books, &books->line);
    if (books->stats == -1)
        books_problem(books, EX_CANTCREAT, NULL, "stats: %s: %s", path,
                      strerror(errno));
    else if (!file_write(books->stats, buffer_text(&books->line)))
        books_problem(books, EX_IOERR, NULL, "stats: %s: %s", path,
                      strerror(errno));
    books->told = books_status(books);
}

/* What was refused has been said, by name. */
static void
settle_sandbox(struct books *books)
{
    if (books->is_confined && sandbox_has_refused())
        books_add_status(books, STATUS_REFUSED);
}

void
books_fail(struct books *books, int status, const struct place *place,
           const char *format, ...)
{
    va_list values;

    va_start(values, format);
    books_say(books, place, format, values);
    va_end(values);
    if (books->settled) { /* the end record itself: stats said otherwise */
        books_add_status(books, status);
        write_stats(books);
    }
    messages_close(books->messages);
    exit(status);
}

static bool
too_many_rejects(const struct books *books)
{
    const struct options *options = books->options;

    if (options->max_rejects >= 0
        && books->rejected > (uint64_t)options->max_rejects)
        return true;
    return options->max_rejects_percent >= 0
           && (unsigned __int128)books->rejected * 100
                  > (unsigned __int128)books->in
                        * (unsigned)options->max_rejects_percent;
}

static void
settle_rejects(struct books *books)
{
    if (books->rejected == 0)
        return;
    if (too_many_rejects(books))
        books_problem(
            books, EX_DATAERR, NULL, "too_many_rejects: %llu of %llu records",
            (unsigned long long)books->rejected, (unsigned long long)books->in);
    else if (books->rejects == -1)
        books_problem(books, EX_DATAERR, NULL,
                      "rejected: %llu of %llu records, kept nowhere "
                      "(--rejects FILE keeps them)",
                      (unsigned long long)books->rejected,
                      (unsigned long long)books->in);
}

static void
settle_identity(struct books *books)
{
    uint64_t told = books->passed + books->used + books->rejected
                    + figures_sum(&books->dropped);

    if (told != books->in)
        books_problem(books, EX_SOFTWARE, NULL,
                      "books: %llu records read, %llu accounted for",
                      (unsigned long long)books->in, (unsigned long long)told);
}

static void
settle_upstream(struct books *books)
{
    struct buffer troubles = {0};
    struct text rest, trouble;

    if (!upstream_check(books->upstream, &troubles)) {
        rest = buffer_text(&troubles);
        while (text_split(&rest, '\n', &trouble))
            if (trouble.len > 0)
                books_problem(books, STATUS_UPSTREAM, NULL, "%.*s",
                              TEXT_ARGS(trouble));
    }
    buffer_free(&troubles);
}

static void
close_rejects(struct books *books)
{
    if (books->rejects != -1 && !file_close(books->rejects))
        books_problem(books, EX_IOERR, NULL, "rejects: %s: %s",
                      books->options->rejects, strerror(errno));
}

static void
close_stats(struct books *books)
{
    if (books->stats != -1 && !file_close(books->stats))
        books_problem(books, EX_IOERR, NULL, "stats: %s: %s",
                      books->options->stats, strerror(errno));
}

int
books_judge(struct books *books)
{
    if (!books->judged) {
        books->judged = true;
        settle_upstream(books);
        settle_rejects(books);
        settle_identity(books);
        settle_sandbox(books);
    }
    return books_status(books);
}

/* Before the end record, which is to tell of a failure here too. */
int
books_settle(struct books *books)
{
    if (!books->settled) {
        books->settled = true;
        books_judge(books);
        settle_sandbox(books);
        close_rejects(books);
        write_stats(books);
    }
    return books_status(books);
}

int
books_close(struct books *books)
{
    int status;

    books_settle(books);
    settle_sandbox(books);
    if (books_status(books) != books->told)
        write_stats(books);
    close_stats(books);
    status = books_status(books);
    sandbox_free(books->sandbox);
    messages_close(books->messages);
    upstream_free(books->upstream);
    buffer_free(&books->uses);
    buffer_free(&books->line);
    figures_free(&books->dropped);
    figures_free(&books->kinds);
    figures_free(&books->notes);
    free(books);
    return status;
}
