#include "texts.h"

#include <stdio.h>

#include "domain/path_transform.h"

enum { MOST = 64 };

/* Units are letters; those that are counted are followed by how often. */
static void
assert_path(const char *list, const char *path, const char *wanted)
{
    struct path_transform transforms[PATH_TRANSFORMS];
    struct path_step steps[MOST];
    char found[MOST * 2];
    size_t count = strlen(path), len = 0;
    size_t transform_count = path_transform_list(text_of(list), transforms);

    assert_true(transform_count > 0);
    for (size_t i = 0; i < transform_count; i++)
        transforms[i].unit = transforms[i].name.len == 0
                                 ? 0
                                 : (uint64_t)transforms[i].name.at[0];
    for (size_t i = 0; i < count; i++)
        steps[i] = (struct path_step){(uint64_t)path[i], (uint32_t)i, 0};
    count = path_transform_apply(transforms, transform_count, steps, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(path[steps[i].at], steps[i].unit);
        found[len++] = (char)steps[i].unit;
        if (steps[i].count > 0)
            found[len++] = (char)('0' + steps[i].count);
    }
    found[len] = '\0';
    assert_string_equal(found, wanted);
}

static void
each_makes_of_the_known_path_what_is_known(void **state)
{
    (void)state;
    assert_path("exposure", "DABBCDCC", "DABCDC");
    assert_path("first", "DABBCDCC", "DABC");
    assert_path("frequency", "DABBCDCC", "D2A1B2C3");
    assert_path("remove_if_last_and_not_all:A", "ABAA", "AB");
    assert_path("remove_if_not_all:A", "ABAA", "B");
}

static void
a_path_of_one_unit_alone_is_never_removed(void **state)
{
    (void)state;
    assert_path("remove_if_last_and_not_all:A", "AAA", "AAA");
    assert_path("remove_if_not_all:A", "AAA", "AAA");
    assert_path("remove_if_not_all:A,exposure", "AAA", "A");
    assert_path("remove_if_not_all:A", "", "");
    assert_path("first", "", "");
}

static void
a_list_is_applied_in_its_order(void **state)
{
    (void)state;
    assert_path("remove_if_not_all:B,exposure", "ABAC", "AC");
    assert_path("exposure,remove_if_not_all:B", "ABAC", "AAC");
    assert_path("exposure,frequency", "DABBCDCC", "D2A1B1C2");
    assert_path("remove_if_not_all:A,remove_if_last_and_not_all:B", "ACBAB",
                "C");
}

static void
a_list_that_is_none_is_refused(void **state)
{
    struct path_transform transforms[PATH_TRANSFORMS];

    (void)state;
    assert_int_equal(path_transform_list(TEXT("last"), transforms), 0);
    assert_int_equal(path_transform_list(TEXT("first,"), transforms), 0);
    assert_int_equal(path_transform_list(TEXT("first:A"), transforms), 0);
    assert_int_equal(path_transform_list(TEXT("remove_if_not_all"), transforms),
                     0);
    assert_int_equal(
        path_transform_list(TEXT("remove_if_not_all:"), transforms), 0);
    assert_int_equal(
        path_transform_list(
            TEXT("first,first,first,first,first,first,first,first,first"),
            transforms),
        0);
    assert_int_equal(
        path_transform_list(TEXT("remove_if_not_all:a:b"), transforms), 1);
    assert_true(text_equal(transforms[0].name, TEXT("a:b")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_makes_of_the_known_path_what_is_known),
        cmocka_unit_test(a_path_of_one_unit_alone_is_never_removed),
        cmocka_unit_test(a_list_is_applied_in_its_order),
        cmocka_unit_test(a_list_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
