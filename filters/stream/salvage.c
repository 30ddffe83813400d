#include "stream/salvage.h"

#include <errno.h>
#include <sys/stat.h>
#include <sysexits.h>
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

/* It has its name once it is whole. 0, or an exit status with errno. */
static int
keep(const struct salvage *salvage, const struct books *books,
     struct input *input, const char *path, uint64_t *records)
{
    struct options options = options_aside(books);
    struct replacement *new = replace_begin(path, 0600);
    int fd = new == NULL ? -1 : dup(replace_fd(new)); /* the writer's */
    int status;

    if (fd == -1) {
        replace_drop(new);
        return EX_CANTCREAT;
    }
    status = copy(salvage, &options, input, fd, records);
    if (status == EX_IOERR || status == EX_NOINPUT || *records == 0) {
        replace_drop(new);
        errno = EIO; /* its books have said why */
        return *records == 0 && status == EX_DATAERR ? 0 : EX_IOERR;
    }
    return replace_end(new) ? 0 : EX_CANTCREAT;
}

uint64_t
salvage_take(const struct salvage *salvage, struct books *books,
             struct input *input)
{
    struct buffer path = {0};
    uint64_t records = 0;
    int status;

    salvage_path(&path, salvage->folder, buffer_text(&input->name));
    buffer_string(&path);
    status = mkdir(salvage->folder, 0700) != 0 && errno != EEXIST
                 ? EX_CANTCREAT
                 : keep(salvage, books, input, path.at, &records);
    if (status != 0) {
        books_problem(books, status, NULL, "%s: %s: %s",
                      status == EX_IOERR ? "cannot_write" : "cannot_create",
                      path.at, strerror(errno));
        records = 0;
    }
    if (records > 0)
        books_note(books, "salvaged", 1);
    buffer_free(&path);
    return records;
}
