#include "stream/books.h"

#include <assert.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "ports/digest.h"
#include "stream/message.h"
#include "stream/record.h"
#include "stream/rejects.h"
#include "stream/upstream.h"

/* Figures under names that are constant strings, in the order first met. */
struct tally {
    struct tally_row {
        const char *name;
        uint64_t count;
    } * rows;
    size_t count;
};

struct books {
    const struct options *options;
    struct messages *messages;
    struct upstream *upstream;
    uint64_t in, passed, used, rejected, made, bytes;
    struct tally dropped, kinds, notes;
    struct buffer uses; /* "rules":"…" , … */
    struct buffer line;
    int rejects; /* file, or -1 */
    bool settled;
    int told;          /* the status that stands in --stats */
    uint32_t problems; /* a bit a status, in the order of precedence */
};

static const int precedence[] = {EX_SOFTWARE, EX_IOERR,   EX_CANTCREAT,
                                 EX_OSERR,    EX_CONFIG,  STATUS_REFUSED,
                                 EX_PROTOCOL, EX_DATAERR, EX_UNAVAILABLE,
                                 EX_TEMPFAIL, EX_NOINPUT};
enum { STATUSES = sizeof(precedence) / sizeof(*precedence) };

static void
set_status(struct books *books, int status)
{
    for (size_t i = 0; i < STATUSES; i++)
        if (precedence[i] == status) {
            books->problems |= 1U << i;
            return;
        }
    assert(!"a status of the table");
}

static int
status_of(const struct books *books)
{
    for (size_t i = 0; i < STATUSES; i++)
        if ((books->problems & 1U << i) != 0)
            return precedence[i];
    return 0;
}

static void
tally_add(struct tally *tally, const char *name, uint64_t count)
{
    size_t i = 0;

    while (i < tally->count && tally->rows[i].name != name
           && strcmp(tally->rows[i].name, name) != 0)
        i++;
    if (i == tally->count) {
        tally->rows =
            reallocarray(tally->rows, ++tally->count, sizeof(*tally->rows));
        if (tally->rows == NULL)
            err(EX_OSERR, "books");
        tally->rows[i] = (struct tally_row){name, 0};
    }
    tally->rows[i].count += count;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct tally_row *)a)->name,
                  ((const struct tally_row *)b)->name);
}

static void
write_tally(struct buffer *out, const char *name, struct tally *tally)
{
    if (tally->count > 0)
        qsort(tally->rows, tally->count, sizeof(*tally->rows), by_name);
    buffer_printf(out, ",\"%s\":{", name);
    for (size_t i = 0; i < tally->count; i++) {
        buffer_add_string(out, i == 0 ? "" : ",");
        buffer_add_json_string(out, text_of(tally->rows[i].name));
        buffer_printf(out, ":%llu", (unsigned long long)tally->rows[i].count);
    }
    buffer_add_char(out, '}');
}

struct books *
books_open(const struct options *options)
{
    struct books *books = calloc(1, sizeof(*books));

    if (books == NULL)
        err(EX_OSERR, "books");
    books->options = options;
    books->messages = messages_new(options->program->name);
    books->upstream = upstream_new();
    books->rejects = -1;
    if (options->rejects != NULL) {
        books->rejects = open(options->rejects,
                              O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (books->rejects == -1)
            books_fail(books, EX_CANTCREAT, NULL, "rejects: %s: %s",
                       options->rejects, strerror(errno));
    }
    return books;
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
books_used(struct books *books)
{
    books->used++;
}

void
books_dropped(struct books *books, const char *reason)
{
    tally_add(&books->dropped, reason, 1);
}

void
books_dropped_many(struct books *books, const char *reason, uint64_t count)
{
    if (count > 0)
        tally_add(&books->dropped, reason, count);
}

void
books_passed(struct books *books, const char *kind, size_t bytes)
{
    books->passed++;
    books->bytes += bytes;
    if (kind != NULL && *kind != '\0')
        tally_add(&books->kinds, kind, 1);
}

void
books_made(struct books *books, const char *kind, size_t bytes)
{
    books->made++;
    books->bytes += bytes;
    if (kind != NULL && *kind != '\0')
        tally_add(&books->kinds, kind, 1);
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
    tally_add(&books->notes, name, count);
}

static bool
write_whole(int fd, struct text text)
{
    while (text.len > 0) {
        ssize_t done = write(fd, text.at, text.len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        text = text_from(text, (size_t)done);
    }
    return true;
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
    if (!write_whole(books->rejects, buffer_text(&books->line)))
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
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count;

    if (fd == -1)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: %s", role, path,
                   strerror(errno));
    while ((count = read(fd, block, sizeof(block))) > 0)
        digester_add(digester, (struct text){block, (size_t)count});
    if (count < 0)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: %s", role, path,
                   strerror(errno));
    close(fd);
    digest_format(digest, digester_value(digester));
    books_uses(books, role, (struct text){digest, DIGEST_TEXT});
    digester_free(digester);
}

static void
say(struct books *books, const struct place *place, const char *format,
    va_list values)
{
    char *text;

    if (vasprintf(&text, format, values) == -1)
        err(EX_OSERR, "message");
    messages_say(books->messages, place, text_of(text));
    free(text);
}

void
books_problem(struct books *books, int status, const struct place *place,
              const char *format, ...)
{
    va_list values;

    va_start(values, format);
    say(books, place, format, values);
    va_end(values);
    set_status(books, status);
}

void
books_warn(struct books *books, const struct place *place, const char *format,
           ...)
{
    va_list values;

    va_start(values, format);
    say(books, place, format, values);
    va_end(values);
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

/* Of the program, its options and its operands' names: nothing of the clock. */
static uint64_t
stream_id(const struct books *books)
{
    const struct options *options = books->options;
    struct buffer all = {0};
    uint64_t id;

    buffer_printf(&all, "%s%c%.*s", options->program->name, 0,
                  TEXT_ARGS(options->given));
    for (size_t i = 0; i < options->file_count; i++)
        buffer_printf(&all, "%c%s", 0, options->files[i]);
    id = digest64(buffer_text(&all));
    buffer_free(&all);
    return id;
}

static void
write_head(const struct books *books, struct buffer *out, const char *kind)
{
    buffer_printf(out, RECORD_PREFIX "%s\",\"stream\":\"", kind);
    buffer_add_hex(out, stream_id(books));
    buffer_printf(out, "\",\"by\":\"%s\"", books->options->program->name);
}

void
books_write_begin(struct books *books, struct buffer *out)
{
    write_head(books, out, "begin");
    if (books->options->provenance) {
        struct buffer repaired = {0};

        buffer_add_string(out,
                          ",\"version\":\"" HARK_VERSION "\",\"options\":");
        utf8_repair(&repaired, books->options->given);
        buffer_add_json_string(out, buffer_text(&repaired));
        buffer_free(&repaired);
        buffer_printf(out, ",\"uses\":{%.*s}",
                      TEXT_ARGS(buffer_text(&books->uses)));
    }
    buffer_add(out, TEXT("}\n"));
}

static uint64_t
written(const struct books *books)
{
    return books->passed + books->made;
}

static void
write_figures(struct books *books, struct buffer *out)
{
    buffer_printf(out,
                  ",\"status\":%d,\"in\":%llu,\"passed\":%llu,\"used\":%llu,"
                  "\"rejected\":%llu",
                  status_of(books), (unsigned long long)books->in,
                  (unsigned long long)books->passed,
                  (unsigned long long)books->used,
                  (unsigned long long)books->rejected);
    write_tally(out, "dropped", &books->dropped);
    buffer_printf(out, ",\"made\":%llu,\"out\":%llu,\"bytes\":%llu",
                  (unsigned long long)books->made,
                  (unsigned long long)written(books),
                  (unsigned long long)books->bytes);
    if (books->kinds.count > 0)
        write_tally(out, "kinds", &books->kinds);
    if (books->notes.count > 0)
        write_tally(out, "notes", &books->notes);
}

void
books_write_end(struct books *books, struct buffer *out)
{
    write_head(books, out, "end");
    write_figures(books, out);
    buffer_add(out, TEXT(",\"chain\":["));
    buffer_add(out, upstream_chain(books->upstream));
    buffer_add(out, TEXT("]}\n"));
}

static void
write_stats(struct books *books)
{
    const char *path = books->options->stats;
    int fd;

    if (path == NULL)
        return;
    fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    buffer_clear(&books->line);
    books_write_end(books, &books->line);
    if (fd == -1)
        books_problem(books, EX_CANTCREAT, NULL, "stats: %s: %s", path,
                      strerror(errno));
    else if (!write_whole(fd, buffer_text(&books->line)) | (close(fd) != 0))
        books_problem(books, EX_IOERR, NULL, "stats: %s: %s", path,
                      strerror(errno));
    books->told = status_of(books);
}

void
books_fail(struct books *books, int status, const struct place *place,
           const char *format, ...)
{
    va_list values;

    va_start(values, format);
    say(books, place, format, values);
    va_end(values);
    if (books->settled) { /* the end record itself: stats said otherwise */
        set_status(books, status);
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
    uint64_t told = books->passed + books->used + books->rejected;

    for (size_t i = 0; i < books->dropped.count; i++)
        told += books->dropped.rows[i].count;
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
    if (books->rejects != -1 && close(books->rejects) != 0)
        books_problem(books, EX_IOERR, NULL, "rejects: %s: %s",
                      books->options->rejects, strerror(errno));
}

/* Before the end record, which is to tell of a failure here too. */
int
books_settle(struct books *books)
{
    if (!books->settled) {
        books->settled = true;
        settle_upstream(books);
        settle_rejects(books);
        settle_identity(books);
        close_rejects(books);
        write_stats(books);
    }
    return status_of(books);
}

int
books_close(struct books *books)
{
    int status;

    if (books_settle(books) != books->told)
        write_stats(books);
    status = status_of(books);
    messages_close(books->messages);
    upstream_free(books->upstream);
    buffer_free(&books->uses);
    buffer_free(&books->line);
    free(books->dropped.rows);
    free(books->kinds.rows);
    free(books->notes.rows);
    free(books);
    return status;
}
