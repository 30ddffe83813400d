#include "stream/quote.h"
#include "texts.h"

static bool
is_bare(const char *first, const char *last)
{
    struct text one = text_alone(text_of(first)),
                two = text_alone(text_of(last));
    bool found = quote_is_bare(one, two, ',');

    free((char *)one.at);
    free((char *)two.at);
    return found;
}

static void
a_quote_that_is_doubled_or_ends_its_cell_is_none(void **state)
{
    (void)state;
    assert_false(is_bare("1,\"a\n", "b\",2"));
    assert_false(is_bare("1,\"a \"\"x\"\"\n", "\"\"b\"\",c\",2"));
    assert_false(is_bare("\"a\n", "b\"\r"));
    assert_false(is_bare("\"\",\"\"\"\n", "\"\"\""));
    assert_false(is_bare("\"a\n", "b\""));
}

static void
one_that_is_neither_is_bare(void **state)
{
    (void)state;
    assert_true(is_bare("2,\"stray,3\n", "3,\"x, y\",z"));
    assert_true(is_bare("1,\"a \"word\"\n", "b\",2"));
    assert_true(is_bare("1,\"a\n", "b\" ,2"));
}

static void
quotes_in_an_unquoted_cell_are_letters(void **state)
{
    (void)state;
    assert_false(is_bare("5\"x\",\"a\n", "b\",6\"y"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quote_that_is_doubled_or_ends_its_cell_is_none),
        cmocka_unit_test(one_that_is_neither_is_bare),
        cmocka_unit_test(quotes_in_an_unquoted_cell_are_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
