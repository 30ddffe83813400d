#include "ports/container.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/buffer.h"
#include "ports/intake.h"
#include "ports/zipend.h"
#include "ports/ziphead.h"

enum { TAR_BLOCK = 512, TAR_END = 2 * TAR_BLOCK, ZIP_SIGNATURE = 4 };

struct container {
    struct archive *archive;
    struct intake *intake;
    enum container_format format;
    enum container_found state; /* MEMBER until all is over, one way or other */
    uint64_t members;           /* of any kind */
    struct buffer name;

    /* The current member. */
    bool is_open;
    bool is_over; /* all of it was read */
    bool is_damaged;
    bool is_encrypted;
    const char *block; /* the library's; from block_at on */
    size_t block_len;
    int64_t block_at;
    int64_t at; /* where the reader is: in the block, or in a hole before it */

    const char *why;
    char told[200];
};

static ssize_t
more(struct archive *archive, void *context, const void **at)
{
    struct container *container = context;
    ssize_t count = intake_next(container->intake, at);

    (void)archive;
    return count < 0 ? ARCHIVE_FATAL : count;
}

static void
expect(int status)
{
    if (status != ARCHIVE_OK)
        errx(EX_OSERR, "libarchive cannot begin");
}

struct container *
container_open(enum container_format format, container_source *source,
               void *context)
{
    struct container *self = calloc(1, sizeof(*self));

    if (self == NULL)
        err(EX_OSERR, NULL);
    self->archive = archive_read_new();
    if (self->archive == NULL)
        err(EX_OSERR, NULL);
    self->format = format;
    self->state = CONTAINER_MEMBER;
    self->intake = intake_new(source, context);
    if (format == CONTAINER_TAR)
        expect(archive_read_support_format_tar(self->archive));
    else
        expect(archive_read_support_format_zip_streamable(self->archive));
    /* Its first look at the input; what fails here, container_next() tells. */
    archive_read_open(self->archive, self, NULL, more, NULL);
    return self;
}

void
container_close(struct container *self)
{
    if (self == NULL)
        return;
    archive_read_free(self->archive);
    intake_free(self->intake);
    buffer_free(&self->name);
    free(self);
}

const char *
container_why(const struct container *self)
{
    return self->why;
}

static enum container_found
bad(struct container *self, const char *why)
{
    self->why = why;
    self->state = CONTAINER_BAD;
    return CONTAINER_BAD;
}

/* Whether the library failed for want of more input; -5 is zlib's Z_BUF_ERROR. */
static bool
is_cut(const struct container *self, const char *text)
{
    size_t least = self->format == CONTAINER_TAR ? TAR_BLOCK : ZIP_SIGNATURE;

    return text == NULL || strstr(text, "runcated") != NULL
           || strstr(text, "(-5)") != NULL
           || intake_taken(self->intake) < least;
}

/* What the library said last, under a code of ours. */
static const char *
told(struct container *self)
{
    const char *text = archive_error_string(self->archive);
    const char *kind = self->format == CONTAINER_TAR ? "tar" : "zip";

    if (intake_failed(self->intake))
        return "bad_input: what the container lies in is damaged";
    snprintf(self->told, sizeof(self->told), "%s_%s: %s",
             is_cut(self, text) ? "cut" : "bad", kind,
             text == NULL ? "it ends too early" : text);
    return self->told;
}

/* A name that the locale's charset lacks is no damage: the bytes are there as stored. */
static bool
is_well(struct container *self, int status)
{
    const char *text = archive_error_string(self->archive);

    return status == ARCHIVE_OK
           || (status == ARCHIVE_WARN && text != NULL
               && strstr(text, "be converted from") != NULL);
}

/* The input to its end, so that whoever unpacks it gets to check its trailer. */
static bool
drain(struct container *self, struct zipend *zipend)
{
    const void *at;
    ssize_t count;

    while ((count = intake_next(self->intake, &at)) > 0)
        if (zipend != NULL)
            zipend_add(zipend, at, (size_t)count);
    return count == 0;
}

/* `at` is where the library looked for one more member, of which there was none. */
static enum container_found
finish_tar(struct container *self, uint64_t at)
{
    uint64_t end = (uint64_t)archive_filter_bytes(self->archive, 0);

    if (!drain(self, NULL))
        return bad(self, told(self));
    if (intake_content(self->intake) > end)
        return bad(self, "trailing_bytes: after the end of the tar");
    if (end - at < TAR_END || intake_content(self->intake) > end - TAR_END)
        return bad(self, "cut_tar: the two blocks that end it are missing");
    self->state = CONTAINER_END;
    return CONTAINER_END;
}

static enum container_found
finish_zip(struct container *self, uint64_t at)
{
    struct zipend zipend = {0};
    char piece[4096];
    uint64_t taken = intake_taken(self->intake);
    const char *why;

    at = ziphead_next(self->intake, at);
    while (at < taken) { /* what the library has read ahead */
        size_t count = taken - at < sizeof(piece) ? taken - at : sizeof(piece);

        if (!intake_copy(self->intake, at, piece, count))
            return bad(self, "bad_zip: bytes that belong to no member");
        zipend_add(&zipend, piece, count);
        at += count;
    }
    if (!drain(self, &zipend))
        return bad(self, told(self));
    why = zipend_why(&zipend, self->members);
    if (why != NULL)
        return bad(self, why);
    self->state = CONTAINER_END;
    return CONTAINER_END;
}

/* At the end block_at is the size, behind a hole if the file ends in one. */
static void
next_block(struct container *self)
{
    const void *block = NULL;
    size_t len = 0;
    int64_t from = self->at;
    int status = archive_read_data_block(self->archive, &block, &len, &from);

    self->is_over = status == ARCHIVE_EOF;
    self->is_damaged = status < ARCHIVE_OK || from < self->at;
    if (self->is_damaged)
        self->why = status < ARCHIVE_OK
                        ? told(self)
                        : "bad_tar: parts of a sparse member overlap";
    if (status == ARCHIVE_FATAL)
        self->state = CONTAINER_BAD;
    if (status != ARCHIVE_OK
        && status != ARCHIVE_WARN) /* a warning has bytes */
        len = 0;
    if (from < self->at || status < ARCHIVE_WARN)
        from = self->at;
    self->block = block;
    self->block_len = len;
    self->block_at = from;
}

ssize_t
container_read(struct container *self, void *at, size_t room)
{
    uint64_t count;

    while (self->at == self->block_at + (int64_t)self->block_len) {
        if (self->is_damaged || self->is_over)
            return self->is_damaged ? -1 : 0;
        next_block(self);
    }
    if (self->at < self->block_at) {
        count = (uint64_t)(self->block_at - self->at);
        count = count < room ? count : room;
        memset(at, 0, count);
    } else {
        count = self->block_len - (uint64_t)(self->at - self->block_at);
        count = count < room ? count : room;
        memcpy(at, self->block + (self->at - self->block_at), count);
    }
    self->at += (int64_t)count;
    return (ssize_t)count;
}

/*
 * Past the rest of the current member. Of a zip it is read, since only then are its CRC checked and its data
 * descriptor taken.
 */
static bool
leave_member(struct container *self)
{
    bool was_damaged = self->is_damaged;

    if (!self->is_open)
        return true;
    self->is_open = false;
    if (self->format == CONTAINER_ZIP)
        while (!self->is_over && !self->is_damaged)
            next_block(self);
    if (self->is_damaged && !was_damaged)
        return false;
    if (archive_read_data_skip(self->archive) >= ARCHIVE_WARN)
        return true;
    self->why =
        self->is_encrypted
            ? "encrypted: nor can its end be found, so all behind it is lost"
            : told(self);
    return false;
}

static bool
enter_zip(struct container *self, uint64_t at, struct member *member)
{
    struct ziphead head;

    if (!ziphead_read(self->intake, ziphead_next(self->intake, at), &head,
                      &self->name)) {
        self->why = "bad_zip: bytes that belong to no member";
        return false;
    }
    member->encrypted = head.encrypted;
    member->time_s = head.time_s;
    return true;
}

static void
enter_tar(struct container *self, struct archive_entry *entry,
          struct member *member)
{
    const char *name = archive_entry_pathname(entry);

    buffer_clear(&self->name);
    if (name != NULL)
        buffer_add_string(&self->name, name);
    member->encrypted = false;
    member->time_s =
        archive_entry_mtime_is_set(entry) ? archive_entry_mtime(entry) : -1;
}

static enum container_found
enter_member(struct container *self, uint64_t at, struct archive_entry *entry,
             struct member *member)
{
    if (self->format == CONTAINER_TAR)
        enter_tar(self, entry, member);
    else if (!enter_zip(self, at, member))
        return bad(self, self->why);
    member->name = buffer_text(&self->name);
    self->members++;
    self->is_open = true;
    self->is_over = false;
    self->is_encrypted = member->encrypted;
    self->is_damaged = member->encrypted; /* reads fail at once */
    self->why = member->encrypted ? "encrypted: it needs a password" : NULL;
    self->block_len = 0;
    self->block_at = 0;
    self->at = 0;
    return CONTAINER_MEMBER;
}

static bool
is_file(struct archive_entry *entry)
{
    return archive_entry_filetype(entry) == AE_IFREG
           && archive_entry_hardlink(entry) == NULL;
}

enum container_found
container_next(struct container *self, struct member *member)
{
    struct archive_entry *entry;

    while (self->state == CONTAINER_MEMBER) {
        uint64_t at;
        int status;

        if (!leave_member(self))
            return bad(self, self->why);
        at = (uint64_t)archive_filter_bytes(self->archive, 0);
        status = archive_read_next_header(self->archive, &entry);
        if (status == ARCHIVE_EOF)
            return self->format == CONTAINER_TAR ? finish_tar(self, at)
                                                 : finish_zip(self, at);
        if (!is_well(self, status))
            return bad(self, told(self));
        if (enter_member(self, at, entry, member) == CONTAINER_BAD
            || is_file(entry))
            break;
    }
    return self->state;
}
