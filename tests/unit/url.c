#include "texts.h"

#include "base/url.h"

static void
assert_parts(const char *address, const char *scheme, const char *user,
             const char *host, const char *path, const char *query,
             const char *fragment)
{
    struct text alone = text_alone(text_of(address));
    struct url url = url_split(alone);
    const struct {
        struct text got;
        const char *wanted;
    } parts[] = {{url.scheme, scheme}, {url.user, user},
                 {url.host, host},     {url.path, path},
                 {url.query, query},   {url.fragment, fragment}};

    for (size_t i = 0; i < COUNT(parts); i++) {
        assert_int_equal(parts[i].got.at == NULL, parts[i].wanted == NULL);
        assert_text(parts[i].got, parts[i].wanted);
    }
    free((char *)alone.at);
}

static void
a_whole_address_begins_with_its_scheme(void **state)
{
    (void)state;
    assert_true(url_has_scheme(TEXT("https://acme.example")));
    assert_true(url_has_scheme(TEXT("svn+ssh://")));
    assert_false(url_has_scheme(TEXT("acme.example/?to=http://x")));
    assert_false(url_has_scheme(TEXT("://x")));
    assert_false(url_has_scheme(TEXT("http:/")));
    assert_false(url_has_scheme(TEXT_NONE));
}

static void
an_address_has_the_parts_that_are_there(void **state)
{
    (void)state;
    assert_parts("http://me:pw@Acme.example:8080/a/b?x=1&y#top", "http",
                 "me:pw", "Acme.example:8080", "/a/b", "x=1&y", "top");
    assert_parts("https://acme.example", "https", NULL, "acme.example", "",
                 NULL, NULL);
    assert_parts("https://acme.example?q#", "https", NULL, "acme.example", "",
                 "q", "");
    assert_parts("/a?b=c", NULL, NULL, NULL, "/a", "b=c", NULL);
    assert_parts("//cdn.example/x", NULL, NULL, "cdn.example", "/x", NULL,
                 NULL);
    assert_parts("a/b://c", NULL, NULL, NULL, "a/b://c", NULL, NULL);
    assert_parts("http://a@b@c/", "http", "a@b", "c", "/", NULL, NULL);
    assert_parts("http://[::1]:80/?a?b#c#d", "http", NULL, "[::1]:80", "/",
                 "a?b", "c#d");
    assert_parts("", NULL, NULL, NULL, "", NULL, NULL);
    assert_parts("?", NULL, NULL, NULL, "", "", NULL);
}

static void
a_host_name_has_neither_port_nor_www(void **state)
{
    (void)state;
    assert_text(url_host_name(TEXT("www.acme.example:8080")), "acme.example");
    assert_text(url_host_name(TEXT("WWW.Acme.example")), "Acme.example");
    assert_text(url_host_name(TEXT("wwwx.example:")), "wwwx.example");
    assert_text(url_host_name(TEXT("acme1")), "acme1");
    assert_text(url_host_name(TEXT("")), "");
}

static void
parameters_come_one_at_a_time_as_written(void **state)
{
    struct text rest = TEXT("a=1&&b;c=&=d&e=f=g%20");
    struct text name, value;
    static const char *const wanted[][2] = {
        {"a", "1"}, {"b", NULL}, {"c", ""}, {"", "d"}, {"e", "f=g%20"}};

    (void)state;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_true(url_next(&rest, &name, &value));
        assert_text(name, wanted[i][0]);
        assert_int_equal(value.at == NULL, wanted[i][1] == NULL);
        assert_text(value, wanted[i][1]);
    }
    assert_false(url_next(&rest, &name, &value));
}

static void
the_first_of_a_name_is_found_in_query_then_fragment(void **state)
{
    struct url url = url_split(
        TEXT("/x?UTM_source=a&utm_source=b#!/page?id=7&utm_medium=c"));
    struct url plain = url_split(TEXT("/x#utm_term=t"));
    struct text value;

    (void)state;
    assert_true(url_find(&url, TEXT("utm_source"), &value));
    assert_text(value, "a");
    assert_true(url_find(&url, TEXT("utm_medium"), &value));
    assert_text(value, "c");
    assert_false(url_find(&url, TEXT("utm_id"), &value));
    assert_true(url_find(&plain, TEXT("utm_term"), &value));
    assert_text(value, "t");
}

static void
assert_decoded(const char *encoded, const char *plain)
{
    struct buffer out = {0};

    url_decode(&out, text_of(encoded));
    assert_text(buffer_text(&out), plain);
    assert_int_equal(url_is_encoded(text_of(encoded)),
                     strcmp(encoded, plain) != 0);
    buffer_free(&out);
}

static void
values_are_decoded_once_and_bad_escapes_stay(void **state)
{
    (void)state;
    assert_decoded("a+b%20c%2B%e4", "a b c+\xe4");
    assert_decoded("%2520", "%20");
    assert_decoded("plain", "plain");
    struct buffer out = {0};
    url_decode(&out, TEXT("%%41%4%zz%"));
    assert_text(buffer_text(&out), "%A%4%zz%");
    buffer_free(&out);
}

static void
references_lead_where_rfc_3986_says(void **state)
{
    static const char base[] = "http://a/b/c/d;p?q";
    static const char *const cases[][2] = {
        {"g", "http://a/b/c/g"},       {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},     {"/g", "http://a/g"},
        {"//g", "http://g"},           {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},   {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},   {"g?y#s", "http://a/b/c/g?y#s"},
        {"", "http://a/b/c/d;p?q"},    {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},       {"..", "http://a/b/"},
        {"../", "http://a/b/"},        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},  {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},       {"./../g", "http://a/b/g"},
        {"g/./h", "http://a/b/c/g/h"}, {"g/../h", "http://a/b/c/h"},
        {"mailto:x@y", "mailto:x@y"},  {"https://z/../q", "https://z/../q"},
    };
    struct buffer out = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        buffer_clear(&out);
        url_join(&out, TEXT(base), text_of(cases[i][0]));
        assert_text(buffer_text(&out), cases[i][1]);
    }
    buffer_clear(&out);
    url_join(&out, TEXT("http://u:p@h:1"), TEXT("x//y"));
    assert_text(buffer_text(&out), "http://u:p@h:1/x//y");
    buffer_clear(&out);
    url_join(&out, TEXT(""), TEXT("x/../y"));
    assert_text(buffer_text(&out), "x/../y");
    buffer_free(&out);
}

static void
assert_joined(const char *base, const char *reference, const char *joined)
{
    struct buffer out = {0};

    url_join(&out, text_of(base), text_of(reference));
    if (!text_equal(buffer_text(&out), text_of(joined)))
        fail_msg("%s from %s is %s", reference, base, buffer_string(&out));
    buffer_free(&out);
}

static void
a_reference_is_read_from_its_base(void **state)
{
    static const char base[] = "http://me@a/b/c/d;p?q";

    (void)state;
    assert_joined(base, "g", "http://me@a/b/c/g");
    assert_joined(base, "./g/", "http://me@a/b/c/g/");
    assert_joined(base, "/g", "http://me@a/g");
    assert_joined(base, "//g", "http://g");
    assert_joined(base, "?y", "http://me@a/b/c/d;p?y");
    assert_joined(base, "g?y#s", "http://me@a/b/c/g?y#s");
    assert_joined(base, "#s", "http://me@a/b/c/d;p?q#s");
    assert_joined(base, "", "http://me@a/b/c/d;p?q");
    assert_joined(base, ".", "http://me@a/b/c/");
    assert_joined(base, "..", "http://me@a/b/");
    assert_joined(base, "../../../g", "http://me@a/g");
    assert_joined(base, "/./g//h", "http://me@a/g//h");
    assert_joined(base, "g/../h/.", "http://me@a/b/c/h/");
    assert_joined("http://a", "g", "http://a/g");
    assert_joined("http://a", "..", "http://a/");
}

static void
what_has_a_scheme_needs_no_base(void **state)
{
    (void)state;
    assert_joined("http://a/b", "https://c/d", "https://c/d");
    assert_joined("http://a/b", "mailto:me", "mailto:me");
    assert_joined("http://a/b", "Tag:x", "Tag:x");
    assert_joined("http://a/b", "c:x", "http://a/c:x");
    assert_joined("http://a/b", "mail", "http://a/mail");
    assert_joined("http://a/b", "{x:y", "http://a/{x:y");
    assert_joined("no base", "g", "g");
}

static void
a_scheme_has_letters_digits_plus_minus_and_dot(void **state)
{
    (void)state;
    assert_true(url_has_scheme(TEXT("AZaz09+-.://x")));
    assert_false(url_has_scheme(TEXT("a_b://x")));
    assert_false(url_has_scheme(TEXT("a[b://x")));
    assert_false(url_has_scheme(TEXT("://x")));
    assert_false(url_has_scheme(TEXT("a:/x")));
}

static void
a_host_of_digits_is_no_port(void **state)
{
    (void)state;
    assert_text(url_host_name(TEXT("80")), "80");
    assert_text(url_host_name(TEXT("")), "");
    assert_text(url_host_name(TEXT("a:80")), "a");
}

static void
a_fragment_may_hold_a_query(void **state)
{
    (void)state;
    assert_text(url_fragment_query(TEXT("!/a?b=c")), "b=c");
    assert_text(url_fragment_query(TEXT("a=b?c")), "a=b?c");
    assert_same(url_fragment_query(TEXT("\0?b=c")), TEXT("\0?b=c"));
    assert_null(url_fragment_query(TEXT_NONE).at);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_lead_where_rfc_3986_says),
        cmocka_unit_test(a_whole_address_begins_with_its_scheme),
        cmocka_unit_test(an_address_has_the_parts_that_are_there),
        cmocka_unit_test(a_host_name_has_neither_port_nor_www),
        cmocka_unit_test(parameters_come_one_at_a_time_as_written),
        cmocka_unit_test(the_first_of_a_name_is_found_in_query_then_fragment),
        cmocka_unit_test(values_are_decoded_once_and_bad_escapes_stay),
        cmocka_unit_test(a_reference_is_read_from_its_base),
        cmocka_unit_test(what_has_a_scheme_needs_no_base),
        cmocka_unit_test(a_scheme_has_letters_digits_plus_minus_and_dot),
        cmocka_unit_test(a_host_of_digits_is_no_port),
        cmocka_unit_test(a_fragment_may_hold_a_query),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
