#include "texts.h"

#include "ports/json_torn.h"

static void
assert_all(bool is_torn, const char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (json_is_torn(text_of(lines[i])) != is_torn)
            fail_msg("%s", lines[i]);
}

static void
another_record_within_a_line_is_found_wherever_the_first_was_cut(void **state)
{
    static const char *const lines[] = {
        "{\"id\":1,\"te{\"id\":2,\"text\":\"x\"}",
        "{\"id\":1,\"text\":\"he{\"id\":2,\"text\":\"x\"}",
        "{\"id\":1,\"n\":12{\"id\":2}",
        "{\"id\":1,\"n\":true{\"id\":2}",
        "{\"id\":1,{\"id\":2}",
        "{\"id\"{\"id\":2}",
        "{\"id\":1,\"list\":[1,2{\"id\":2}",
        "{\"id\":1}{\"id\":2}",
        "{\"id\":1} {\"id\":2}\r",
        "{\"id\":1}{\"id\":2",
        "{\"id\":{\"x\":[]}}{\"other\":2}",
        "{\"id\":1,\"a\":\"b\"{\"id\":2}"};

    (void)state;
    assert_all(true, lines, COUNT(lines));
}

static void
a_line_that_is_cut_or_wrong_is_not_torn(void **state)
{
    static const char *const lines[] = {
        "", "{", "{\"", "{\"id", "{\"id\":1", "[1,2", "nonsense", "{}}",
        "{\"id\":1}}", "{\"id\":1} x", "[{\"id\":1}{\"id\":2}]",
        /* a value as well as a record */
        "{\"id\":1,\"user\":{\"id\":2}",
        /* quotes that were not escaped */
        "{\"id\":1,\"text\":\"he said {\"hello\"} to me\"}",
        "{\"id\":1,\"text\":\"a \"b\" c\"}", "{\"id\":1,,\"a\":2}",
        "{\"id\":1,\"a\":\"{\\\"id\\\":2}\"", "{\"id\":1}", "{id:1}{id:2}"};
    char deep[2000];

    (void)state;
    assert_all(false, lines, COUNT(lines));
    memset(deep, '[', sizeof(deep) - 1);
    deep[sizeof(deep) - 1] = '\0';
    assert_false(json_is_torn(text_of(deep)));
    memcpy(deep, "{\"a\":", 5);
    assert_false(json_is_torn(text_of(deep)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            another_record_within_a_line_is_found_wherever_the_first_was_cut),
        cmocka_unit_test(a_line_that_is_cut_or_wrong_is_not_torn),
    };

    return cmocka_run_group_tests_name("json_torn", tests, NULL, NULL);
}
