#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "domain/mask.h"

static void
becomes(const char *text, const char *expected)
{
    struct buffer out = {0};
    uint64_t counts[MASK_KINDS] = {0};
    bool is_masked = mask_text(&out, text_of(text), counts);

    assert_string_equal(buffer_string(&out), expected);
    assert_int_equal(is_masked, strcmp(text, expected) != 0);
    buffer_free(&out);
}

static void
stays(const char *text)
{
    becomes(text, text);
}

static void
addresses_of_mail_are_masked_and_handles_stay(void **state)
{
    (void)state;
    becomes("write to joe.o'hara+x@mail.dell.example.", "write to [email].");
    becomes("'joe@dell.example'", "'[email]'");
    becomes("josé@dell.example!", "[email]!");
    becomes("請寫joe@dell.example謝謝", "請寫[email]謝謝");
    becomes("<a@b.co>,c@d.org", "<[email]>,[email]");
    stays("@dell@mastodon.example");
    stays("a@b or @joe, joe@ dell.example");
}

static void
card_numbers_need_their_check_digit(void **state)
{
    (void)state;
    becomes("4111 1111 1111 1111, 4111111111111111 and 5500-0000-0000-0004",
            "[card], [card] and [card]");
    becomes("3782 822463 10005 05/12", "[card] 05/12");
    stays("4111 1111 1111 1112");
    stays("x4111111111111111 and 41111111111111111111111");
    stays("1234567812345670");
}

static void
account_numbers_need_their_countrys_length_and_check_digits(void **state)
{
    (void)state;
    becomes("DE89 3704 0044 0532 0130 00 or gb82west12345698765432",
            "[iban] or [iban]");
    stays("GB83 WEST 1234 5698 7654 32");
    stays("GB82WEST123456987654321");
    stays("XX89370400440532013000");
}

static void
phone_numbers_are_told_from_dates_and_other_figures(void **state)
{
    (void)state;
    becomes("+49 (30) 123 4567-89, +1.800.555.0199", "[phone], [phone]");
    becomes("call (555) 123-4567 or 1-800-555-0199", "call [phone] or [phone]");
    becomes("01 23 45 67 89; 0171/0 0171 1234567", "[phone]; 0171/0 [phone]");
    stays("06.03.2009 10:20 and 2009-03-06T12:00:00Z");
    stays("1288374551 posts, $1,000,000 and 0.123456789");
    stays("555-1234, 12 345 678");
}

static void
addresses_of_machines_are_masked(void **state)
{
    (void)state;
    becomes("192.168.1.254:80, 10.0.0.1.", "[address]:80, [address].");
    becomes("fe80::1ff:fe23:4567:890a and ::1 00:1B:44:11:3a:b7",
            "[address] and [address] [address]");
    stays("12:30:45 ab::z std::vector :: 256.1.1.1");
    stays("1.2.3.4.5 v10.0.0.1 10.0.0.1x");
}

static double
seconds_of(struct text text)
{
    struct buffer out = {0};
    uint64_t counts[MASK_KINDS] = {0};
    struct timespec from;
    struct timespec to;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    mask_text(&out, text, counts);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    buffer_free(&out);
    return (double)(to.tv_sec - from.tv_sec)
           + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Four times the text takes about four times as long; sixteen would be a square. */
static void
hostile_texts_take_linear_time(void **state)
{
    static const char *const pieces[] = {
        "1-", "a@",    "a.", "::", "1.", "0 ",   "4111 ", "+1",
        "..", "DE89 ", "f:", "'",  "é",  "a@b.", "(0",    "@"};

    (void)state;
    for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
        struct buffer text = {0};
        double quarter;

        while (text.len < 1000000)
            buffer_add_string(&text, pieces[i]);
        quarter = seconds_of((struct text){text.at, text.len / 4});
        if (seconds_of(buffer_text(&text)) > 10 * quarter + 0.05)
            fail_msg("%s", pieces[i]);
        buffer_free(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_mail_are_masked_and_handles_stay),
        cmocka_unit_test(card_numbers_need_their_check_digit),
        cmocka_unit_test(
            account_numbers_need_their_countrys_length_and_check_digits),
        cmocka_unit_test(phone_numbers_are_told_from_dates_and_other_figures),
        cmocka_unit_test(addresses_of_machines_are_masked),
        cmocka_unit_test(hostile_texts_take_linear_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
