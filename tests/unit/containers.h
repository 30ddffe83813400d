/* containers - archives that libarchive writes to memory, and what is read of them by ports/container */
#ifndef HARK_TESTS_CONTAINERS_H
#define HARK_TESTS_CONTAINERS_H

#include "decoding.h"
#include "pieces.h"

#include <archive.h>
#include <archive_entry.h>

#include "ports/container.h"

static inline struct pieces
pieces_of(struct bytes bytes, size_t step)
{
    return (struct pieces){.rest = {(const char *)bytes.at, bytes.len},
                           .step = step};
}

/* What came out: of each member its name, its bytes, and a line end behind each. */
struct played {
    enum container_found found; /* BAD where any read was */
    struct bytes out;
    char why[200];
    size_t members;
};

static inline void
keep_why(struct played *played, const struct container *container)
{
    played->found = CONTAINER_BAD;
    assert_non_null(container_why(container));
    if (played->why[0] == '\0')
        snprintf(played->why, sizeof(played->why), "%s",
                 container_why(container));
}

static inline void
play_member(struct played *played, struct container *container,
            const struct member *member, size_t room)
{
    char *block = malloc(room);
    ssize_t count;

    bytes_add(&played->out, member->name.at, member->name.len);
    bytes_add(&played->out, "\n", 1);
    while ((count = container_read(container, block, room)) > 0)
        bytes_add(&played->out, block, (size_t)count);
    if (count < 0)
        keep_why(played, container);
    bytes_add(&played->out, "\n", 1);
    played->members++;
    free(block);
}

static inline struct played
play_pieces(enum container_format format, struct pieces *pieces, size_t room)
{
    struct container *container = container_open(format, pieces_give, pieces);
    struct played played = {CONTAINER_END, bytes_new(0), "", 0};
    enum container_found found;
    struct member member;

    while ((found = container_next(container, &member)) == CONTAINER_MEMBER)
        play_member(&played, container, &member, room);
    assert_int_equal(container_next(container, &member), found);
    if (found == CONTAINER_BAD)
        keep_why(&played, container);
    else if (played.found == CONTAINER_END)
        assert_true(pieces->has_ended);
    container_close(container);
    return played;
}

static inline struct played
play(enum container_format format, struct bytes bytes)
{
    struct pieces pieces = pieces_of(bytes, SIZE_MAX);

    return play_pieces(format, &pieces, 1 << 16);
}

static inline void
assert_played(enum container_format format, struct bytes bytes,
              struct bytes wanted)
{
    static const size_t steps[][2] = {
        {SIZE_MAX, 1 << 16}, {1, 1 << 16}, {SIZE_MAX, 1}, {511, 513}};

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        struct pieces pieces = pieces_of(bytes, steps[i][0]);
        struct played played = play_pieces(format, &pieces, steps[i][1]);

        assert_string_equal(played.why, "");
        assert_int_equal(played.found, CONTAINER_END);
        assert_bytes(played.out, wanted);
        free(played.out.at);
    }
}

static inline void
assert_refused(enum container_format format, struct bytes bytes,
               const char *code)
{
    struct played played = play(format, bytes);

    assert_int_equal(played.found, CONTAINER_BAD);
    assert_memory_equal(played.why, code, strlen(code));
    assert_non_null(strstr(played.why, ": "));
    free(played.out.at);
}

static inline la_ssize_t
written(struct archive *archive, void *context, const void *at, size_t count)
{
    (void)archive;
    bytes_add(context, at, count);
    return (la_ssize_t)count;
}

static inline struct archive *
begin(struct bytes *bytes, int format, const char *options)
{
    struct archive *archive = archive_write_new();

    *bytes = bytes_new(0);
    archive_write_set_format(archive, format);
    archive_write_set_options(archive, options);
    archive_write_set_bytes_per_block(archive, 0);
    assert_int_equal(archive_write_open(archive, bytes, NULL, written, NULL),
                     ARCHIVE_OK);
    return archive;
}

enum { TIME = 1253366400 };

static inline void
add_kind(struct archive *archive, const char *name, unsigned kind,
         struct bytes content)
{
    struct archive_entry *entry = archive_entry_new();

    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, kind);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, TIME, 0);
    archive_entry_set_size(entry, (la_int64_t)content.len);
    if (kind == AE_IFLNK)
        archive_entry_set_symlink(entry, "elsewhere");
    assert_true(archive_write_header(archive, entry) >= ARCHIVE_WARN);
    if (content.len > 0)
        assert_int_equal(archive_write_data(archive, content.at, content.len),
                         content.len);
    archive_entry_free(entry);
}

static inline void
add(struct archive *archive, const char *name, struct bytes content,
    struct bytes *wanted)
{
    add_kind(archive, name, AE_IFREG, content);
    bytes_add(wanted, name, strlen(name));
    bytes_add(wanted, "\n", 1);
    bytes_add(wanted, content.at, content.len);
    bytes_add(wanted, "\n", 1);
}

static inline void
finish(struct archive *archive)
{
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
}

/* Three members, the second empty, the third of `len` bytes. */
static inline struct bytes
pack(int format, const char *options, size_t len, struct bytes *wanted)
{
    struct bytes bytes, empty = {NULL, 0};
    struct bytes small = bytes_sample(100), large = bytes_sample(len);
    struct archive *archive = begin(&bytes, format, options);

    *wanted = bytes_new(0);
    add(archive, "a.json", small, wanted);
    add(archive, "folder/empty", empty, wanted);
    add(archive, "folder/b.json", large, wanted);
    finish(archive);
    free(small.at);
    free(large.at);
    return bytes;
}

static const int tars[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_GNUTAR,
                           ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE,
                           ARCHIVE_FORMAT_TAR};
enum { TARS = sizeof(tars) / sizeof(tars[0]) };

static const char *const zips[] = {"zip:compression=deflate",
                                   "zip:compression=store",
                                   "zip:compression=deflate,zip:zip64"};
enum { ZIPS = sizeof(zips) / sizeof(zips[0]) };

static inline struct bytes
of(const char *string)
{
    return (struct bytes){(uint8_t *)string, strlen(string)};
}

static inline void
add_zeros(struct bytes *tar, size_t len)
{
    uint8_t *zeros = calloc(1, len);

    bytes_add(tar, zeros, len);
    free(zeros);
}

#endif
