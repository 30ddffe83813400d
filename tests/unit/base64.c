#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* after those */
#include <cmocka.h>

#include "base/base64.h"

static const struct {
    const char *plain, *encoded;
} cases[] = {{"", ""},
             {"f", "Zg=="},
             {"fo", "Zm8="},
             {"foo", "Zm9v"},
             {"foob", "Zm9vYg=="},
             {"fooba", "Zm9vYmE="},
             {"foobar", "Zm9vYmFy"},
             {"\xff\xfe", "//4="}};

static void
rfc_4648_is_met_both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct buffer out = {0};

        base64_encode(&out, text_of(cases[i].plain));
        assert_string_equal(buffer_string(&out), cases[i].encoded);
        buffer_clear(&out);
        assert_true(base64_decode(&out, text_of(cases[i].encoded)));
        assert_string_equal(buffer_string(&out), cases[i].plain);
        buffer_free(&out);
    }
}

static void
another_alphabet_is_refused(void **state)
{
    struct buffer out = {0};

    (void)state;
    assert_false(base64_decode(&out, TEXT("Zm9-")));
    buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc_4648_is_met_both_ways),
        cmocka_unit_test(another_alphabet_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
