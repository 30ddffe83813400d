#include "containers.h"

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
        cmocka_unit_test(only_regular_files_are_handed_out),
        cmocka_unit_test(names_are_bytes_as_stored),
        cmocka_unit_test(a_container_in_a_container_is_read_in_place),
        cmocka_unit_test(a_damaged_source_is_bad_even_behind_the_end),
        cmocka_unit_test(members_that_nobody_reads_are_passed_over),
        cmocka_unit_test(what_is_no_container_is_bad),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
