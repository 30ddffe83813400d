#include <stdio.h>

#include "texts.h"

#include "domain/link.h"

static void
assert_form(const char *address, const char *form)
{
    struct buffer out = {0};
    struct text alone = text_alone(text_of(address));

    link_normalise(&out, alone);
    assert_text(buffer_text(&out), form);
    free((char *)alone.at);
    buffer_free(&out);
}

static void
assert_short(const char *address, const char *form)
{
    struct buffer out = {0};
    bool is_short = link_shorten(&out, text_of(address));

    assert_int_equal(is_short, form != NULL);
    if (form != NULL)
        assert_text(buffer_text(&out), form);
    buffer_free(&out);
}

static void
scheme_user_www_case_and_default_port_do_not_count(void **state)
{
    (void)state;
    assert_form("http://www.Dell.Example/outlet?cid=a",
                "dell.example/outlet?cid=a");
    assert_form("https://dell.example:443/outlet?cid=a",
                "dell.example/outlet?cid=a");
    assert_form("http://me:secret@WWW.dell.example:80/outlet?cid=a",
                "dell.example/outlet?cid=a");
    assert_form("dell.example/outlet?cid=a", "dell.example/outlet?cid=a");
    assert_form("//dell.example/outlet?cid=a", "dell.example/outlet?cid=a");
    assert_form("http://dell.example:8080/", "dell.example:8080");
    assert_form("http://dell.example:443/", "dell.example:443");
    assert_form("http://dell.example:/", "dell.example");
}

static void
one_last_slash_does_not_count_and_the_path_keeps_its_case(void **state)
{
    (void)state;
    assert_form("http://a.example/", "a.example");
    assert_form("http://a.example", "a.example");
    assert_form("http://a.example/Shop/", "a.example/Shop");
    assert_form("http://a.example/shop//", "a.example/shop/");
    assert_form("http://a.example/shop/?b=1", "a.example/shop?b=1");
    assert_form("http://a.example/a+b", "a.example/a+b");
}

static void
parameters_are_sorted_and_empty_ones_left_out(void **state)
{
    (void)state;
    assert_form("http://a.example/?b=2&a=1", "a.example?a=1&b=2");
    assert_form("http://a.example/?b=2&&a=1&", "a.example?a=1&b=2");
    assert_form("http://a.example/?a=2&a=1&a=10", "a.example?a=1&a=10&a=2");
    assert_form("http://a.example/?a", "a.example?a=");
    assert_form("http://a.example/?", "a.example");
    assert_form("http://a.example/?c=3&b=&a=1", "a.example?a=1&b=&c=3");
    assert_form("http://a.example/?A=1&a=1", "a.example?A=1&a=1");
}

static void
click_ids_do_not_count_in_any_case(void **state)
{
    (void)state;
    assert_form("http://a.example/?gclid=x&cid=1&FBCLID=y", "a.example?cid=1");
    assert_form("http://a.example/?ScCid=x", "a.example");
    assert_form("http://a.example/?_ga=1.2&mc_eid=3&li_fat_id=4&_gl=5",
                "a.example");
    assert_form("http://a.example/?gclid2=x", "a.example?gclid2=x");
    assert_true(link_is_click_id(TEXT("MSCLKID")));
    assert_false(link_is_click_id(TEXT("mc_cid")));
    assert_false(link_is_click_id(TEXT("")));
}

static void
the_fragment_counts_only_for_its_campaign(void **state)
{
    (void)state;
    assert_form("http://a.example/p#top", "a.example/p");
    assert_form("http://a.example/p#utm_source=x&b=1",
                "a.example/p?utm_source=x");
    assert_form("http://a.example/p?b=1#utm_campaign=c",
                "a.example/p?b=1&utm_campaign=c");
}

static void
escapes_of_unreserved_bytes_are_those_bytes(void **state)
{
    (void)state;
    assert_form("http://a.example/%7Eme/%41?%61=%2d", "a.example/~me/A?a=-");
    assert_form("http://a.example/?q=a+b", "a.example?q=a%20b");
    assert_form("http://a.example/?q=a%20b", "a.example?q=a%20b");
    assert_form("http://a.example/?q=a%2fb", "a.example?q=a%2Fb");
    assert_form("http://a.example/?q=a/b", "a.example?q=a/b");
    assert_form("http://a.example/caf\xc3\xa9", "a.example/caf%C3%A9");
    assert_form("http://a.example/caf%c3%a9", "a.example/caf%C3%A9");
    assert_form("http://a.example/?q=50%", "a.example?q=50%");
    assert_form("http://a.example/?q=%4", "a.example?q=%4");
    assert_form("http://a.example/?q=%zz", "a.example?q=%zz");
}

static void
many_parameters_stay_all_there(void **state)
{
    struct buffer address = {0}, out = {0};

    (void)state;
    buffer_add_string(&address, "http://a.example/?");
    for (int i = 99; i >= 0; i--)
        buffer_printf(&address, "p%02d=%d&", i, i);
    link_normalise(&out, buffer_text(&address));
    for (int i = 0; i < 100; i++) {
        char wanted[32];

        snprintf(wanted, sizeof(wanted), "p%02d=%d", i, i);
        assert_true(text_find(buffer_text(&out), text_of(wanted)) != SIZE_MAX);
    }
    assert_true(text_starts(buffer_text(&out), TEXT("a.example?p36=36&p37=")));
    buffer_free(&address);
    buffer_free(&out);
}

static void
what_is_no_address_is_only_bytes(void **state)
{
    (void)state;
    assert_form("", "");
    assert_form("?", "");
    assert_form("/a/b?c=d", "/a/b?c=d");
    assert_form("http://", "");
    assert_form("mailto:me@a.example", "mailto:me@a.example");
}

static void
a_short_link_is_its_host_and_its_exact_code(void **state)
{
    (void)state;
    assert_short("http://t.co/AbC", "t.co/AbC");
    assert_short("https://t.co/AbC", "t.co/AbC");
    assert_short("http://www.T.co/AbC", "t.co/AbC");
    assert_short("bit.ly/mini9", "bit.ly/mini9");
    assert_short("http://t.co/AbC/", "t.co/AbC/");
    assert_short("http://t.co/AbC#x", "t.co/AbC");
    assert_short("http://s.example/?u=1", "s.example/?u=1");
    assert_short("https://t.co/", NULL);
    assert_short("https://t.co", NULL);
    assert_short("", NULL);
}

static void
a_link_is_tagged_by_utm_its_kin_or_a_name_of_ones_own(void **state)
{
    const char *const own[] = {"promo"};

    (void)state;
    assert_true(
        link_is_tagged(TEXT("http://a.example/?UTM_Source=x"), NULL, 0));
    assert_true(link_is_tagged(TEXT("http://a.example/?a=1&cid=x"), NULL, 0));
    assert_true(
        link_is_tagged(TEXT("http://a.example/#pk_campaign=x"), NULL, 0));
    assert_true(link_is_tagged(TEXT("http://a.example/?piwik_kwd=x"), NULL, 0));
    assert_false(link_is_tagged(TEXT("http://a.example/?acid=1"), NULL, 0));
    assert_false(link_is_tagged(TEXT("http://a.example/cid"), NULL, 0));
    assert_false(link_is_tagged(TEXT("http://a.example/?promo=1"), NULL, 0));
    assert_true(link_is_tagged(TEXT("http://a.example/?Promo=1"), own, 1));
}

static void
the_campaign_is_decoded_and_utm_comes_before_cid(void **state)
{
    struct buffer out = {0};

    (void)state;
    assert_true(link_campaign(
        &out, TEXT("http://a.example/?cid=x&utm_campaign=big%20sale+now")));
    assert_text(buffer_text(&out), "big sale now");
    buffer_clear(&out);
    assert_true(link_campaign(&out, TEXT("http://a.example/?a=1&cid=x")));
    assert_text(buffer_text(&out), "x");
    buffer_clear(&out);
    assert_false(link_campaign(&out, TEXT("http://a.example/?utm_source=x")));
    assert_int_equal(out.len, 0);
    buffer_clear(&out);
    assert_true(link_tag(
        &out, TEXT("http://a.example/?pk_source=b&UTM_source=a%2Bb#utm_id=7"),
        TEXT("source")));
    assert_text(buffer_text(&out), "a+b");
    assert_false(link_tag(&out, TEXT("http://a.example/?utm_source=&medium=x"),
                          TEXT("source")));
    assert_false(
        link_tag(&out, TEXT("http://a.example/?medium=x"), TEXT("medium")));
    buffer_free(&out);
}

static void
a_host_is_in_its_domain_by_whole_labels(void **state)
{
    (void)state;
    assert_true(link_host_in(TEXT("paypal.com"), TEXT("paypal.com")));
    assert_true(link_host_in(TEXT("www.uk.paypal.com"), TEXT("paypal.com")));
    assert_false(link_host_in(TEXT("notpaypal.com"), TEXT("paypal.com")));
    assert_false(link_host_in(TEXT("com"), TEXT("paypal.com")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scheme_user_www_case_and_default_port_do_not_count),
        cmocka_unit_test(
            one_last_slash_does_not_count_and_the_path_keeps_its_case),
        cmocka_unit_test(parameters_are_sorted_and_empty_ones_left_out),
        cmocka_unit_test(click_ids_do_not_count_in_any_case),
        cmocka_unit_test(the_fragment_counts_only_for_its_campaign),
        cmocka_unit_test(escapes_of_unreserved_bytes_are_those_bytes),
        cmocka_unit_test(many_parameters_stay_all_there),
        cmocka_unit_test(what_is_no_address_is_only_bytes),
        cmocka_unit_test(a_short_link_is_its_host_and_its_exact_code),
        cmocka_unit_test(a_link_is_tagged_by_utm_its_kin_or_a_name_of_ones_own),
        cmocka_unit_test(the_campaign_is_decoded_and_utm_comes_before_cid),
        cmocka_unit_test(a_host_is_in_its_domain_by_whole_labels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
