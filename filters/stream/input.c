#include "stream/input.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "stream/operand.h"

enum { BLOCK = 128 << 10, PIPE = 1 << 20 };

static struct stamp
stamp_of(const struct stat *status)
{
    return (struct stamp){status->st_size,
                          (int64_t)status->st_mtim.tv_sec * 1000000000
                              + status->st_mtim.tv_nsec};
}

bool
input_stamp(const char *operand, struct stamp *stamp)
{
    struct stat status;

    if (stat(operand, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    *stamp = stamp_of(&status);
    return true;
}

static bool
cannot_open(const struct input *input, struct books *books, const char *why)
{
    struct place place = {.archive = buffer_text(&input->name), .part = -1};

    books_problem(books, EX_NOINPUT, &place, "cannot_open: %s", why);
    return false;
}

static bool
look(struct input *input, struct books *books)
{
    struct stat status;

    if (fstat(input->fd, &status) != 0)
        return cannot_open(input, books, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return cannot_open(input, books, "it is a directory");
    input->is_file = S_ISREG(status.st_mode);
    if (!input->is_file) {
        buffer_clear(&input->key); /* /dev/fd/63 is another the next time */
        return true;
    }
    input->stamp = stamp_of(&status);
    input->start = lseek(input->fd, 0, SEEK_CUR);
    if (input->start == -1)
        return cannot_open(input, books, strerror(errno));
    if (!input->is_url)
        input->seen_s = status.st_mtim.tv_sec;
    return true;
}

/* What a URL is shown as may stand for several: by what is left out of it they differ. */
static bool
open_url(struct input *input, struct downloads *downloads)
{
    struct download download;

    input->is_url = true;
    operand_show(&input->name, input->operand);
    buffer_add(&input->key, buffer_text(&input->name));
    if (!text_equal(buffer_text(&input->name), text_of(input->operand))) {
        buffer_add_char(&input->key, '?');
        buffer_add_hex(&input->key, digest64(text_of(input->operand)));
    }
    if (!downloads_get(downloads, input->operand, &download))
        return false;
    input->fd = download.fd;
    input->seen_s = download.seen_s;
    input->is_delimited = download.is_delimited;
    return true;
}

static bool
open_file(struct input *input, struct books *books)
{
    buffer_add_string(&input->name, input->operand);
    if (strcmp(input->operand, "-") == 0) {
        input->fd = dup(STDIN_FILENO);
        fcntl(input->fd, F_SETPIPE_SZ, PIPE); /* a wish; files have none */
    } else {
        buffer_add_string(&input->key, input->operand);
        input->fd = file_open(input->operand, O_RDONLY, 0);
    }
    return input->fd != -1 || cannot_open(input, books, strerror(errno));
}

bool
input_open(struct input *input, struct books *books,
           struct downloads *downloads, const char *operand)
{
    *input = (struct input){.operand = operand, .fd = -1};
    return (operand_is_url(operand) ? open_url(input, downloads)
                                    : open_file(input, books))
           && look(input, books);
}

void
input_close(struct input *input)
{
    if (input->fd != -1)
        close(input->fd);
    buffer_free(&input->name);
    buffer_free(&input->key);
}

static const char *
temporary_folder(void)
{
    const char *set = getenv("TMPDIR");

    return set != NULL && set[0] != '\0' ? set : "/tmp";
}

void
input_allow(struct books *books)
{
    books_may_write(books, temporary_folder());
}

/* Without a name from its first moment on. */
static int
open_temporary(void)
{
    const char *folder = temporary_folder();
    struct buffer name = {0};
    int fd = file_open(folder, O_TMPFILE | O_RDWR, 0600);

    if (fd != -1)
        return fd;
    buffer_printf(&name, "%s/hark-XXXXXX", folder); /* no O_TMPFILE there */
    buffer_string(&name);
    fd = mkostemp(name.at, O_CLOEXEC);
    if (fd != -1)
        unlink(name.at);
    buffer_free(&name);
    return fd;
}

static void
copy_to(const struct input *input, int fd, struct books *books)
{
    struct place place = {.archive = buffer_text(&input->name), .part = -1};
    char block[BLOCK];
    ssize_t count;

    while ((count = file_read(input->fd, block, sizeof(block))) != 0) {
        if (count < 0)
            books_fail(books, EX_IOERR, &place, "cannot_read: %s",
                       strerror(errno));
        if (!file_write(fd, (struct text){block, (size_t)count}))
            books_fail(books, EX_IOERR, &place,
                       "cannot_write: the temporary file in %s: %s",
                       temporary_folder(), strerror(errno));
    }
}

void
input_spool(struct input *input, struct books *books)
{
    int fd;

    if (input->is_file)
        return;
    fd = open_temporary();
    if (fd == -1)
        books_fail(books, EX_CANTCREAT, NULL,
                   "cannot_create: a temporary file in %s: %s",
                   temporary_folder(), strerror(errno));
    copy_to(input, fd, books);
    close(input->fd);
    input->fd = fd;
    input->start = 0;
    input->is_file = true;
}

static void
cannot_read(struct input *input)
{
    err(EX_IOERR, "%s: cannot_read", buffer_string(&input->name));
}

struct bytes *
input_bytes(struct input *input, const struct bytes_limits *limits)
{
    if (input->is_file && lseek(input->fd, input->start, SEEK_SET) == -1)
        cannot_read(input);
    return bytes_over_file(input->fd, buffer_string(&input->name), limits);
}

struct digest
input_digest(struct input *input)
{
    struct digester *digester = digester_new();
    char block[BLOCK];
    off_t at = input->start;
    ssize_t count;
    struct digest digest;

    while ((count = pread(input->fd, block, sizeof(block), at)) != 0) {
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            cannot_read(input);
        digester_add(digester, (struct text){block, (size_t)count});
        at += count;
    }
    digest = digester_value(digester);
    digester_free(digester);
    return digest;
}
