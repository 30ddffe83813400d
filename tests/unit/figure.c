#include "texts.h"

#include <stdio.h>

#include "domain/figure.h"

static struct json_slot
decimal(double number)
{
    return (struct json_slot){.type = JSON_DOUBLE, .number = number};
}

static struct json_slot
integer(int64_t value)
{
    return (struct json_slot){.type = JSON_INTEGER, .integer = value};
}

static void
every_decimal_of_four_places_is_recovered_from_its_double(void **state)
{
    struct figure figure;

    (void)state;
    for (int i = -10000; i <= 10000; i++) {
        char text[16];
        struct json_slot slot;

        (void)snprintf(text, sizeof(text), "%s%d.%04d", i < 0 ? "-" : "",
                       abs(i) / 10000, abs(i) % 10000);
        slot = decimal(strtod(text, NULL));
        assert_null(figure_of(&slot, &figure));
        assert_true(figure.millionths == (__int128)i * 100);
    }
}

static void
fifteen_digits_are_recovered_at_the_edge_of_what_is_taken(void **state)
{
    static const char *const texts[] = {"999999999.999999", "-999999999.999999",
                                        "123456789.987654", "0.000001",
                                        "-0.000001",        "999999999.5"};
    struct figure figure, wanted;

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct json_slot slot = decimal(strtod(texts[i], NULL));

        assert_true(figure_parse(text_of(texts[i]), &wanted));
        assert_null(figure_of(&slot, &figure));
        assert_true(figure.millionths == wanted.millionths);
        assert_int_equal(figure.places, wanted.places);
    }
}

static void
what_is_no_exact_number_is_refused(void **state)
{
    struct json_slot slots[] = {decimal(0.1234567),
                                decimal(1e9 + 0.5),
                                decimal(1e300),
                                decimal(-1e300),
                                decimal(1.0 / 3),
                                integer(FIGURE_LIMIT + 1),
                                integer(-FIGURE_LIMIT - 1),
                                {.type = JSON_STRING, .text = TEXT("5")},
                                {.type = JSON_TRUE}};
    struct figure figure;

    (void)state;
    for (size_t i = 0; i < COUNT(slots); i++)
        assert_non_null(figure_of(slots + i, &figure));
}

static void
integers_up_to_2_53_are_taken(void **state)
{
    struct json_slot most = integer(FIGURE_LIMIT);
    struct json_slot least = integer(-FIGURE_LIMIT);
    struct figure figure;

    (void)state;
    assert_null(figure_of(&most, &figure));
    assert_true(figure.millionths == (__int128)FIGURE_LIMIT * FIGURE_ONE);
    assert_null(figure_of(&least, &figure));
    assert_true(figure.millionths == -(__int128)FIGURE_LIMIT * FIGURE_ONE);
    assert_int_equal(figure.places, 0);
}

static void
assert_written(__int128 value, int scale, int places, const char *wanted)
{
    struct buffer out = {0};

    figure_write(&out, value, scale, places);
    assert_text(buffer_text(&out), wanted);
    buffer_free(&out);
}

static void
a_tie_is_rounded_to_the_even_neighbour(void **state)
{
    (void)state;
    assert_written(5, 1, 0, "0");
    assert_written(15, 1, 0, "2");
    assert_written(25, 1, 0, "2");
    assert_written(-15, 1, 0, "-2");
    assert_written(-25, 1, 0, "-2");
    assert_written(26, 1, 0, "3");
    assert_written(125000, 6, 2, "0.12");
    assert_written(135000, 6, 2, "0.14");
    assert_written(135001, 6, 2, "0.14");
}

static void
numbers_are_written_with_all_their_places_and_no_minus_zero(void **state)
{
    (void)state;
    assert_written(0, 0, 0, "0");
    assert_written(0, 4, 4, "0.0000");
    assert_written(-5, 4, 4, "-0.0005");
    assert_written(-1, 6, 4, "0.0000");
    assert_written(12, 0, 2, "12.00");
    assert_written((__int128)INT64_MAX * 1000000, 6, 0, "9223372036854775807");
}

static void
a_text_is_read_whole_or_not_at_all(void **state)
{
    static const char *const bad[] = {"",
                                      "-",
                                      ".5",
                                      "5.",
                                      "1e3",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1.2.3",
                                      "0.1234567",
                                      "0x1",
                                      "1,5",
                                      "1234567890123456789012345678901"};
    struct figure figure;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(figure_parse(text_of(bad[i]), &figure));
    assert_true(figure_parse(TEXT("-0.10"), &figure));
    assert_true(figure.millionths == -100000);
    assert_int_equal(figure.places, 2);
}

static void
bytes_sort_as_the_numbers_do_and_give_them_back(void **state)
{
    uint64_t random = 1;
    struct buffer bytes = {0};

    (void)state;
    for (int i = 0; i < 10000; i++) {
        __int128 a = (__int128)(int64_t)random_next(&random) * (1 + i % 60);
        __int128 b = (__int128)(int64_t)random_next(&random) * (1 + i % 59);
        int found;

        buffer_clear(&bytes);
        figure_put(&bytes, a);
        figure_put(&bytes, b);
        found = memcmp(bytes.at, bytes.at + FIGURE_BYTES, FIGURE_BYTES);
        assert_int_equal(found < 0, a < b);
        assert_true(figure_get(bytes.at) == a);
        assert_true(figure_get(bytes.at + FIGURE_BYTES) == b);
    }
    buffer_free(&bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_decimal_of_four_places_is_recovered_from_its_double),
        cmocka_unit_test(
            fifteen_digits_are_recovered_at_the_edge_of_what_is_taken),
        cmocka_unit_test(what_is_no_exact_number_is_refused),
        cmocka_unit_test(integers_up_to_2_53_are_taken),
        cmocka_unit_test(a_tie_is_rounded_to_the_even_neighbour),
        cmocka_unit_test(
            numbers_are_written_with_all_their_places_and_no_minus_zero),
        cmocka_unit_test(a_text_is_read_whole_or_not_at_all),
        cmocka_unit_test(bytes_sort_as_the_numbers_do_and_give_them_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
