#include "stream/salvage.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream/archive.h"
#include "stream/replace.h"

enum { NAME_MOST = 200, TAIL = 150 };

void
salvage_path(struct buffer *path, const char *folder, struct text name)
{
    struct buffer plain = {0};
    struct text shown;

    for (size_t i = 0; i < name.len; i++) {
        unsigned char byte = (unsigned char)name.at[i];

        if (byte <= ' ' || byte == 0x7f || byte == '/' || byte == '%')
            buffer_printf(&plain, "%%%02X", byte);
        else
            buffer_add_char(&plain, (char)byte);
    }
    buffer_printf(path, "%s/", folder);
    shown = buffer_text(&plain);
    if (shown.len > NAME_MOST) {
        buffer_add_hex(path, digest64(name));
        buffer_add_char(path, '-');
        shown = text_from(shown, shown.len - TAIL);
    }
    buffer_add(path, shown);
    buffer_add_string(path, ".partial");
    buffer_free(&plain);
}

/* Its books are those of a run that nobody listens to. */
static struct options
options_aside(const struct books *books)
{
    struct options options = *books_options(books);

    options.rejects = options.stats = NULL;
    options.max_rejects = options.max_rejects_percent = -1;
    options.bare = options.sandbox = false;
    return options;
}

/* The exit status of it. */
static int
copy(const struct salvage *salvage, const struct options *options,
     struct input *input, int fd, uint64_t *records)
{
    struct books *books = books_open(options);
    struct bytes *bytes = input_bytes(input, &salvage->limits);
    struct writer *out;
    struct archive *archive;
    struct feed *feed;

    books_hush(books);
    out = writer_open_file(books, fd);
    feed = feed_new(books, out);
    archive = archive_open(feed, &salvage->limits);
    if (salvage->is_forced)
        archive_force(archive, salvage->shape);
    archive_copy(archive, bytes, buffer_text(&input->name), input->seen_s);
    *records = feed_records(feed);
    archive_close(archive);
    feed_free(feed);
    bytes_close(bytes);
    return writer_finish(out);
}

/* False with errno. */
static bool
publish(const char *from, const char *path, int fd, bool is_good)
{
    int reason;

    is_good = is_good && fsync(fd) == 0;
    reason = errno;
    close(fd);
    if (is_good && replace_file(from, path))
        return true;
    errno = is_good ? errno : reason;
    return false;
}

static bool
keep(const struct salvage *salvage, const struct books *books,
     struct input *input, const char *path, uint64_t *records)
{
    struct options options = options_aside(books);
    struct buffer next = {0};
    bool is_kept = false;
    int fd, reason;

    buffer_printf(&next, "%s.%ld", path, (long)getpid());
    fd = open(buffer_string(&next), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
              0600);
    if (fd != -1) {
        int kept = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        bool is_good = copy(salvage, &options, input, fd, records) != EX_IOERR;

        errno = EIO; /* which its books have forgotten */
        if (*records > 0)
            is_kept = publish(next.at, path, kept, is_good);
        else
            close(kept);
    }
    reason = errno;
    if (fd != -1 && !is_kept)
        unlink(next.at);
    buffer_free(&next);
    errno = reason;
    return fd != -1 && (is_kept || *records == 0);
}

uint64_t
salvage_take(const struct salvage *salvage, struct books *books,
             struct input *input)
{
    struct buffer path = {0};
    uint64_t records = 0;

    salvage_path(&path, salvage->folder, buffer_text(&input->name));
    if ((mkdir(salvage->folder, 0700) != 0 && errno != EEXIST)
        || !keep(salvage, books, input, buffer_string(&path), &records)) {
        books_problem(books, EX_CANTCREAT, NULL, "cannot_create: %s: %s",
                      buffer_string(&path), strerror(errno));
        records = 0;
    }
    if (records > 0)
        books_note(books, "salvaged", 1);
    buffer_free(&path);
    return records;
}
