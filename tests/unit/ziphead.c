#include "ports/ziphead.h"

#include "texts.h"

#include <string.h>

enum { FIXED = 30 };

/* An archive's bytes, of which the intake is given all at once. */
static struct text archive;

static ssize_t
give(void *context, void *at, size_t room)
{
    size_t count = archive.len < room ? archive.len : room;

    (void)context;
    if (count > 0)
        memcpy(at, archive.at, count);
    archive = text_from(archive, count);
    return (ssize_t)count;
}

static struct intake *
intake_of(struct text bytes)
{
    struct intake *intake = intake_new(give, NULL);
    const void *at;

    archive = bytes;
    while (intake_next(intake, &at) > 0)
        continue;
    return intake;
}

/* Where a header is found: its member's time; -2 where none is. */
static int64_t
time_in(struct text bytes)
{
    struct intake *intake = intake_of(bytes);
    struct buffer name = {0};
    struct ziphead head;
    bool is_there = ziphead_read(intake, 0, &head, &name);

    if (is_there)
        assert_text(buffer_text(&name), "a\xff");
    buffer_free(&name);
    intake_free(intake);
    return is_there ? head.time_s : -2;
}

/* The header of a member of two bytes' name, modified then by DOS's reckoning, with extra fields. */
static struct text
header_of(uint16_t date, uint16_t time, struct text extra)
{
    static char bytes[200];

    memset(bytes, 0, sizeof(bytes));
    memcpy(bytes, "PK\3\4", 4);
    bytes[10] = (char)time;
    bytes[11] = (char)(time >> 8);
    bytes[12] = (char)date;
    bytes[13] = (char)(date >> 8);
    bytes[26] = 2;
    bytes[28] = (char)extra.len;
    memcpy(bytes + FIXED, "a\xff", 2);
    memcpy(bytes + FIXED + 2, extra.at, extra.len);
    return (struct text){bytes, FIXED + 2 + extra.len};
}

#define DATE(year, month, day)                                                 \
    (uint16_t)(((year)-1980) << 9 | (month) << 5 | (day))

static int64_t
dos(uint16_t date)
{
    return time_in(header_of(date, 12 << 11 | 30 << 5 | 4, TEXT("")));
}

static void
dos_dates_are_told_as_if_utc_and_none_where_they_are_none(void **state)
{
    (void)state;
    assert_int_equal(dos(DATE(2009, 3, 14)), 1237033808);
    assert_int_equal(dos(DATE(2009, 0, 14)), -1);
    assert_int_equal(dos(DATE(2009, 13, 14)), -1);
    assert_int_equal(dos(DATE(2009, 3, 0)), -1);
}

static int64_t
extra(struct text fields)
{
    return time_in(header_of(DATE(2009, 3, 14), 0, fields));
}

static void
the_extended_timestamp_goes_before_wherever_it_stands(void **state)
{
    static const int64_t dos_s = 1236988800;

    (void)state;
    assert_int_equal(extra(TEXT("UT\5\0\1\1\0\0\0")), 1);
    assert_int_equal(extra(TEXT("ux\2\0ab"
                                "UT\5\0\1\xff\xff\xff\xff")),
                     -1);
    /* no modification time in it, too short, one of another kind, cut */
    assert_int_equal(extra(TEXT("UT\5\0\2\1\0\0\0")), dos_s);
    assert_int_equal(extra(TEXT("UT\1\0\1")), dos_s);
    assert_int_equal(extra(TEXT("ux\5\0\1\1\0\0\0")), dos_s);
    assert_int_equal(extra(TEXT("UT\6\0\1\1\0\0\0")), dos_s);
    assert_int_equal(extra(TEXT("UT\5")), dos_s);
}

static void
what_is_no_header_or_ends_within_is_none(void **state)
{
    struct text whole =
        header_of(DATE(2009, 3, 14), 0, TEXT("UT\5\0\1\1\0\0\0"));

    (void)state;
    for (size_t len = 0; len < whole.len; len++)
        assert_int_equal(time_in((struct text){whole.at, len}), -2);
    assert_int_equal(time_in(whole), 1);
    assert_int_equal(time_in(TEXT("PK\1\2 and enough behind it to be one")),
                     -2);
}

static void
what_the_intake_holds_no_more_is_none(void **state)
{
    static char bytes[INTAKE_HELD + INTAKE_BLOCK];
    struct text header = header_of(DATE(2009, 3, 14), 0, TEXT(""));

    (void)state;
    memcpy(bytes, header.at, header.len);
    assert_int_equal(time_in((struct text){bytes, INTAKE_HELD}), 1236988800);
    assert_int_equal(time_in((struct text){bytes, sizeof(bytes)}), -2);
}

static uint64_t
next(struct text bytes)
{
    struct intake *intake = intake_of(bytes);
    uint64_t at = ziphead_next(intake, 0);

    intake_free(intake);
    return at;
}

static void
the_next_record_lies_here_or_behind_a_descriptor(void **state)
{
    (void)state;
    assert_int_equal(next(TEXT("PK\3\4")), 0);
    assert_int_equal(next(TEXT("0123456789012345PK\1\2")), 16);
    assert_int_equal(next(TEXT("012345678901234567890123PK\5\6")), 24);
    assert_int_equal(next(TEXT("012345678901234567890123....")), 0);
    assert_int_equal(next(TEXT("0123456789012345")), 0);
    assert_int_equal(next(TEXT("")), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            dos_dates_are_told_as_if_utc_and_none_where_they_are_none),
        cmocka_unit_test(the_extended_timestamp_goes_before_wherever_it_stands),
        cmocka_unit_test(what_is_no_header_or_ends_within_is_none),
        cmocka_unit_test(what_the_intake_holds_no_more_is_none),
        cmocka_unit_test(the_next_record_lies_here_or_behind_a_descriptor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
