#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stream/promise.h"

static void
text_by_the_name_of_a_compressed_file_may_be_text(void **state)
{
    (void)state;
    assert_null(promise_broken(TEXT("GET /a\n"), TEXT("access.log.gz"), false));
    assert_null(promise_broken(TEXT("caf\xe9\tb\n"), TEXT("a.xz"), false));
    assert_non_null(promise_broken(TEXT("\x1b\x8b\x08"), TEXT("a.gz"), false));
    assert_non_null(promise_broken(TEXT("a\0b"), TEXT("a.TGZ"), false));
    assert_null(promise_broken(TEXT("a\x01"), TEXT("a.log"), false));
    assert_null(promise_broken(TEXT("a\x01"), TEXT(""), false));
}

static void
what_was_unpacked_is_held_against_the_rest_of_its_name(void **state)
{
    (void)state;
    assert_null(promise_broken(TEXT("a\x01"), TEXT("a.gz"), true));
    assert_null(promise_broken(TEXT("a\x01"), TEXT(".gz"), true));
    assert_non_null(promise_broken(TEXT("a"), TEXT("a.tar.gz"), true));
    assert_non_null(promise_broken(TEXT("a"), TEXT("a.warc.zst"), true));
    assert_non_null(promise_broken(TEXT("a"), TEXT("a.tar"), true));
}

static void
no_container_is_lines_of_text(void **state)
{
    (void)state;
    assert_non_null(promise_broken(TEXT("PK"), TEXT("a.zip"), false));
    assert_non_null(promise_broken(TEXT("VARC/1.0"), TEXT("a.warc"), false));
    assert_non_null(promise_broken(TEXT("a.json"), TEXT("a.TAR"), false));
    assert_null(promise_broken(TEXT("a.json"), TEXT("tar"), false));
    assert_null(promise_broken(TEXT("a.json"), TEXT(".zip"), false));
}

static void
a_name_without_an_ending_promises_nothing(void **state)
{
    (void)state;
    assert_null(promise_broken(TEXT("a\x01"), TEXT("gz"), false));
    assert_null(promise_broken(TEXT("a\x01"), TEXT("name"), true));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_by_the_name_of_a_compressed_file_may_be_text),
        cmocka_unit_test(
            what_was_unpacked_is_held_against_the_rest_of_its_name),
        cmocka_unit_test(no_container_is_lines_of_text),
        cmocka_unit_test(a_name_without_an_ending_promises_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
