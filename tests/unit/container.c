#include "decoding.h"
#include "pieces.h"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include "ports/container.h"

static struct pieces
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

static void
keep_why(struct played *played, const struct container *container)
{
    played->found = CONTAINER_BAD;
    assert_non_null(container_why(container));
    if (played->why[0] == '\0')
        snprintf(played->why, sizeof(played->why), "%s",
                 container_why(container));
}

static void
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

static struct played
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

static struct played
play(enum container_format format, struct bytes bytes)
{
    struct pieces pieces = pieces_of(bytes, SIZE_MAX);

    return play_pieces(format, &pieces, 1 << 16);
}

static void
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

static void
assert_refused(enum container_format format, struct bytes bytes,
               const char *code)
{
    struct played played = play(format, bytes);

    assert_int_equal(played.found, CONTAINER_BAD);
    assert_memory_equal(played.why, code, strlen(code));
    assert_non_null(strstr(played.why, ": "));
    free(played.out.at);
}

/* Archives are written by libarchive to memory, as into a pipe. */

static la_ssize_t
written(struct archive *archive, void *context, const void *at, size_t count)
{
    (void)archive;
    bytes_add(context, at, count);
    return (la_ssize_t)count;
}

static struct archive *
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

static void
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

static void
add(struct archive *archive, const char *name, struct bytes content,
    struct bytes *wanted)
{
    add_kind(archive, name, AE_IFREG, content);
    bytes_add(wanted, name, strlen(name));
    bytes_add(wanted, "\n", 1);
    bytes_add(wanted, content.at, content.len);
    bytes_add(wanted, "\n", 1);
}

static void
finish(struct archive *archive)
{
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
}

/* Three members, the second empty, the third of `len` bytes. */
static struct bytes
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

static void
tars_of_every_dialect_come_out_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < TARS; i++) {
        struct bytes wanted, tar = pack(tars[i], "", 300000, &wanted);

        assert_played(CONTAINER_TAR, tar, wanted);
        free(tar.at);
        free(wanted.at);
    }
}

static void
zips_of_every_kind_come_out_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < ZIPS; i++) {
        struct bytes wanted;
        struct bytes zip = pack(ARCHIVE_FORMAT_ZIP, zips[i], 300000, &wanted);

        assert_played(CONTAINER_ZIP, zip, wanted);
        free(zip.at);
        free(wanted.at);
    }
}

static void
a_tar_cut_anywhere_is_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < TARS; i++) {
        struct bytes wanted, tar = pack(tars[i], "", 3000, &wanted);
        size_t whole = tar.len;

        /* libarchive pads to a record of 10 KiB; the end is two blocks. */
        while (memcmp(tar.at + whole - 1536, "\0", 1) == 0
               && memcmp(tar.at + whole - 1536, tar.at + whole - 512, 512) == 0)
            whole -= 512;
        for (size_t len = 0; len < whole; len += len % 512 ? 1 : 257) {
            if (len % 512 > 3 && len % 512 < 509)
                len += 509 - len % 512 < 101 ? 509 - len % 512 : 101;
            assert_refused(CONTAINER_TAR, (struct bytes){tar.at, len},
                           "cut_tar: ");
        }
        for (size_t len = whole; len <= tar.len; len += 256) {
            struct bytes enough = {tar.at, len};
            struct played played = play(CONTAINER_TAR, enough);

            assert_int_equal(played.found, CONTAINER_END);
            assert_bytes(played.out, wanted);
            free(played.out.at);
        }
        free(tar.at);
        free(wanted.at);
    }
}

static void
a_zip_cut_anywhere_is_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < ZIPS; i++) {
        struct bytes wanted;
        struct bytes zip = pack(ARCHIVE_FORMAT_ZIP, zips[i], 500, &wanted);

        for (size_t len = 0; len < zip.len; len++)
            assert_refused(CONTAINER_ZIP, (struct bytes){zip.at, len},
                           "cut_zip: ");
        free(zip.at);
        free(wanted.at);
    }
}

static void
only_regular_files_are_handed_out(void **state)
{
    static const unsigned kinds[] = {AE_IFDIR, AE_IFLNK, AE_IFIFO, AE_IFCHR};
    struct bytes bytes, wanted, empty = {NULL, 0};
    struct bytes content = bytes_sample(700);
    struct archive *archive;
    struct archive_entry *link = archive_entry_new();

    (void)state;
    wanted = bytes_new(0);
    archive = begin(&bytes, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, "");
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        add_kind(archive, "passed/over", kinds[i], empty);
        add(archive, "handed/out", content, &wanted);
    }
    archive_entry_set_pathname(link, "hard/link");
    archive_entry_set_filetype(link, AE_IFREG);
    archive_entry_set_hardlink(link, "handed/out");
    assert_int_equal(archive_write_header(archive, link), ARCHIVE_OK);
    archive_entry_free(link);
    finish(archive);
    assert_played(CONTAINER_TAR, bytes, wanted);
    free(bytes.at);
    archive = begin(&bytes, ARCHIVE_FORMAT_ZIP, "");
    wanted.len = 0;
    add_kind(archive, "passed/over/", AE_IFDIR, empty);
    add(archive, "handed/out", content, &wanted);
    add_kind(archive, "passed/over/", AE_IFDIR, empty);
    finish(archive);
    assert_played(CONTAINER_ZIP, bytes, wanted);
    free(bytes.at);
    free(wanted.at);
    free(content.at);
}

static void
names_are_bytes_as_stored(void **state)
{
    static char long_name[300];
    const char *const names[] = {
        "../../etc/passwd", "/absolute",        "na\xc3\xafve",
        "e\xcc\x81",        "caf\xe9 latin-1",  "a\nb\x1b[31m",
        "c:\\windows",      "\xff\xfe\x80\x81", long_name};
    struct bytes content = bytes_sample(10);

    (void)state;
    memset(long_name, 'n', sizeof(long_name) - 1);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        for (int zip = 0; zip < 2; zip++) {
            struct bytes bytes, wanted = bytes_new(0);
            struct archive *archive =
                begin(&bytes,
                      zip ? ARCHIVE_FORMAT_ZIP : ARCHIVE_FORMAT_TAR_GNUTAR, "");

            add(archive, names[i], content, &wanted);
            add(archive, "next", content, &wanted);
            finish(archive);
            assert_played(zip ? CONTAINER_ZIP : CONTAINER_TAR, bytes, wanted);
            free(bytes.at);
            free(wanted.at);
        }
    }
    free(content.at);
}

/* A block of a tar, its checksum made good. */
static void
add_block(struct bytes *tar, const char *name, char kind, size_t len)
{
    char block[512] = "";
    unsigned sum = 0;

    strcpy(block, name);
    memcpy(block + 100, "0000644", 8);
    memcpy(block + 108, "0000000", 8);
    memcpy(block + 116, "0000000", 8);
    snprintf(block + 124, 12, "%011o", (unsigned)len);
    memcpy(block + 136, "11255306600", 12);
    memset(block + 148, ' ', 8);
    block[156] = kind;
    memcpy(block + 257, "ustar\00000", 8);
    for (size_t i = 0; i < sizeof(block); i++)
        sum += (uint8_t)block[i];
    snprintf(block + 148, 8, "%06o", sum);
    bytes_add(tar, block, sizeof(block));
}

static void
add_padded(struct bytes *tar, const void *at, size_t len)
{
    static const uint8_t zeros[512];

    bytes_add(tar, at, len);
    bytes_add(tar, zeros, (512 - len % 512) % 512);
}

static void
add_zeros(struct bytes *tar, size_t len)
{
    uint8_t *zeros = calloc(1, len);

    bytes_add(tar, zeros, len);
    free(zeros);
}

static void
names_in_pax_headers_are_kept_too(void **state)
{
    static const char pax[] = "17 path=na\xc3\xafve/\xff\n";
    struct bytes tar = bytes_new(0), wanted = bytes_new(0);

    (void)state;
    add_block(&tar, "pax", 'x', sizeof(pax) - 1);
    add_padded(&tar, pax, sizeof(pax) - 1);
    add_block(&tar, "other", '0', 3);
    add_padded(&tar, "abc", 3);
    add_zeros(&tar, 1024);
    bytes_add(&wanted, "na\xc3\xafve/\xff\nabc\n", 13);
    assert_played(CONTAINER_TAR, tar, wanted);
    free(tar.at);
    free(wanted.at);
}

static void
a_tar_ends_in_two_zero_blocks_and_nothing_else(void **state)
{
    struct bytes tar = bytes_new(0), wanted = bytes_new(0);
    uint8_t content[2048] = {1}; /* ends in zeros as a tar does */

    (void)state;
    add_block(&tar, "a", '0', sizeof(content));
    add_padded(&tar, content, sizeof(content));
    bytes_add(&wanted, "a\n", 2);
    bytes_add(&wanted, content, sizeof(content));
    bytes_add(&wanted, "\n", 1);
    assert_refused(CONTAINER_TAR, tar, "cut_tar: ");
    add_zeros(&tar, 512);
    assert_refused(CONTAINER_TAR, tar, "cut_tar: ");
    add_zeros(&tar, 511);
    assert_refused(CONTAINER_TAR, tar, "cut_tar: ");
    add_zeros(&tar, 1);
    assert_played(CONTAINER_TAR, tar, wanted);
    add_zeros(&tar, 3);
    assert_played(CONTAINER_TAR, tar, wanted);
    add_zeros(&tar, 300000);
    assert_played(CONTAINER_TAR, tar, wanted);
    bytes_add(&tar, "x", 1);
    assert_refused(CONTAINER_TAR, tar, "trailing_bytes: ");
    tar.len = 512 + sizeof(content) + 1024;
    add_block(&tar, "b", '0', 0); /* as cat a.tar b.tar writes */
    add_zeros(&tar, 1024);
    assert_refused(CONTAINER_TAR, tar, "trailing_bytes: ");
    free(tar.at);
    free(wanted.at);
}

static void
a_tar_of_no_members_is_whole(void **state)
{
    struct bytes tar = bytes_new(0), wanted = bytes_new(0);
    static const char pax[] = "19 comment=nothing\n";

    (void)state;
    add_zeros(&tar, 1024);
    assert_played(CONTAINER_TAR, tar, wanted);
    add_zeros(&tar, 9 * 1024);
    assert_played(CONTAINER_TAR, tar, wanted);
    tar.len = 0;
    add_block(&tar, "pax_global_header", 'g', sizeof(pax) - 1);
    add_padded(&tar, pax, sizeof(pax) - 1);
    assert_refused(CONTAINER_TAR, tar, "cut_tar: ");
    add_zeros(&tar, 1024);
    assert_played(CONTAINER_TAR, tar, wanted);
    free(tar.at);
    free(wanted.at);
}

static void
a_damaged_header_of_a_tar_is_bad(void **state)
{
    struct bytes wanted, tar = pack(tars[0], "", 3000, &wanted);

    (void)state;
    for (size_t header = 0; header < 3; header++) {
        size_t at = header == 0 ? 0 : header == 1 ? 1024 : 1536;

        for (size_t byte = 0; byte < 500; byte += 7) {
            tar.at[at + byte] ^= 4;
            assert_refused(CONTAINER_TAR, tar, "bad_tar: ");
            tar.at[at + byte] ^= 4;
        }
    }
    free(tar.at);
    free(wanted.at);
}

static void
the_holes_of_a_sparse_member_are_zeros(void **state)
{
    struct bytes bytes, wanted = bytes_new(0), content = bytes_new(100000);
    struct archive_entry *entry = archive_entry_new();
    struct archive *archive =
        begin(&bytes, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, "");

    (void)state;
    memset(content.at, 0, content.len);
    memset(content.at + 30000, 'x', 5000);
    memset(content.at + 60000, 'y', 1000);
    archive_entry_set_pathname(entry, "s");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)content.len);
    archive_entry_sparse_add_entry(entry, 30000, 5000);
    archive_entry_sparse_add_entry(entry, 60000, 1000);
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    archive_entry_free(entry);
    assert_int_equal(archive_write_data(archive, content.at, content.len),
                     content.len);
    finish(archive);
    assert_true(bytes.len < 20000);
    bytes_add(&wanted, "s\n", 2);
    bytes_add(&wanted, content.at, content.len);
    bytes_add(&wanted, "\n", 1);
    assert_played(CONTAINER_TAR, bytes, wanted);
    free(bytes.at);
    free(content.at);
    free(wanted.at);
}

/* A zip by hand: a stored member, what `name` and flags say, sizes known beforehand. */

static void
add_number(struct bytes *zip, uint64_t value, int size)
{
    for (int i = 0; i < size; i++) {
        uint8_t byte = (uint8_t)(value >> 8 * i);

        bytes_add(zip, &byte, 1);
    }
}

static void
add_fields(struct bytes *zip, unsigned flags, struct bytes name,
           struct bytes content)
{
    add_number(zip, 20, 2);
    add_number(zip, flags, 2);
    add_number(zip, 0, 2); /* stored */
    add_number(zip, 12 << 11 | 30 << 5 | 5, 2);
    add_number(zip, 29 << 9 | 9 << 5 | 19, 2);
    add_number(zip, crc32(0, content.at, (uInt)content.len), 4);
    add_number(zip, content.len, 4);
    add_number(zip, content.len, 4);
    add_number(zip, name.len, 2);
}

static void
add_local(struct bytes *zip, unsigned flags, struct bytes name,
          struct bytes content)
{
    bytes_add(zip, "PK\3\4", 4);
    add_fields(zip, flags, name, content);
    add_number(zip, 0, 2);
    bytes_add(zip, name.at, name.len);
    bytes_add(zip, content.at, content.len);
}

static void
add_listed(struct bytes *zip, unsigned flags, struct bytes name,
           struct bytes content)
{
    bytes_add(zip, "PK\1\2", 4);
    add_number(zip, 20, 2);
    add_fields(zip, flags, name, content);
    add_zeros(zip, 16);
    bytes_add(zip, name.at, name.len);
}

static void
add_end(struct bytes *zip, unsigned members, size_t bytes, const char *comment)
{
    bytes_add(zip, "PK\5\6", 4);
    add_number(zip, 0, 4);
    add_number(zip, members, 2);
    add_number(zip, members, 2);
    add_number(zip, bytes, 4);
    add_number(zip, zip->len - bytes, 4);
    add_number(zip, strlen(comment), 2);
    bytes_add(zip, comment, strlen(comment));
}
static struct bytes
of(const char *string)
{
    return (struct bytes){(uint8_t *)string, strlen(string)};
}

/* Members a and b of `flags`, `gap` between them and `gap` before the directory, which lists `listed`. */
static struct bytes
by_hand(unsigned flags, const char *gap, const char *last_gap, unsigned listed,
        const char *comment)
{
    struct bytes zip = bytes_new(0);
    size_t start;

    add_local(&zip, flags, of("a"), of("first"));
    bytes_add(&zip, gap, strlen(gap));
    add_local(&zip, 0, of("b"), of("second"));
    bytes_add(&zip, last_gap, strlen(last_gap));
    start = zip.len;
    for (unsigned i = 0; i < listed; i++)
        add_listed(&zip, i == 0 ? flags : 0, of(i == 0 ? "a" : "b"),
                   of(i == 0 ? "first" : "second"));
    add_end(&zip, listed, zip.len - start, comment);
    return zip;
}

static void
assert_by_hand(struct bytes zip, const char *code)
{
    if (code == NULL)
        assert_played(CONTAINER_ZIP, zip, of("a\nfirst\nb\nsecond\n"));
    else
        assert_refused(CONTAINER_ZIP, zip, code);
    free(zip.at);
}

static void
a_zip_is_held_against_its_directory(void **state)
{
    (void)state;
    assert_by_hand(by_hand(0, "", "", 2, ""), NULL);
    assert_by_hand(by_hand(0, "", "", 2, "a comment"), NULL);
    assert_by_hand(by_hand(0, "", "", 1, ""), "bad_zip: ");
    assert_by_hand(by_hand(0, "", "", 3, ""), "bad_zip: ");
    assert_by_hand(by_hand(0, "junk", "", 2, ""), "bad_zip: ");
    assert_by_hand(by_hand(0, "", "junk", 2, ""), "bad_zip: ");
}

static void
a_member_whose_header_is_damaged_is_not_passed_over(void **state)
{
    for (size_t byte = 0; byte < 4; byte++) {
        struct bytes zip = by_hand(0, "", "", 2, "");

        (void)state;
        zip.at[36 + byte] ^= 1;
        assert_by_hand(zip, "bad_zip: ");
    }
}

static void
nothing_but_zeros_follows_a_zip(void **state)
{
    struct bytes zip = by_hand(0, "", "", 2, "a comment");

    (void)state;
    add_zeros(&zip, 100000);
    assert_played(CONTAINER_ZIP, zip, of("a\nfirst\nb\nsecond\n"));
    bytes_add(&zip, "x", 1);
    assert_by_hand(zip, "trailing_bytes: ");
}

static void
a_zip_of_no_members_is_whole(void **state)
{
    struct bytes zip = bytes_new(0);

    (void)state;
    add_end(&zip, 0, 0, "");
    assert_played(CONTAINER_ZIP, zip, of(""));
    free(zip.at);
}

static void
a_wrong_crc_is_told_and_the_next_member_read(void **state)
{
    struct bytes zip = by_hand(0, "", "", 2, "");
    struct played played;

    (void)state;
    zip.at[32] ^= 1; /* firrt */
    played = play(CONTAINER_ZIP, zip);
    assert_int_equal(played.found, CONTAINER_BAD);
    assert_memory_equal(played.why, "bad_zip: ", 9);
    assert_int_equal(played.members, 2);
    assert_int_equal(played.out.len, strlen("a\nfirst\nb\nsecond\n"));
    free(played.out.at);
    free(zip.at);
}

static void
a_turned_bit_of_a_zip_never_gives_other_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ZIPS; i++) {
        struct bytes wanted;
        struct bytes zip = pack(ARCHIVE_FORMAT_ZIP, zips[i], 300, &wanted);

        for (size_t bit = 0; bit < zip.len * 8; bit++) {
            struct played played;

            zip.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
            played = play(CONTAINER_ZIP, zip);
            zip.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
            /* Names are not covered by any checksum. */
            if (played.found == CONTAINER_END) {
                assert_int_equal(played.out.len, wanted.len);
                assert_memory_equal(played.out.at + 7, wanted.at + 7, 100);
                assert_memory_equal(played.out.at + 136, wanted.at + 136,
                                    wanted.len - 136);
            }
            free(played.out.at);
        }
        free(zip.at);
        free(wanted.at);
    }
}

static void
an_encrypted_member_is_told_and_passed_over(void **state)
{
    struct bytes zip = by_hand(1, "", "", 2, "");
    struct pieces pieces = pieces_of(zip, SIZE_MAX);
    struct container *container =
        container_open(CONTAINER_ZIP, pieces_give, &pieces);
    struct member member;
    char block[16];

    (void)state;
    assert_int_equal(container_next(container, &member), CONTAINER_MEMBER);
    assert_true(member.encrypted);
    assert_int_equal(container_read(container, block, 16), -1);
    assert_memory_equal(container_why(container), "encrypted: ", 11);
    assert_int_equal(container_next(container, &member), CONTAINER_MEMBER);
    assert_false(member.encrypted);
    assert_int_equal(container_read(container, block, 16), 6);
    assert_int_equal(container_next(container, &member), CONTAINER_END);
    container_close(container);
    free(zip.at);
}

/* An extended timestamp, and the DOS time of add_fields(), which has no zone. */
static void
times_do_not_depend_on_the_machines_zone(void **state)
{
    struct bytes plain = by_hand(0, "", "", 2, ""), wanted, stamped;
    struct bytes zips_[2];
    static const int64_t times[] = {1253363410, TIME};

    (void)state;
    stamped = pack(ARCHIVE_FORMAT_ZIP, zips[0], 10, &wanted);
    zips_[0] = plain;
    zips_[1] = stamped;
    setenv("TZ", "Asia/Tokyo", 1);
    for (size_t i = 0; i < 2; i++) {
        struct pieces pieces = pieces_of(zips_[i], SIZE_MAX);
        struct container *container =
            container_open(CONTAINER_ZIP, pieces_give, &pieces);
        struct member member;

        assert_int_equal(container_next(container, &member), CONTAINER_MEMBER);
        assert_true(member.time_s == times[i]);
        container_close(container);
    }
    unsetenv("TZ");
    free(plain.at);
    free(stamped.at);
    free(wanted.at);
}

static void
a_nul_in_a_name_is_a_byte(void **state)
{
    struct bytes zip = bytes_new(0), name = {(uint8_t *)"a\0b", 3};
    size_t start;

    (void)state;
    add_local(&zip, 0, name, of("x"));
    start = zip.len;
    add_listed(&zip, 0, name, of("x"));
    add_end(&zip, 1, zip.len - start, "");
    assert_played(CONTAINER_ZIP, zip,
                  (struct bytes){(uint8_t *)"a\0b\nx\n", 6});
    free(zip.at);
}

static ssize_t
from_member(void *container, void *at, size_t room)
{
    return container_read(container, at, room);
}

static void
a_container_in_a_container_is_read_in_place(void **state)
{
    struct bytes wanted,
        inner = pack(ARCHIVE_FORMAT_ZIP, zips[0], 9000, &wanted);
    struct bytes outer, ignored = bytes_new(0);
    struct archive *archive = begin(&outer, ARCHIVE_FORMAT_TAR_USTAR, "");
    struct pieces pieces;
    struct container *container, *nested;
    struct played played = {CONTAINER_END, bytes_new(0), "", 0};
    struct member member;

    (void)state;
    add(archive, "inner.zip", inner, &ignored);
    add(archive, "after", of("after"), &ignored);
    finish(archive);
    pieces = pieces_of(outer, SIZE_MAX);
    container = container_open(CONTAINER_TAR, pieces_give, &pieces);
    assert_int_equal(container_next(container, &member), CONTAINER_MEMBER);
    nested = container_open(CONTAINER_ZIP, from_member, container);
    while (container_next(nested, &member) == CONTAINER_MEMBER)
        play_member(&played, nested, &member, 1000);
    assert_int_equal(container_next(nested, &member), CONTAINER_END);
    container_close(nested);
    assert_bytes(played.out, wanted);
    assert_int_equal(container_next(container, &member), CONTAINER_MEMBER);
    assert_true(text_equal(member.name, TEXT("after")));
    assert_int_equal(container_next(container, &member), CONTAINER_END);
    container_close(container);
    free(played.out.at);
    free(ignored.at);
    free(outer.at);
    free(inner.at);
    free(wanted.at);
}

/* Such as an outer gzip whose CRC is wrong: known only after the last byte. */
static void
a_damaged_source_is_bad_even_behind_the_end(void **state)
{
    struct bytes wanted, both[2];

    (void)state;
    both[CONTAINER_TAR] = pack(tars[0], "", 200000, &wanted);
    free(wanted.at);
    both[CONTAINER_ZIP] = pack(ARCHIVE_FORMAT_ZIP, zips[0], 200000, &wanted);
    free(wanted.at);
    for (int format = CONTAINER_TAR; format <= CONTAINER_ZIP; format++) {
        for (size_t cut = 0; cut < both[format].len; cut += 50001) {
            struct bytes left = {both[format].at, both[format].len - cut};
            struct pieces pieces = pieces_of(left, SIZE_MAX);
            struct played played;

            pieces.is_broken = true;
            played =
                play_pieces((enum container_format)format, &pieces, 1 << 16);
            assert_int_equal(played.found, CONTAINER_BAD);
            assert_memory_equal(played.why, "bad_input: ", 11);
            free(played.out.at);
        }
        free(both[format].at);
    }
}

static void
members_that_nobody_reads_are_passed_over(void **state)
{
    (void)state;
    for (size_t i = 0; i < TARS + ZIPS; i++) {
        bool tar = i < TARS;
        struct bytes wanted;
        struct bytes bytes = pack(tar ? tars[i] : ARCHIVE_FORMAT_ZIP,
                                  tar ? "" : zips[i - TARS], 200000, &wanted);
        struct pieces pieces = pieces_of(bytes, SIZE_MAX);
        struct container *container = container_open(
            tar ? CONTAINER_TAR : CONTAINER_ZIP, pieces_give, &pieces);
        struct member member;
        size_t members = 0;
        char byte;

        while (container_next(container, &member) == CONTAINER_MEMBER)
            if (++members == 3)
                assert_int_equal(container_read(container, &byte, 1), 1);
        assert_int_equal(members, 3);
        assert_int_equal(container_next(container, &member), CONTAINER_END);
        container_close(container);
        free(bytes.at);
        free(wanted.at);
    }
}

static void
what_is_no_container_is_bad(void **state)
{
    struct bytes text = bytes_sample(5000);

    (void)state;
    assert_refused(CONTAINER_TAR, text, "bad_tar: ");
    assert_refused(CONTAINER_ZIP, text, "bad_zip: ");
    free(text.at);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tars_of_every_dialect_come_out_whole),
        cmocka_unit_test(zips_of_every_kind_come_out_whole),
        cmocka_unit_test(a_tar_cut_anywhere_is_bad),
        cmocka_unit_test(a_zip_cut_anywhere_is_bad),
        cmocka_unit_test(only_regular_files_are_handed_out),
        cmocka_unit_test(names_are_bytes_as_stored),
        cmocka_unit_test(names_in_pax_headers_are_kept_too),
        cmocka_unit_test(a_tar_ends_in_two_zero_blocks_and_nothing_else),
        cmocka_unit_test(a_tar_of_no_members_is_whole),
        cmocka_unit_test(a_damaged_header_of_a_tar_is_bad),
        cmocka_unit_test(the_holes_of_a_sparse_member_are_zeros),
        cmocka_unit_test(a_zip_is_held_against_its_directory),
        cmocka_unit_test(a_member_whose_header_is_damaged_is_not_passed_over),
        cmocka_unit_test(nothing_but_zeros_follows_a_zip),
        cmocka_unit_test(a_zip_of_no_members_is_whole),
        cmocka_unit_test(a_wrong_crc_is_told_and_the_next_member_read),
        cmocka_unit_test(a_turned_bit_of_a_zip_never_gives_other_bytes),
        cmocka_unit_test(an_encrypted_member_is_told_and_passed_over),
        cmocka_unit_test(times_do_not_depend_on_the_machines_zone),
        cmocka_unit_test(a_nul_in_a_name_is_a_byte),
        cmocka_unit_test(a_container_in_a_container_is_read_in_place),
        cmocka_unit_test(a_damaged_source_is_bad_even_behind_the_end),
        cmocka_unit_test(members_that_nobody_reads_are_passed_over),
        cmocka_unit_test(what_is_no_container_is_bad),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
