#include "texts.h"

#include "ports/schema.h"

static void
what_is_no_schema_is_none(void **state)
{
    (void)state;
    assert_null(schema_new(TEXT("{")));
    schema_free(NULL);
}

static void
what_fits_fits_and_the_rest_says_where_not(void **state)
{
    struct schema *schema =
        schema_new(TEXT("{\"type\":\"object\",\"required\":[\"a\"],"
                        "\"properties\":{\"a\":{\"type\":\"array\","
                        "\"items\":{\"type\":\"integer\"}}}}"));

    (void)state;
    assert_non_null(schema);
    assert_null(schema_check(schema, TEXT("{\"a\":[1,2]}")));
    assert_non_null(
        strstr(schema_check(schema, TEXT("{\"a\":[1,\"2\"]}")), "/a/1"));
    assert_non_null(strstr(schema_check(schema, TEXT("7")), "bad_record: /: "));
    assert_non_null(strstr(schema_check(schema, TEXT("{}")), "bad_record"));
    assert_non_null(strstr(schema_check(schema, TEXT("{\"a\":")), "bad_json"));
    assert_non_null(strstr(schema_check(schema, TEXT("{} {}")), "bad_json"));
    schema_free(schema);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_schema_is_none),
        cmocka_unit_test(what_fits_fits_and_the_rest_says_where_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
