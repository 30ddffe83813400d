#include "texts.h"

#include "base/buffer.h"
#include "domain/bucket_number.h"

/* Over four centuries' ends, leap days and the years whose first week belongs to the year before. */
static void
each_is_one_more_than_the_one_before_and_reads_back(void **state)
{
    struct buffer text = {0};

    (void)state;
    for (int bucket = BUCKET_HOUR; bucket <= BUCKET_MONTH; bucket++) {
        enum bucket one = (enum bucket)bucket;
        int64_t first = bucket_number(one, 946598400, NULL);

        for (int64_t number = first; number < first + 4000; number++) {
            int64_t again = 0, start = bucket_number_start(one, number);

            assert_int_equal(bucket_number(one, start, NULL), number);
            assert_int_equal(bucket_number(one, start - 1, NULL), number - 1);
            buffer_clear(&text);
            bucket_number_write(&text, one, number);
            assert_true(bucket_number_parse(one, buffer_text(&text), &again));
            assert_int_equal(again, number);
        }
    }
    buffer_free(&text);
}

static void
what_is_no_such_bucket_is_refused(void **state)
{
    int64_t number;

    (void)state;
    assert_false(bucket_number_parse(BUCKET_DAY, TEXT("2009-03"), &number));
    assert_false(bucket_number_parse(BUCKET_DAY, TEXT("2009-02-30"), &number));
    assert_false(bucket_number_parse(BUCKET_WEEK, TEXT("2009-W54"), &number));
    assert_false(bucket_number_parse(BUCKET_WEEK, TEXT("2010-W53"), &number));
    assert_false(bucket_number_parse(BUCKET_MONTH, TEXT("2009-13"), &number));
    assert_false(
        bucket_number_parse(BUCKET_HOUR, TEXT("2009-03-01T12:30"), &number));
    assert_false(bucket_number_parse(BUCKET_HOUR, TEXT_NONE, &number));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_one_more_than_the_one_before_and_reads_back),
        cmocka_unit_test(what_is_no_such_bucket_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
