#include "texts.h"

#include "domain/link_table.h"
#include "domain/redirects.h"

static struct spill *spill;
static struct channels *channels;
static struct evidence_reader *evidence;

static int
open_evidence(void **state)
{
    (void)state;
    spill = spill_open(NULL);
    channels = channels_new();
    evidence = evidence_new(channels, NULL, 0, 1 << 20, spill);
    return spill == NULL;
}

static int
close_evidence(void **state)
{
    (void)state;
    evidence_free(evidence);
    channels_free(channels);
    spill_close(spill);
    return 0;
}

static void
add(struct redirects *redirects, const char *shortened, const char *destination,
    int64_t from_s, int64_t until_s)
{
    assert_null(redirects_add(redirects, text_of(shortened),
                              text_of(destination), from_s, until_s));
}

static const struct evidence *
find(const struct redirects *redirects, const char *url, const char *referrer,
     int64_t time_s)
{
    const struct visit visit = {.url = text_of(url),
                                .referrer = text_of(referrer)};
    struct evidence shown;

    evidence_read(evidence, &visit, &shown);
    return redirects_find(redirects, &shown, time_s);
}

static bool
see(struct redirects *redirects, const char *shortened, const char *page,
    int64_t time_s)
{
    struct buffer scratch = {0};
    uint64_t digest;
    bool is_contrary;

    assert_true(link_short_digest(&scratch, text_of(shortened), &digest));
    is_contrary = redirects_see(redirects, digest,
                                link_digest(&scratch, text_of(page)), time_s);
    buffer_free(&scratch);
    return is_contrary;
}

static void
a_short_link_led_there_within_its_dates(void **state)
{
    struct redirects *redirects = redirects_new(evidence);

    (void)state;
    add(redirects, "http://tr.im/a", "http://a.example/1?cid=x", 100, 200);
    add(redirects, "tr.im/a", "a.example/2", 200, INT64_MAX);
    add(redirects, "tr.im/b", "a.example/3", INT64_MIN, INT64_MAX);
    redirects_build(redirects);
    assert_int_equal(redirects_count(redirects), 3);
    assert_int_equal(redirects_ambiguous(redirects), 0);
    assert_null(find(redirects, "http://a.example/", "https://tr.im/a", 99));
    assert_null(find(redirects, "http://a.example/", "https://tr.im/A", 100));
    assert_int_equal(
        find(redirects, "http://a.example/", "https://tr.im/a", 100)->kind,
        TOUCH_CAMPAIGN);
    assert_int_equal(find(redirects, "http://tr.im/a", "", 199)->kind,
                     TOUCH_CAMPAIGN);
    assert_int_equal(find(redirects, "http://tr.im/a", "", 200)->kind,
                     TOUCH_DIRECT);
    assert_text(redirects_destination(redirects, TEXT("tr.im/a"), 200),
                "a.example/2");
    assert_int_equal(redirects_destination(redirects, TEXT("tr.im/c"), 200).len,
                     0);
    redirects_free(redirects);
}

static void
of_two_destinations_at_one_time_neither_is_taken(void **state)
{
    struct redirects *redirects = redirects_new(evidence);

    (void)state;
    add(redirects, "tr.im/a", "a.example/1", 0, 1000);
    add(redirects, "tr.im/a", "a.example/1/", 10, 20);
    add(redirects, "tr.im/a", "a.example/2", 500, 600);
    redirects_build(redirects);
    assert_int_equal(redirects_ambiguous(redirects), 1);
    assert_non_null(find(redirects, "http://tr.im/a", "", 15));
    assert_null(find(redirects, "http://tr.im/a", "", 550));
    assert_non_null(find(redirects, "http://tr.im/a", "", 600));
    redirects_free(redirects);
}

static void
a_click_that_led_elsewhere_ends_a_row(void **state)
{
    struct redirects *redirects = redirects_new(evidence);

    (void)state;
    add(redirects, "tr.im/a", "a.example/1?cid=1", 0, 1000);
    redirects_build(redirects);
    assert_false(see(redirects, "tr.im/a", "http://a.example/1/?cid=1", 5));
    assert_false(see(redirects, "tr.im/a", "http://a.example/2", 1000));
    assert_false(see(redirects, "tr.im/b", "http://a.example/2", 5));
    assert_int_equal(redirects_overruled(redirects), 0);
    assert_true(see(redirects, "tr.im/a", "http://a.example/2", 700));
    assert_true(see(redirects, "tr.im/a", "http://a.example/2", 500));
    assert_int_equal(redirects_overruled(redirects), 1);
    assert_non_null(find(redirects, "http://tr.im/a", "", 499));
    assert_null(find(redirects, "http://tr.im/a", "", 500));
    redirects_free(redirects);
}

static void
what_is_no_short_link_or_no_address_is_refused(void **state)
{
    struct redirects *redirects = redirects_new(evidence);

    (void)state;
    assert_text(text_of(redirects_add(redirects, TEXT("http://tr.im/"),
                                      TEXT("a.example/1"), 0, 1)),
                "a link with a destination is a short link");
    assert_text(
        text_of(redirects_add(redirects, TEXT("tr.im/a"), TEXT("/1"), 0, 1)),
        "a destination is an address");
    redirects_build(redirects);
    assert_int_equal(redirects_count(redirects), 0);
    redirects_free(redirects);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_link_led_there_within_its_dates),
        cmocka_unit_test(of_two_destinations_at_one_time_neither_is_taken),
        cmocka_unit_test(a_click_that_led_elsewhere_ends_a_row),
        cmocka_unit_test(what_is_no_short_link_or_no_address_is_refused),
    };

    return cmocka_run_group_tests(tests, open_evidence, close_evidence);
}
