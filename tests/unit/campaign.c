#include "drafts.h"

#include "sources/campaign.h"

static void
campaigns_are_read_from_query_and_fragment(void **state)
{
    static const struct {
        const char *address, *wanted;
    } cases[] = {
        {"/?utm_source=A%20b&utm_medium=+c&utm_id=9",
         ",\"utm_source\":\"A b\",\"utm_medium\":\" c\",\"utm_id\":\"9\""},
        {"/?cid=one&pk_campaign=two&utm_campaign=three&mtm_campaign=four",
         ",\"utm_campaign\":\"three\""},
        {"/?cid=one&cid=two", ",\"utm_campaign\":\"one\""},
        {"/#utm_source=f", ",\"utm_source\":\"f\""},
        {"/?utm_source=q#utm_source=f", ",\"utm_source\":\"q\""},
        {"/?utm_source=&utm_source=b", ",\"utm_source\":\"b\""},
        {"/?fbclid=F&GCLID=G", ",\"click_id\":\"G\",\"click_param\":\"gclid\""},
        {"/?xcid=1&utm_colour=2&utm_=3", ""},
        {"/?mtm_kwd=k&matomo_medium=m",
         ",\"utm_medium\":\"m\",\"utm_term\":\"k\""},
    };
    const struct row row = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct draft *draft = start(DRAFT_VISIT);

        campaign_read(draft, &row, text_of(cases[i].address));
        assert_line(draft, cases[i].wanted);
    }
}

static void
what_the_source_said_of_a_campaign_stays(void **state)
{
    const struct row row = {0};
    struct draft *draft = start(DRAFT_VISIT);

    (void)state;
    draft_text(draft, DRAFT_UTM_CAMPAIGN, TEXT("own"));
    draft_text(draft, DRAFT_CLICK_ID, TEXT("id"));
    campaign_read(draft, &row, TEXT("/?utm_campaign=x&gclid=y&utm_id=z"));
    assert_line(draft, ",\"utm_campaign\":\"own\",\"utm_id\":\"z\","
                       "\"click_id\":\"id\"");
}

static void
an_address_names_its_order_by_parameter_or_by_pattern(void **state)
{
    struct row row = {.order_param = "o", .order_url = "/thanks/([0-9]+)$"};
    struct arena arena = {0};

    (void)state;
    assert_null(row_compile(&row));
    assert_text(row_order(&row, TEXT("/x?o=A%2F1"), &arena), "A/1");
    assert_text(row_order(&row, TEXT("/thanks/77"), &arena), "77");
    assert_text(row_order(&row, TEXT("/thanks/77?o=5"), &arena), "5");
    assert_null(row_order(&row, TEXT("/thanks/x"), &arena).at);
    arena_free(&arena);
}

static void
columns_are_found_by_their_names(void **state)
{
    static const char *const known[] = {"id", "time", "amount", NULL};
    const struct row row = {.columns = "id = Order No ,time,amount=Total=EUR"};
    const struct row bad = {.columns = "id=x,colour=y"};
    const struct row none = {0};
    struct text column;

    (void)state;
    assert_true(row_column(&row, "id", &column));
    assert_text(column, "Order No");
    assert_true(row_column(&row, "time", &column));
    assert_text(column, "time");
    assert_true(row_column(&row, "amount", &column));
    assert_text(column, "Total=EUR");
    assert_false(row_column(&row, "tax", &column));
    assert_false(row_column(&none, "id", &column));
    assert_null(row_unknown_column(&row, known));
    assert_text(text_of(row_unknown_column(&bad, known)), "colour");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(campaigns_are_read_from_query_and_fragment),
        cmocka_unit_test(what_the_source_said_of_a_campaign_stays),
        cmocka_unit_test(an_address_names_its_order_by_parameter_or_by_pattern),
        cmocka_unit_test(columns_are_found_by_their_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
