#include "texts.h"

#include <stdio.h>

#include "domain/lookalike.h"

static struct lookalikes *list;

static const char brands[] = "network,handle,team\n"
                             "twitter,AcmeOutlet,x\n"
                             "twitter,@AcmeHomeCA,x\n"
                             "twitter,Acme,x\n"
                             ",Northwind,x\n";

static const char *
reason(const char *network, const char *handle, const char *of)
{
    struct text brand = TEXT("");
    enum lookalike_reason found =
        lookalike_find(list, text_of(network), text_of(handle), &brand);

    if (found == LOOKALIKE_NONE)
        return "none";
    assert_true(text_equal(brand, text_of(of)));
    return lookalike_name(found);
}

static void
expect(const char *handle, const char *of, const char *why)
{
    assert_string_equal(reason("twitter", handle, of), why);
    assert_string_equal(reason("twitter", handle, of), why);
}

static void
homoglyphs_are_confusable(void **state)
{
    (void)state;
    expect("\u0410cm\u0435Outlet", "AcmeOutlet", "confusable");
    expect("AcmeOutIet", "AcmeOutlet", "confusable");
    expect("AcrneOutlet", "AcmeOutlet", "confusable");
    expect("Acme0ut1et", "AcmeOutlet", "confusable");
    expect("4cm3Outl3t", "AcmeOutlet", "confusable");
    expect("ACME0UTLET", "AcmeOutlet", "confusable");
    expect("AcmeOutl\u00e9t", "AcmeOutlet", "confusable");
    expect("Acme_Outlet", "AcmeOutlet", "confusable");
    expect("N\u043erthwind", "Northwind", "confusable");
}

static void
swapped_letters_are_found(void **state)
{
    (void)state;
    expect("AcmeOutelt", "AcmeOutlet", "swapped_letters");
    expect("Amce", "Acme", "swapped_letters");
    expect("Nrothwind", "Northwind", "swapped_letters");
    expect("Northwidn", "Northwind", "swapped_letters");
}

static void
one_letter_more_less_or_another_is_found_in_long_names(void **state)
{
    (void)state;
    expect("AcmeOutllet", "AcmeOutlet", "one_letter");
    expect("AcmeOutle", "AcmeOutlet", "one_letter");
    expect("cmeOutlet", "AcmeOutlet", "one_letter");
    expect("AcmeOuplet", "AcmeOutlet", "one_letter");
    expect("Northwinds", "Northwind", "one_letter");
    expect("Acne", NULL, "none");
}

static void
added_words_and_numbers_are_found_around_a_name_and_its_misspellings(
    void **state)
{
    (void)state;
    expect("AcmeOutlet_Official", "AcmeOutlet", "added_words");
    expect("acme_support", "Acme", "added_words");
    expect("TheRealNorthwind", "Northwind", "added_words");
    expect("Northwind2024", "Northwind", "added_words");
    expect("Acme0utlet_Help", "AcmeOutlet", "added_words");
    expect("AcmeOutelt_supp0rt", "AcmeOutlet", "added_words");
    expect("MyAcmeHomeCACustomerService", "AcmeHomeCA", "added_words");
}

static void
a_brands_own_handle_is_no_lookalike_but_on_another_network(void **state)
{
    (void)state;
    expect("acmeoutlet", NULL, "none");
    expect("ACME", NULL, "none");
    assert_string_equal(reason("Twitter", "AcmeOutlet", NULL), "none");
    assert_string_equal(reason("reddit", "AcmeOutlet", "AcmeOutlet"),
                        "same_name");
    assert_string_equal(reason("reddit", "northwind", NULL), "none");
}

static void
names_that_only_hold_a_brand_are_none(void **state)
{
    (void)state;
    expect("acmedian", NULL, "none");
    expect("pharmacmeister", NULL, "none");
    expect("acme_fan_from_ohio", NULL, "none");
    expect("northwindow", NULL, "none");
    expect("", NULL, "none");
    expect("___", NULL, "none");
    expect("support", NULL, "none");
    expect("a_handle_of_far_more_characters_than_any_network_has_ever_let_"
           "anybody_register",
           NULL, "none");
}

static void
of_1000_ordinary_handles_none_is_one(void **state)
{
    static const char *const first[] = {
        "anna",      "Bob",   "carla",    "dmitri", "Emeka", "fatima", "george",
        "Hana",      "ivan",  "Julia",    "kenji",  "Lena",  "marco",  "nadia",
        "Oscar",     "priya", "quinn",    "rosa",   "Sven",  "tariq",  "acorn",
        "outlander", "homer", "northern", "windy"};
    static const char *const last[] = {
        "",         "_smith",   "Jones",   "1984",      "_nyc",  "plays",
        "writes",   "official", "_ok",     "likes_tea", "_99",   "thegreat",
        "_dev",     "photo",    "Music",   "runner",    "bakes", "_help",
        "store",    "inohio",   "mama",    "papa",      "wood",  "field",
        "outdoors", "home",     "wind",    "cook",      "gamer", "reads",
        "support",  "_art",     "travels", "_uk",       "77",    "garden",
        "skates",   "_xo",      "yoga",    "_pt"};
    char handle[64];
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
        for (size_t j = 0; j < sizeof(last) / sizeof(last[0]); j++, count++) {
            snprintf(handle, sizeof(handle), "%s%s", first[i], last[j]);
            if (strcmp(reason("twitter", handle, NULL), "none") != 0)
                fail_msg("%s", handle);
        }
    }
    assert_int_equal(count, 1000);
}

static void
a_list_without_handles_is_refused(void **state)
{
    struct lookalikes *other = lookalike_new();
    struct listing_error error;

    (void)state;
    assert_false(lookalike_add(other, TEXT("name\nAcme\n"), &error));
    assert_false(lookalike_add(other, TEXT("handle,network\n@,x\n"), &error));
    lookalike_free(other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(homoglyphs_are_confusable),
        cmocka_unit_test(swapped_letters_are_found),
        cmocka_unit_test(
            one_letter_more_less_or_another_is_found_in_long_names),
        cmocka_unit_test(
            added_words_and_numbers_are_found_around_a_name_and_its_misspellings),
        cmocka_unit_test(
            a_brands_own_handle_is_no_lookalike_but_on_another_network),
        cmocka_unit_test(names_that_only_hold_a_brand_are_none),
        cmocka_unit_test(of_1000_ordinary_handles_none_is_one),
        cmocka_unit_test(a_list_without_handles_is_refused),
    };
    struct listing_error error;
    int failed;

    list = lookalike_new();
    if (!lookalike_add(list, TEXT(brands), &error))
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    lookalike_free(list);
    return failed;
}
