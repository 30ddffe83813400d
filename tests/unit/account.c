#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/account.h"

static const char header[] = "network,handle,team,role,market,id\n";

static struct account_book *
book_of(const char *rows)
{
    struct account_book *book = account_book_new();
    char csv[1024];
    struct listing_error error;

    snprintf(csv, sizeof(csv), "%s%s", header, rows);
    if (!account_book_add(book, text_of(csv), &error))
        fail_msg("line %d: %s", (int)error.line, error.why);
    return book;
}

static void
assert_found(struct account_book *book, const char *network, const char *handle,
             const char *author, const char *name)
{
    size_t number = account_book_find(book, text_of(network), text_of(handle),
                                      text_of(author));
    struct text found;

    if (name == NULL) {
        assert_true(number == SIZE_MAX);
        return;
    }
    assert_true(number != SIZE_MAX);
    found = account_book_get(book, number)->name;
    assert_true(text_equal(found, text_of(name)));
}

static void
assert_wrong(const char *csv, unsigned line, const char *why)
{
    struct account_book *book = account_book_new();
    struct listing_error error = {0, ""};

    assert_false(account_book_add(book, text_of(csv), &error));
    assert_string_equal(error.why, why);
    assert_int_equal(error.line, line);
    account_book_free(book);
}

static void
an_account_is_found_by_network_and_handle_in_any_case(void **state)
{
    struct account_book *book = book_of(
        "twitter,@DellOutlet,sales,offers,US,\nfacebook,Dell,,news,,\n");

    (void)state;
    assert_found(book, "twitter", "delloutlet", NULL, "twitter:DellOutlet");
    assert_found(book, "Twitter", "@DELLOUTLET", "twitter:9",
                 "twitter:DellOutlet");
    assert_found(book, "facebook", "Dell", NULL, "facebook:Dell");
    assert_found(book, "twitter", "Dell", NULL, NULL);
    assert_found(book, "twitter", "DellOutlet2", NULL, NULL);
    assert_found(book, "", "", "", NULL);
    account_book_free(book);
}

static void
an_account_is_found_by_its_id_whatever_its_handle_is_now(void **state)
{
    struct account_book *book = book_of("twitter,Old,a,b,c,12345\n"
                                        "Bluesky,Dell,a,b,c,bluesky:did:x\n");

    (void)state;
    assert_found(book, "twitter", "New", "twitter:12345", "twitter:Old");
    assert_found(book, "bluesky", "New", "bluesky:did:x", "Bluesky:Dell");
    assert_found(book, "twitter", "New", "twitter:12346", NULL);
    account_book_free(book);
}

static void
without_a_handle_the_author_is_held_for_one(void **state)
{
    struct account_book *book = book_of("twitter,AppleSupport,,support,,\n");

    (void)state;
    assert_found(book, "twitter", NULL, "twitter:applesupport",
                 "twitter:AppleSupport");
    assert_found(book, "twitter", "other", "twitter:applesupport", NULL);
    account_book_free(book);
}

static void
columns_come_in_any_order_beside_others(void **state)
{
    static const char csv[] =
        "\xef\xbb\xbfMarket, note ,handle,Role,team,network\r\n"
        "\r\n"
        "BR,\"a, b\",DellnoBrasil,offers,sales,twitter\r\n";
    struct account_book *book = account_book_new();
    struct listing_error error;
    const struct account *account;

    (void)state;
    assert_true(account_book_add(book, text_of(csv), &error));
    assert_int_equal(account_book_count(book), 1);
    account = account_book_get(book, 0);
    assert_true(text_equal(account->name, TEXT("twitter:DellnoBrasil")));
    assert_true(text_equal(account->team, TEXT("sales")));
    assert_true(text_equal(account->role, TEXT("offers")));
    assert_true(text_equal(account->market, TEXT("BR")));
    account_book_free(book);
}

static void
what_is_empty_is_absent(void **state)
{
    struct account_book *book = book_of("twitter,Dell,,,,\n");

    (void)state;
    assert_null(account_book_get(book, 0)->team.at);
    assert_null(account_book_get(book, 0)->market.at);
    account_book_free(book);
}

static void
an_account_twice_is_an_error_with_its_line(void **state)
{
    (void)state;
    assert_wrong("network,handle,team,role,market\ntwitter,Dell,,,\n"
                 "facebook,Dell,,,\nTWITTER,@dell,,,\n",
                 4, "TWITTER:@dell is registered twice");
    assert_wrong("network,handle,team,role,market,id\ntwitter,a,,,,7\n"
                 "twitter,b,,,,twitter:7\n",
                 3, "the id twitter:7 is registered twice");
}

static void
what_is_no_list_of_accounts_says_why(void **state)
{
    (void)state;
    assert_wrong("", 1, "there is no header");
    assert_wrong("network,handle,team,role\n", 1, "there is no column market");
    assert_wrong("network,handle,handle,team,role,market\n", 1,
                 "the column handle stands twice");
    assert_wrong("network,handle,team,role,market\ntwitter,Dell\n", 2,
                 "2 cells where the header has 5");
    assert_wrong("network,handle,team,role,market\ntwitter,@,,,\n", 2,
                 "an account needs a network and a handle");
    assert_wrong("network,handle,team,role,market\ntwitter,\xff,,,\n", 2,
                 "this row is no UTF-8");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_is_found_by_network_and_handle_in_any_case),
        cmocka_unit_test(
            an_account_is_found_by_its_id_whatever_its_handle_is_now),
        cmocka_unit_test(without_a_handle_the_author_is_held_for_one),
        cmocka_unit_test(columns_come_in_any_order_beside_others),
        cmocka_unit_test(what_is_empty_is_absent),
        cmocka_unit_test(an_account_twice_is_an_error_with_its_line),
        cmocka_unit_test(what_is_no_list_of_accounts_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
