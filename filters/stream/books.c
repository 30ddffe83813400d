#include "stream/books_parts.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "ports/digest.h"
#include "ports/sandbox.h"
#include "stream/rejects.h"

struct books *
books_open(const struct options *options)
{
    struct books *books = calloc(1, sizeof(*books));

    if (books == NULL)
        err(EX_OSERR, "books");
    books->options = options;
    books->messages = messages_new(options->program->name);
    books->upstream = upstream_new();
    books->rejects = books->stats = -1;
    if (options->sandbox)
        books->sandbox = sandbox_new(options->program->name);
    if (options->rejects != NULL) {
        books->rejects =
            file_open(options->rejects, O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (books->rejects == -1)
            books_fail(books, EX_CANTCREAT, NULL, "rejects: %s: %s",
                       options->rejects, strerror(errno));
    }
    return books;
}

void
books_hush(struct books *books)
{
    messages_hush(books->messages);
}

const struct options *
books_options(const struct books *books)
{
    return books->options;
}

void
books_read(struct books *books)
{
    books->in++;
}

void
books_owes(struct books *books, uint64_t count)
{
    if (books->in != count)
        books_problem(books, EX_SOFTWARE, NULL,
                      "books: %llu records came, and %llu were counted",
                      (unsigned long long)count, (unsigned long long)books->in);
}

void
books_used(struct books *books)
{
    books->used++;
}

void
books_dropped(struct books *books, const char *reason)
{
    figures_add(&books->dropped, reason, 1);
}

void
books_dropped_many(struct books *books, const char *reason, uint64_t count)
{
    if (count > 0)
        figures_add(&books->dropped, reason, count);
}

void
books_passed(struct books *books, const char *kind, size_t bytes)
{
    books->passed++;
    books->bytes += bytes;
    if (kind != NULL && *kind != '\0')
        figures_add(&books->kinds, kind, 1);
}

void
books_made(struct books *books, const char *kind, size_t bytes)
{
    books->made++;
    books->bytes += bytes;
    if (kind != NULL && *kind != '\0')
        figures_add(&books->kinds, kind, 1);
}

void
books_passed_many(struct books *books, uint64_t count, uint64_t bytes)
{
    books->in += count;
    books->passed += count;
    books->bytes += bytes;
}

void
books_passed_lines(struct books *books, uint64_t count)
{
    books->passed += count;
}

void
books_made_lines(struct books *books, uint64_t count)
{
    books->made += count;
}

void
books_written(struct books *books, uint64_t bytes)
{
    books->bytes += bytes;
}

void
books_note(struct books *books, const char *name, uint64_t count)
{
    figures_add(&books->notes, name, count);
}

static void
reject(struct books *books, const struct reject *reject)
{
    books->rejected++;
    if (books->rejects == -1) {
        messages_say(books->messages, reject->place, text_of(reject->why));
        return;
    }
    rejects_format(&books->line, books->options->program->name, reject);
    if (!file_write(books->rejects, buffer_text(&books->line)))
        books_problem(books, EX_IOERR, NULL, "rejects: %s: %s",
                      books->options->rejects, strerror(errno));
}

void
books_rejected(struct books *books, const struct place *place, const char *why,
               struct text raw, struct text context)
{
    if (raw.at == NULL)
        raw = TEXT("");
    reject(books,
           &(struct reject){
               .place = place, .why = why, .raw = raw, .context = context});
}

void
books_rejected_long(struct books *books, const struct place *place,
                    const char *why, uint64_t raw_bytes, const char *raw_digest)
{
    reject(books, &(struct reject){.place = place,
                                   .why = why,
                                   .raw_bytes = raw_bytes,
                                   .raw_digest = raw_digest});
}

void
books_uses(struct books *books, const char *role, struct text digest)
{
    if (books->uses.len > 0)
        buffer_add_char(&books->uses, ',');
    buffer_add_json_string(&books->uses, text_of(role));
    buffer_add_char(&books->uses, ':');
    buffer_add_json_string(&books->uses, digest);
}

void
books_uses_file(struct books *books, const char *role, const char *path)
{
    struct digester *digester = digester_new();
    char block[1 << 14], digest[DIGEST_TEXT];
    int fd = file_open(path, O_RDONLY, 0);
    ssize_t count;

    if (fd == -1)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: %s", role, path,
                   strerror(errno));
    while ((count = file_read(fd, block, sizeof(block))) > 0)
        digester_add(digester, (struct text){block, (size_t)count});
    if (count < 0)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: %s", role, path,
                   strerror(errno));
    close(fd);
    digest_format(digest, digester_value(digester));
    books_uses(books, role, (struct text){digest, DIGEST_TEXT});
    digester_free(digester);
}

void
books_upstream_begin(struct books *books, struct text line)
{
    upstream_begin(books->upstream, line);
}

void
books_upstream_end(struct books *books, struct text line)
{
    upstream_end(books->upstream, line);
}

void
books_upstream_lines(struct books *books, uint64_t count)
{
    upstream_lines(books->upstream, count);
}

bool
books_upstream_seen(const struct books *books)
{
    return upstream_seen(books->upstream);
}

uint64_t
books_rejected_upstream(const struct books *books)
{
    return upstream_rejected(books->upstream);
}

uint64_t
books_rejected_here(const struct books *books)
{
    return books->rejected;
}
