#include "stream/writer.h"

#include <assert.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

enum { BLOCK = 256 << 10, PIPE = 1 << 20 };

struct writer {
    struct books *books;
    int fd;
    bool is_broken; /* and is no standard output */
    struct buffer out;
    struct buffer scratch;
};

/* As if the signal had not been ignored by whoever started us. */
static void
die_by_pipe(void)
{
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

static void
fail(struct writer *writer)
{
    if (writer->fd == STDOUT_FILENO && errno == EPIPE)
        die_by_pipe();
    if (writer->fd == STDOUT_FILENO)
        books_fail(writer->books, EX_IOERR, NULL,
                   "cannot_write: standard output: %s", strerror(errno));
    books_problem(writer->books, EX_IOERR, NULL, "cannot_write: %s",
                  strerror(errno));
    writer->is_broken = true;
}

static void
write_all(struct writer *writer, struct text bytes)
{
    while (bytes.len > 0 && !writer->is_broken) {
        ssize_t count = write(writer->fd, bytes.at, bytes.len);

        if (count >= 0) {
            bytes = text_from(bytes, (size_t)count);
            continue;
        }
        if (errno != EINTR)
            fail(writer);
    }
}

static void
flush(struct writer *writer)
{
    write_all(writer, buffer_text(&writer->out));
    buffer_clear(&writer->out);
}

struct writer *
writer_open(struct books *books)
{
    return writer_open_file(books, STDOUT_FILENO);
}

struct writer *
writer_open_file(struct books *books, int fd)
{
    struct writer *writer = calloc(1, sizeof(*writer));

    if (writer == NULL)
        err(EX_OSERR, "writer");
    writer->books = books;
    writer->fd = fd;
    buffer_reserve(&writer->out, BLOCK + (64 << 10));
    fcntl(fd, F_SETPIPE_SZ, PIPE); /* a wish; files have none */
    if (!books_options(books)->bare) {
        /* at once: who is killed before the first block began all the same */
        books_write_begin(books, &writer->out);
        flush(writer);
    }
    return writer;
}

static void
end_line(struct writer *writer)
{
    buffer_add_char(&writer->out, '\n');
    if (writer->out.len >= BLOCK)
        flush(writer);
}

void
writer_pass_line(struct writer *writer, const char *kind, struct text line)
{
    buffer_add(&writer->out, line);
    end_line(writer);
    books_passed(writer->books, kind, line.len + 1);
}

void
writer_pass(struct writer *writer, const struct record *record)
{
    writer_pass_line(writer, record->kind, record->line);
}

void
writer_pass_with(struct writer *writer, const struct record *record,
                 struct text members, const char *const *names, size_t count)
{
    struct text line = count == 0 ? record->line
                                  : record_without(&writer->scratch,
                                                   record->line, names, count);
    size_t before = writer->out.len;

    if (members.len > 0) {
        line = text_trim(line);
        assert(line.len > 0);
        line.len--; /* the closing brace */
    }
    buffer_add(&writer->out, line);
    if (members.len > 0) {
        if (line.len > 1)
            buffer_add_char(&writer->out, ',');
        buffer_add(&writer->out, members);
        buffer_add_char(&writer->out, '}');
    }
    books_passed(writer->books, record->kind, writer->out.len - before + 1);
    end_line(writer);
}

void
writer_make(struct writer *writer, const char *kind, struct text line)
{
    buffer_add(&writer->out, line);
    end_line(writer);
    books_made(writer->books, kind, line.len + 1);
}

void
writer_raw(struct writer *writer, struct text bytes)
{
    buffer_add(&writer->out, bytes);
    if (writer->out.len >= BLOCK)
        flush(writer);
}

void
writer_pass_block(struct writer *writer, struct text lines, uint64_t count)
{
    books_passed_many(writer->books, count, lines.len);
    if (lines.len < BLOCK / 4) {
        writer_raw(writer, lines);
        return;
    }
    flush(writer);
    write_all(writer, lines);
}

int
writer_finish(struct writer *writer)
{
    struct books *books = writer->books;

    flush(writer);
    books_settle(books);
    if (!books_options(books)->bare)
        books_write_end(books, &writer->out);
    flush(writer);
    if (!file_close(writer->fd))
        books_problem(books, EX_IOERR, NULL,
                      "cannot_write: standard output: %s", strerror(errno));
    buffer_free(&writer->out);
    buffer_free(&writer->scratch);
    free(writer);
    return books_close(books);
}

int
finish(struct reader *in, struct writer *out)
{
    reader_close(in);
    return writer_finish(out);
}
