#include "texts.h"

#include <stdio.h>

#include "domain/stitch_owner.h"

enum { GAP_S = 30, MOST = 8 };

/* Of each visit its owners as "1:20-45 2:45-", in seconds; customers are numbers. */
struct told {
    const struct touch *first;
    char texts[MOST][64];
};

static void
tell(void *context, const struct touch *visit, const struct stitch_owner *owner)
{
    struct told *told = context;
    char *text = told->texts[visit - told->first];
    size_t len = strlen(text);

    snprintf(text + len, sizeof(told->texts[0]) - len, "%s%llu:%lld-",
             len > 0 ? " " : "", (unsigned long long)owner->customer,
             (long long)touch_stamp_s(owner->from));
    len = strlen(text);
    if (owner->until != INT64_MAX)
        snprintf(text + len, sizeof(told->texts[0]) - len, "%lld",
                 (long long)touch_stamp_s(owner->until));
}

static struct told
owners(const int64_t *visits_s, size_t count, const struct stitch_bond *bonds_s,
       size_t bond_count)
{
    static struct touch visits[MOST];
    struct stitch_bond bonds[MOST];
    struct told told = {.first = visits};
    const struct stitch_sink sink = {tell, &told};

    for (size_t i = 0; i < count; i++)
        visits[i].stamp = touch_stamp(visits_s[i], -1);
    for (size_t i = 0; i < bond_count; i++)
        bonds[i] = (struct stitch_bond){touch_stamp(bonds_s[i].stamp, -1),
                                        bonds_s[i].customer};
    stitch_owner_each(visits, count, (struct stitch_bonds){bonds, bond_count},
                      GAP_S, &sink);
    return told;
}

static void
visits_before_the_first_link_are_its_customers_from_then_on(void **state)
{
    const int64_t visits[] = {0, 1000};
    const struct stitch_bond bonds[] = {{1000, 1}};
    struct told told = owners(visits, 2, bonds, 1);

    (void)state;
    assert_string_equal(told.texts[0], "1:1000-");
    assert_string_equal(told.texts[1], "1:1000-");
}

static void
a_visit_is_of_who_was_linked_last(void **state)
{
    const int64_t visits[] = {150, 250, 350};
    const struct stitch_bond bonds[] = {{100, 1}, {200, 2}, {300, 1}};
    struct told told = owners(visits, 3, bonds, 3);

    (void)state;
    assert_string_equal(told.texts[0], "1:150-");
    assert_string_equal(told.texts[1], "2:250-");
    assert_string_equal(told.texts[2], "1:350-");
}

static void
a_sitting_goes_over_to_who_is_linked_in_it(void **state)
{
    const int64_t visits[] = {200, 231, 261, 290};
    const struct stitch_bond bonds[] = {{100, 1}, {291, 2}};
    struct told told = owners(visits, 4, bonds, 2);

    (void)state;
    assert_string_equal(told.texts[0], "1:200-"); /* 31 s before the next */
    assert_string_equal(told.texts[1], "1:231-291 2:291-");
    assert_string_equal(told.texts[2], "1:261-291 2:291-");
    assert_string_equal(told.texts[3], "1:290-291 2:291-");
}

static void
a_sitting_ends_where_the_link_comes_too_late(void **state)
{
    const int64_t visits[] = {200, 230};
    const struct stitch_bond at_the_gap[] = {{100, 1}, {260, 2}};
    const struct stitch_bond behind_it[] = {{100, 1}, {261, 2}};

    (void)state;
    assert_string_equal(owners(visits, 2, at_the_gap, 2).texts[0],
                        "1:200-260 2:260-");
    assert_string_equal(owners(visits, 2, behind_it, 2).texts[0], "1:200-");
}

static void
of_several_links_in_a_sitting_each_takes_what_is_before_it(void **state)
{
    const int64_t visits[] = {190, 200, 210, 220};
    const struct stitch_bond bonds[] = {{100, 1}, {200, 2}, {215, 3}};
    struct told told = owners(visits, 4, bonds, 3);

    (void)state;
    assert_string_equal(told.texts[0], "1:190-200 2:200-");
    assert_string_equal(told.texts[1], "2:200-215 3:215-");
    assert_string_equal(told.texts[2], "2:210-215 3:215-");
    assert_string_equal(told.texts[3], "3:220-");
}

static void
a_link_to_the_same_customer_changes_nothing(void **state)
{
    const int64_t visits[] = {190};
    const struct stitch_bond bonds[] = {{100, 1}, {200, 1}};

    (void)state;
    assert_string_equal(owners(visits, 1, bonds, 2).texts[0], "1:190-");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            visits_before_the_first_link_are_its_customers_from_then_on),
        cmocka_unit_test(a_visit_is_of_who_was_linked_last),
        cmocka_unit_test(a_sitting_goes_over_to_who_is_linked_in_it),
        cmocka_unit_test(a_sitting_ends_where_the_link_comes_too_late),
        cmocka_unit_test(
            of_several_links_in_a_sitting_each_takes_what_is_before_it),
        cmocka_unit_test(a_link_to_the_same_customer_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
