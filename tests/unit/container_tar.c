#include "containers.h"

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tars_of_every_dialect_come_out_whole),
        cmocka_unit_test(a_tar_cut_anywhere_is_bad),
        cmocka_unit_test(names_in_pax_headers_are_kept_too),
        cmocka_unit_test(a_tar_ends_in_two_zero_blocks_and_nothing_else),
        cmocka_unit_test(a_tar_of_no_members_is_whole),
        cmocka_unit_test(a_damaged_header_of_a_tar_is_bad),
        cmocka_unit_test(the_holes_of_a_sparse_member_are_zeros),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
