#include "texts.h"

#include "base/buffer.h"
#include "stream/operand.h"

static void
an_address_is_told_by_its_scheme(void **state)
{
    (void)state;
    assert_true(operand_is_url("http://x"));
    assert_true(operand_is_url("HTTPS://x"));
    assert_true(operand_is_url("s3://x/y"));
    assert_false(operand_is_url("ftp://x"));
    assert_false(operand_is_url("x"));
    assert_false(operand_is_url(""));
}

static void
assert_shown(const char *url, const char *shown)
{
    struct buffer out = {0};

    operand_show(&out, url);
    assert_text(buffer_text(&out), shown);
    buffer_free(&out);
}

static void
nobody_is_shown_who_asked_or_for_what(void **state)
{
    (void)state;
    assert_shown("https://me:secret@x.example/a/b?key=1#c",
                 "https://x.example/a/b");
    assert_shown("s3://bucket/what?#", "s3://bucket/what?#");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_told_by_its_scheme),
        cmocka_unit_test(nobody_is_shown_who_asked_or_for_what),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
