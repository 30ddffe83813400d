#include "texts.h"

#include "domain/measure.h"

static int64_t
value_of(const char *name, int64_t amount, int64_t tax, int64_t shipping)
{
    const int64_t inputs[METRIC_INPUTS] = {amount, tax, shipping};

    return metric_value(metric_find(text_of(name)), inputs);
}

static void
net_sales_are_the_amount_without_tax_and_shipping(void **state)
{
    (void)state;
    assert_int_equal(value_of("net_sales", 11900, 1900, 500), 9500);
    assert_int_equal(value_of("net_sales", 11900, 0, 0), 11900);
}

static void
a_refund_takes_off_what_its_sale_brought(void **state)
{
    (void)state;
    assert_int_equal(value_of("net_sales", 11900, 1900, 500)
                         + value_of("net_sales", -11900, -1900, -500),
                     0);
    assert_int_equal(value_of("order_total", -11900, -1900, -500), -11900);
}

static void
the_order_total_is_the_amount(void **state)
{
    (void)state;
    assert_int_equal(value_of("order_total", 11900, 1900, 500), 11900);
}

static void
an_order_is_one_and_a_touch_has_its_share_of_it(void **state)
{
    (void)state;
    assert_int_equal(value_of("orders", 250000, 3, 0), 250000);
    assert_int_equal(value_of("orders", 0, 3, 0), 0);
    assert_int_equal(value_of("orders", 0, 0, 0), 1000000);
}

/* 30 positive, 20 neutral, 10 negative: (30 - 10) / 60 in the table's sums. */
static void
sentiments_are_counted_by_what_they_are(void **state)
{
    (void)state;
    assert_int_equal(value_of("rated", 1, 0, 0), 1);
    assert_int_equal(value_of("rated", 0, 1, 0), 1);
    assert_int_equal(value_of("sentiment_balance", 0, 1, 0), -1);
    assert_int_equal(value_of("polar", 0, 1, 0), 1);
    assert_int_equal(value_of("volume", 0, 0, 0), 1);
}

static void
the_h_index_of_papers_cited_10_8_5_4_and_3_times_is_4(void **state)
{
    static const int64_t least_first[] = {3, 4, 5, 8, 10};
    uint64_t most = 0;

    (void)state;
    for (uint64_t i = 0; i < 5; i++) {
        uint64_t h = measure_h((__int128)least_first[i] * FIGURE_ONE, 5 - i);

        most = h > most ? h : most;
    }
    assert_int_equal(most, 4);
    assert_int_equal(measure_h((__int128)100 * FIGURE_ONE, 1), 1);
    assert_int_equal(measure_h(0, 7), 0);
}

static void
every_metric_has_a_name_a_version_a_formula_and_what_it_reads(void **state)
{
    const struct metric *metric;
    struct buffer out = {0};
    size_t count = 0;

    (void)state;
    for (; (metric = metric_at(count)) != NULL; count++) {
        assert_true(metric->version > 0);
        assert_true(strlen(metric->formula) > 20);
        for (size_t i = 0; metric->parts[i] != NULL; i++)
            assert_non_null(metric_find(text_of(metric->parts[i])));
        if (metric->form < METRIC_DAYS)
            assert_int_not_equal(metric->reads, METRIC_NONE);
        else
            assert_true(metric->parts[0] != NULL
                        || metric_is_days(metric->form));
        assert_ptr_equal(metric_find(text_of(metric->name)), metric);
        buffer_clear(&out);
        metric_write(&out, metric);
        assert_true(text_starts(buffer_text(&out), text_of(metric->name)));
        assert_ptr_equal(strstr(buffer_string(&out), "revenue"), NULL);
    }
    assert_true(count >= 2);
    buffer_free(&out);
}

/* A metric that chooses among records is a number of them: nothing but a sum (of the panel, too), a
   least or a greatest. */
static void
what_chooses_among_records_counts_and_keeps_no_values(void **state)
{
    const struct metric *metric;

    (void)state;
    for (size_t i = 0; (metric = metric_at(i)) != NULL; i++) {
        if (metric->choice != METRIC_EACH)
            assert_true(metric->form == METRIC_SUM
                        || metric->form == METRIC_PANEL
                        || metric->form == METRIC_LEAST
                        || metric->form == METRIC_GREATEST);
    }
}

static void
a_bare_revenue_is_no_metric(void **state)
{
    (void)state;
    assert_null(metric_find(TEXT("revenue")));
    assert_null(metric_find(TEXT("")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(net_sales_are_the_amount_without_tax_and_shipping),
        cmocka_unit_test(a_refund_takes_off_what_its_sale_brought),
        cmocka_unit_test(the_order_total_is_the_amount),
        cmocka_unit_test(an_order_is_one_and_a_touch_has_its_share_of_it),
        cmocka_unit_test(the_h_index_of_papers_cited_10_8_5_4_and_3_times_is_4),
        cmocka_unit_test(sentiments_are_counted_by_what_they_are),
        cmocka_unit_test(
            every_metric_has_a_name_a_version_a_formula_and_what_it_reads),
        cmocka_unit_test(what_chooses_among_records_counts_and_keeps_no_values),
        cmocka_unit_test(a_bare_revenue_is_no_metric),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
