#include "drafts.h"

#include <stdio.h>

#include "base/money.h"

static void
keys_are_written_in_one_order_whatever_the_order_set(void **state)
{
    struct draft *draft = start(DRAFT_POST);

    (void)state;
    draft_flag(draft, "test");
    draft_integer(draft, DRAFT_LIKES, 3);
    draft_text(draft, DRAFT_TEXT, TEXT("a \"b\"\n"));
    draft_time(draft, DRAFT_TIME, 0);
    draft_id(draft, DRAFT_ID, TEXT("7"));
    assert_line(draft, ",\"id\":\"shop:7\",\"time\":\"1970-01-01T00:00:00Z\","
                       "\"text\":\"a \\\"b\\\"\\n\",\"likes\":3,"
                       "\"flags\":[\"test\"]");
}

static void
texts_are_joined_whatever_bytes_they_have(void **state)
{
    struct draft *draft = start(DRAFT_POST);
    struct text with_zero = {"a\0b", 3};
    struct text joined =
        draft_join(draft, with_zero, TEXT_NONE, TEXT("/"), with_zero);

    (void)state;
    assert_int_equal(joined.len, 7);
    assert_memory_equal(joined.at, "a\0b/a\0b", 7);
    assert_int_equal(draft_join(draft, TEXT_NONE, TEXT("")).len, 0);
    draft_free(draft);
}

static void
what_is_not_there_is_not_written(void **state)
{
    struct draft *draft = start(DRAFT_POST);

    (void)state;
    draft_text(draft, DRAFT_URL, TEXT(""));
    draft_text(draft, DRAFT_TITLE, TEXT_NONE);
    draft_id(draft, DRAFT_AUTHOR, TEXT(""));
    draft_add(draft, DRAFT_TAGS, TEXT(""));
    draft_link(draft, TEXT(""), TEXT("http://t.co/x"));
    draft_integer(draft, DRAFT_LIKES, -1);
    draft_text(draft, DRAFT_TEXT, TEXT_NONE);
    assert_line(draft, "");
}

static void
a_post_alone_may_have_an_empty_text(void **state)
{
    struct draft *post = start(DRAFT_POST);
    struct draft *order = start(DRAFT_ORDER);

    (void)state;
    draft_text(post, DRAFT_TEXT, TEXT(""));
    draft_text(order, DRAFT_TEXT, TEXT(""));
    assert_line(post, ",\"text\":\"\"");
    assert_line(order, "");
}

static void
links_and_shorts_stay_parallel(void **state)
{
    struct draft *one = start(DRAFT_POST);
    struct draft *two = start(DRAFT_POST);

    (void)state;
    draft_link(one, TEXT("http://a.example"), TEXT_NONE);
    draft_link(one, TEXT("http://b.example"), TEXT("http://t.co/b"));
    assert_line(one, ",\"links\":[\"http://a.example\",\"http://b.example\"],"
                     "\"shorts\":[\"\",\"http://t.co/b\"]");
    draft_link(two, TEXT("http://a.example"), TEXT_NONE);
    assert_line(two, ",\"links\":[\"http://a.example\"]");
}

static void
flags_are_sorted_and_each_once(void **state)
{
    static const char *const flags[] = {
        "truncated", "bot", "test", "bot", "ad", "test", "withheld:DE"};
    struct draft *draft = start(DRAFT_POST);

    (void)state;
    for (size_t i = 0; i < COUNT(flags); i++)
        draft_flag(draft, flags[i]);
    assert_line(draft, ",\"flags\":[\"ad\",\"bot\",\"test\",\"truncated\","
                       "\"withheld:DE\"]");
}

static void
the_first_thing_that_cannot_be_is_the_reason(void **state)
{
    struct draft *draft = start(DRAFT_POST);

    (void)state;
    draft_integer(draft, DRAFT_VOTES, (INT64_C(1) << 53) - 1);
    assert_string_equal(draft_check(draft), draft_fields[DRAFT_ID].missing);
    draft_integer(draft, DRAFT_VOTES, -(INT64_C(1) << 53));
    draft_time(draft, DRAFT_TIME, INT64_MAX);
    assert_text(text_of(draft_check(draft)),
                "bad_integer: a number of 2^53 or more");
    draft_start(draft, DRAFT_POST, TEXT("shop"));
    draft_time(draft, DRAFT_TIME, INT64_C(253402300800));
    assert_text(text_of(draft_check(draft)),
                "bad_time: a year outside 0001 to 9999");
    draft_free(draft);
}

static void
each_kind_misses_what_it_needs(void **state)
{
    static const struct {
        enum draft_kind kind;
        enum draft_key first;
    } needs[] = {
        {DRAFT_POST, DRAFT_TEXT},      {DRAFT_CLICK, DRAFT_URL},
        {DRAFT_VISIT, DRAFT_URL},      {DRAFT_ORDER, DRAFT_STATE},
        {DRAFT_ACCOUNT, DRAFT_AUTHOR}, {DRAFT_COUNT, DRAFT_MEASURE},
        {DRAFT_GAP, DRAFT_FROM},       {DRAFT_DELETE, DRAFT_TARGET},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(needs); i++) {
        struct draft *draft = start(needs[i].kind);

        draft_id(draft, DRAFT_ID, TEXT("1"));
        draft_time(draft, DRAFT_TIME, 0);
        assert_ptr_equal(draft_check(draft),
                         draft_fields[needs[i].first].missing);
        draft_free(draft);
    }
}

static void
a_refund_names_its_order(void **state)
{
    struct draft *draft = start(DRAFT_ORDER);

    (void)state;
    draft_id(draft, DRAFT_ID, TEXT("1"));
    draft_time(draft, DRAFT_TIME, 0);
    draft_currency(draft, TEXT("eur"));
    draft_money(draft, DRAFT_AMOUNT, TEXT("-1"));
    draft_text(draft, DRAFT_STATE, TEXT("refund"));
    assert_ptr_equal(draft_check(draft), draft_fields[DRAFT_TARGET].missing);
    draft_id(draft, DRAFT_TARGET, TEXT("0"));
    assert_null(draft_check(draft));
    draft_free(draft);
}

static void
money_is_exact_in_its_currency(void **state)
{
    static const struct {
        const char *currency, *amount, *wanted;
    } cases[] = {
        {"usd", "349", "34900,\"currency\":\"USD\",\"exponent\":2"},
        {"JPY", "1200.00", "1200,\"currency\":\"JPY\",\"exponent\":0"},
        {"KWD", "1.5", "1500,\"currency\":\"KWD\",\"exponent\":3"},
        {"HRK", "-0.05", "-5,\"currency\":\"HRK\",\"exponent\":2"},
        {"ITL", "1936", "1936,\"currency\":\"ITL\",\"exponent\":0"},
        {"GBP", "2.345",
         "234,\"currency\":\"GBP\",\"exponent\":2,\"flags\":[\"rounded\"]"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct draft *draft = start(DRAFT_ORDER);
        char wanted[128];

        draft_currency(draft, text_of(cases[i].currency));
        draft_money(draft, DRAFT_AMOUNT, text_of(cases[i].amount));
        snprintf(wanted, sizeof(wanted), ",\"amount\":%s", cases[i].wanted);
        assert_line(draft, wanted);
    }
}

static void
a_list_without_end_is_no_record(void **state)
{
    struct draft *draft = start(DRAFT_POST);
    const char *before;

    (void)state;
    for (int i = 0; i < 125000; i++)
        draft_link(draft, TEXT("http://a.example/"), TEXT_NONE);
    before = draft_check(draft);
    assert_true(before == NULL || strstr(before, "too_many") == NULL);
    draft_tag(draft, TEXT("a"));
    assert_text(
        text_of(draft_check(draft)),
        "too_many: more than 250,000 links, short ones, tags and mentions");
    draft_free(draft);
}

static void
money_without_a_currency_is_no_money(void **state)
{
    struct draft *draft = start(DRAFT_ORDER);
    int exponent;

    (void)state;
    draft_money(draft, DRAFT_AMOUNT, TEXT("1"));
    assert_text(text_of(draft_check(draft)),
                "missing_currency: an amount without a currency");
    draft_free(draft);
    assert_null(money_currency(TEXT("EURO"), &exponent));
    assert_null(money_currency(TEXT("XXQ"), &exponent));
    assert_null(money_currency(TEXT(""), &exponent));
}

static void
bytes_that_are_no_text_are_mended_and_flagged(void **state)
{
    struct draft *draft = start(DRAFT_VISIT);

    (void)state;
    draft_bytes(draft, DRAFT_URL, TEXT("/caf\xe9"));
    draft_plain(draft, DRAFT_TEXT, TEXT("a\r\nb\rc\n\r"));
    assert_line(draft, ",\"url\":\"/caf\xef\xbf\xbd\",\"text\":\"a\\nb\\nc\\n"
                       "\\n\",\"flags\":[\"bad_utf8\"]");
}

static void
a_draft_that_starts_anew_remembers_nothing(void **state)
{
    struct draft *draft = start(DRAFT_POST);

    (void)state;
    draft_flag(draft, "test");
    draft_link(draft, TEXT("http://a.example"), TEXT("http://t.co/a"));
    draft_integer(draft, DRAFT_LIKES, INT64_MAX);
    draft_start(draft, DRAFT_POST, TEXT("shop"));
    draft_clear(draft);
    assert_line(draft, "");
}

static void
letters_of_a_currency_are_letters_in_either_case(void **state)
{
    int exponent = -1;

    (void)state;
    assert_string_equal(money_currency(TEXT("jpY"), &exponent), "JPY");
    assert_int_equal(exponent, 0);
    assert_null(money_currency(TEXT("eu{"), &exponent));
    assert_null(money_currency(TEXT("EU@"), &exponent));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_written_in_one_order_whatever_the_order_set),
        cmocka_unit_test(texts_are_joined_whatever_bytes_they_have),
        cmocka_unit_test(what_is_not_there_is_not_written),
        cmocka_unit_test(a_post_alone_may_have_an_empty_text),
        cmocka_unit_test(links_and_shorts_stay_parallel),
        cmocka_unit_test(flags_are_sorted_and_each_once),
        cmocka_unit_test(the_first_thing_that_cannot_be_is_the_reason),
        cmocka_unit_test(each_kind_misses_what_it_needs),
        cmocka_unit_test(a_refund_names_its_order),
        cmocka_unit_test(money_is_exact_in_its_currency),
        cmocka_unit_test(a_list_without_end_is_no_record),
        cmocka_unit_test(money_without_a_currency_is_no_money),
        cmocka_unit_test(bytes_that_are_no_text_are_mended_and_flagged),
        cmocka_unit_test(a_draft_that_starts_anew_remembers_nothing),
        cmocka_unit_test(letters_of_a_currency_are_letters_in_either_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
