#include "base/spill.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"

enum { HELD = 128 * 1024 };

struct spill {
    int fd;
    const char *directory;
    uint64_t written; /* in the file */
    size_t held;      /* in bytes[], behind it */
    char bytes[HELD];
};

static const char *
folder(const char *directory)
{
    const char *set = getenv("TMPDIR");

    if (directory != NULL)
        return directory;
    return set != NULL && set[0] != '\0' ? set : "/tmp";
}

/* For file systems that know no O_TMPFILE. */
static int
open_and_unlink(const char *directory)
{
    char *name;
    int fd;

    if (asprintf(&name, "%s/hark-XXXXXX", directory) < 0)
        err(EX_OSERR, "%s", directory);
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0 && unlink(name) != 0)
        err(EX_CANTCREAT, "%s", name);
    free(name);
    return fd;
}

struct spill *
spill_open(const char *directory)
{
    struct spill *spill = malloc(sizeof(*spill));

    if (spill == NULL)
        err(EX_OSERR, "a spill");
    directory = folder(directory);
    spill->directory = directory;
    spill->written = 0;
    spill->held = 0;
    spill->fd = file_open(directory, O_TMPFILE | O_RDWR, 0600);
    if (spill->fd < 0)
        spill->fd = open_and_unlink(directory);
    if (spill->fd < 0)
        err(EX_CANTCREAT, "a temporary file in %s", directory);
    return spill;
}

void
spill_close(struct spill *spill)
{
    if (spill == NULL)
        return;
    close(spill->fd);
    free(spill);
}

static void
write_all(struct spill *spill, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t done = pwrite(spill->fd, bytes, count, (off_t)spill->written);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            err(EX_IOERR, "writing the temporary file in %s", spill->directory);
        spill->written += (uint64_t)done;
        bytes += done;
        count -= (size_t)done;
    }
}

static void
flush(struct spill *spill)
{
    write_all(spill, spill->bytes, spill->held);
    spill->held = 0;
}

uint64_t
spill_write(struct spill *spill, const void *bytes, size_t count)
{
    uint64_t offset = spill_size(spill);

    if (count > HELD - spill->held)
        flush(spill);
    if (count >= HELD) {
        write_all(spill, bytes, count);
    } else if (count > 0) {
        memcpy(spill->bytes + spill->held, bytes, count);
        spill->held += count;
    }
    return offset;
}

void
spill_read(struct spill *spill, uint64_t offset, void *bytes, size_t count)
{
    char *out = bytes;

    if (offset + count > spill->written)
        flush(spill);
    while (count > 0) {
        ssize_t done = pread(spill->fd, out, count, (off_t)offset);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            err(EX_IOERR, "reading the temporary file in %s", spill->directory);
        if (done == 0)
            errx(EX_IOERR,
                 "the temporary file in %s is shorter than was written",
                 spill->directory);
        out += done;
        offset += (uint64_t)done;
        count -= (size_t)done;
    }
}

uint64_t
spill_size(const struct spill *spill)
{
    return spill->written + spill->held;
}
