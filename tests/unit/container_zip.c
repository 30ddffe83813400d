#include "containers.h"

#include <zlib.h>

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zips_of_every_kind_come_out_whole),
        cmocka_unit_test(a_zip_cut_anywhere_is_bad),
        cmocka_unit_test(a_zip_is_held_against_its_directory),
        cmocka_unit_test(a_member_whose_header_is_damaged_is_not_passed_over),
        cmocka_unit_test(nothing_but_zeros_follows_a_zip),
        cmocka_unit_test(a_zip_of_no_members_is_whole),
        cmocka_unit_test(a_wrong_crc_is_told_and_the_next_member_read),
        cmocka_unit_test(a_turned_bit_of_a_zip_never_gives_other_bytes),
        cmocka_unit_test(an_encrypted_member_is_told_and_passed_over),
        cmocka_unit_test(times_do_not_depend_on_the_machines_zone),
        cmocka_unit_test(a_nul_in_a_name_is_a_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
