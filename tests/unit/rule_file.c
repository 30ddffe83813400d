#include "rules.h"

static const char several[] = "\xef\xbb\xbf# the first\r\n"
                              "label: late\r\n"
                              "query: late OR slow\r\n"
                              "urgency: low\r\n"
                              "route: shipping\r\n"
                              "\r\n"
                              "label: broken\r\n"
                              "query: broken\r\n"
                              "expect: it is\r\n"
                              "  broken\r\n"
                              "reject: fine\r\n"
                              "\r\n"
                              "  \r\n"
                              "label: late\r\n"
                              "query: \"not here\"\r\n"
                              "urgency: high\r\n"
                              "\r\n"
                              "label: fire\r\n"
                              "query: fire\r\n"
                              "urgency: high\r\n"
                              "route: safety";

static void
labels_come_once_in_the_order_of_the_files(void **state)
{
    struct bench bench = bench_of(several);
    struct rule_post post = {.text = TEXT("broken, not here, and slow")};
    const struct rule_found *found = rule_match(bench.match, &post);

    (void)state;
    assert_int_equal(found->rule_count, 3);
    assert_int_equal(found->label_count, 2);
    assert_true(
        text_equal(rule_set_label(bench.set, found->labels[0]), TEXT("late")));
    assert_true(text_equal(rule_set_label(bench.set, found->labels[1]),
                           TEXT("broken")));
    post.text = TEXT("nothing of this");
    assert_int_equal(rule_match(bench.match, &post)->label_count, 0);
    bench_free(bench);
}

static void
the_most_urgent_rule_that_names_a_route_routes(void **state)
{
    struct bench bench = bench_of(several);
    struct rule_post post = {.text = TEXT("slow, broken, not here")};
    const struct rule_found *found = rule_match(bench.match, &post);

    (void)state;
    assert_true(text_equal(found->route, TEXT("shipping")));
    assert_int_equal(found->urgency, RULE_HIGH);
    post.text = TEXT("slow fire");
    found = rule_match(bench.match, &post);
    assert_true(text_equal(found->route, TEXT("safety")));
    assert_int_equal(found->urgency, RULE_HIGH);
    post.text = TEXT("broken");
    found = rule_match(bench.match, &post);
    assert_null(found->route.at);
    assert_int_equal(found->urgency, RULE_UNSAID);
    post.text = TEXT("slow");
    assert_int_equal(rule_match(bench.match, &post)->urgency, RULE_LOW);
    bench_free(bench);
}

static void
rules_and_examples_know_their_lines(void **state)
{
    struct bench bench = bench_of(several);
    const struct rule_example *example = rule_set_example(bench.set, 0);

    (void)state;
    assert_int_equal(rule_set_count(bench.set), 4);
    assert_int_equal(rule_set_rule(bench.set, 0)->line, 2);
    assert_int_equal(rule_set_rule(bench.set, 1)->line, 7);
    assert_int_equal(rule_set_rule(bench.set, 3)->line, 18);
    assert_int_equal(rule_set_example_count(bench.set), 2);
    assert_int_equal(example->rule, 1);
    assert_int_equal(example->line, 9);
    assert_true(example->expected);
    assert_true(text_equal(example->text, TEXT("it is\r\n  broken")));
    assert_false(rule_set_example(bench.set, 1)->expected);
    bench_free(bench);
}

static void
a_defined_query_stands_wherever_it_is_named(void **state)
{
    struct bench bench =
        bench_of("define: product\nquery: mini OR \"studio laptop\"\n\n"
                 "define: ours\nquery: $product OR NOT hp\n\n"
                 "label: a\nquery: $product NEAR/3 batter*\n\n"
                 "label: b\nquery: hp NOT $ours\n");
    struct rule_post post = {.text = TEXT("battery of my mini, no hp")};

    (void)state;
    assert_int_equal(rule_match(bench.match, &post)->rule_count, 1);
    post.text = TEXT("hp battery");
    assert_int_equal(rule_match(bench.match, &post)->rules[0], 1);
    bench_free(bench);
    YES("$5", "it costs $5");
    assert_wrong_query("x $y", 3, "no define: of this name stands before it");
    assert_wrong("define: a\nquery: x\n\ndefine: a\nquery: y\n", 4, 9,
                 "a is defined before");
    assert_wrong("define: a\nlabel: b\nquery: x\n", 1, 9,
                 "beside define: stands query: alone");
}

static void
what_is_wrong_in_a_file_is_told_with_its_line(void **state)
{
    (void)state;
    assert_wrong("label: x\n", 1, 1, "this rule has no query:");
    assert_wrong("\n# c\nquery: x\n\nlabel: y\n", 3, 1,
                 "this rule has no label:");
    assert_wrong("label: x\nquery: a\nlabel: y\n", 3, 1,
                 "label: twice in one rule");
    assert_wrong("label: x\nquery: a\nurgency: soon\n", 3, 10,
                 "urgency is low, normal or high");
    assert_wrong("label: x\nquery:\n", 2, 1, "query: is empty");
    assert_wrong(
        "label: x\nqery: a\n", 2, 1,
        "a rule has label (or define), query, route, urgency, expect and "
        "reject, "
        "no qery");
    assert_wrong("label: x\nno colon\n", 2, 1, "a line is `key: value`");
    assert_wrong("  label: x\n", 1, 1, "this line goes on with nothing");
    assert_wrong("label: x\n  y\nquery: z\n", 1, 8, "a label takes one line");
    assert_wrong("label: \xff\nquery: z\n", 1, 1, "this rule is no UTF-8");
}

static void
hostile_queries_are_refused_or_linear(void **state)
{
    struct buffer content = {0};
    struct rule_set *set = rule_set_new();
    struct rule_error error;

    (void)state;
    buffer_add_string(&content, "label: x\nquery: ");
    for (int i = 0; i < 10000000; i++)
        buffer_add_char(&content, '(');
    assert_false(rule_set_add(set, TEXT("x"), buffer_text(&content), &error));
    assert_string_equal(error.why, "groups are nested too deep");
    buffer_clear(&content);
    buffer_add_string(&content, "label: x\nquery: ");
    for (int i = 0; i < 100000; i++)
        buffer_printf(&content, "NOT NOT word%d OR ", i);
    buffer_add_string(&content, "z");
    assert_true(rule_set_add(set, TEXT("x"), buffer_text(&content), &error));
    rule_set_seal(set);
    assert_int_equal(rule_set_count(set), 1);
    rule_set_free(set);
    buffer_free(&content);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_come_once_in_the_order_of_the_files),
        cmocka_unit_test(the_most_urgent_rule_that_names_a_route_routes),
        cmocka_unit_test(rules_and_examples_know_their_lines),
        cmocka_unit_test(a_defined_query_stands_wherever_it_is_named),
        cmocka_unit_test(what_is_wrong_in_a_file_is_told_with_its_line),
        cmocka_unit_test(hostile_queries_are_refused_or_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
