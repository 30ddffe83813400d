#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "ports/csv.h"

/* Rows as cells in brackets, each row with a `;` behind it; what else was found by a letter. */
static const char *
rows_of(struct csv *csv, struct text text, struct buffer *out)
{
    struct text line;

    buffer_clear(out);
    while (text_split(&text, '\n', &line)) {
        switch (csv_line(csv, line)) {
        case CSV_ROW:
            for (size_t i = 0; i < csv_count(csv); i++) {
                buffer_add_char(out, '[');
                buffer_add(out, csv_cell(csv, i));
                buffer_add_char(out, ']');
            }
            buffer_add_char(out, ';');
            break;
        case CSV_BLANK:
            buffer_add_char(out, '_');
            break;
        case CSV_MORE:
            buffer_add_char(out, '+');
            break;
        case CSV_BAD:
            buffer_printf(out, "<%.11s>", csv_why(csv));
            csv_reset(csv);
            break;
        }
    }
    if (csv_end(csv) == CSV_BAD)
        buffer_printf(out, "<%.11s>", csv_why(csv));
    csv_reset(csv);
    return buffer_string(out);
}

static void
assert_rows(char separator, const char *text, const char *expected)
{
    struct csv *csv = csv_new(separator, 100);
    struct buffer out = {0};

    assert_string_equal(rows_of(csv, text_of(text), &out), expected);
    assert_string_equal(rows_of(csv, text_of(text), &out), expected);
    buffer_free(&out);
    csv_free(csv);
}

static void
cells_are_split_at_separators(void **state)
{
    (void)state;
    assert_rows(',', "a,b\n1,2", "[a][b];[1][2];");
    assert_rows(';', "a;b,c", "[a][b,c];");
    assert_rows('|', "a|\"b|c\"", "[a][b|c];");
    assert_rows(',', ",,", "[][][];");
    assert_rows(',', "a,", "[a][];");
    assert_rows(',', "a\n\nb", "[a];_[b];");
}

static void
quotes_hold_separators_quotes_and_line_ends(void **state)
{
    (void)state;
    assert_rows(',', "\"a,b\",\"c \"\"d\"\"\",\"\"", "[a,b][c \"d\"][];");
    assert_rows(',', "\"a\nb\",c\nd", "+[a\nb][c];[d];");
    assert_rows(',', "1,\"a\n\n\nb\"", "+++[1][a\n\n\nb];");
    assert_rows(',', "\"\"\"\"", "[\"];");
}

static void
a_quote_inside_an_unquoted_cell_stays(void **state)
{
    (void)state;
    assert_rows(',', "15\" screen,b\nc,d\"", "[15\" screen][b];[c][d\"];");
}

static void
white_space_is_kept(void **state)
{
    (void)state;
    assert_rows(',', " a ,\tb\t, \"c\"", "[ a ][\tb\t][ \"c\"];");
    assert_rows(',', " ", "[ ];");
}

static void
a_lone_cr_ends_no_row(void **state)
{
    (void)state;
    assert_rows(',', "a\rb,c\r\nd", "[a\rb][c\r];[d];");
}

static void
an_open_quote_at_the_end_is_told(void **state)
{
    (void)state;
    assert_rows(',', "a,\"b\nc", "++<open_quote:>");
    assert_rows(',', "\"", "+<open_quote:>");
}

static void
an_open_quote_swallows_no_more_than_a_row_may_hold(void **state)
{
    (void)state;
    assert_rows(',',
                "a,\"0123456789012345678901234567890123456789\n"
                "0123456789012345678901234567890123456789\n"
                "01234567890123456789\nx,y",
                "++<too_long: a>[x][y];");
}

static void
the_limit_is_of_bytes_with_line_ends(void **state)
{
    struct csv *csv = csv_new(',', 5);

    (void)state;
    assert_int_equal(csv_line(csv, TEXT("a,bc")), CSV_ROW);
    assert_int_equal(csv_line(csv, TEXT("a,bc")), CSV_ROW);
    assert_int_equal(csv_line(csv, TEXT("a,bcd")), CSV_BAD);
    csv_free(csv);
}

static void
quotes_mean_nothing_between_tabs(void **state)
{
    (void)state;
    assert_rows('\t', "a\t\"b\n\"c\"\td\t\n\n", "[a][\"b];[\"c\"][d][];__");
}

static void
any_bytes_may_stand_in_a_cell(void **state)
{
    struct csv *csv = csv_new(',', 100);

    (void)state;
    assert_int_equal(csv_line(csv, TEXT("a\0b,\xff")), CSV_ROW);
    assert_int_equal(csv_count(csv), 2);
    assert_true(text_equal(csv_cell(csv, 0), TEXT("a\0b")));
    assert_true(text_equal(csv_cell(csv, 1), TEXT("\xff")));
    csv_free(csv);
}

static void
a_row_may_have_many_cells(void **state)
{
    static char line[10000];
    struct csv *csv = csv_new(',', 100000);

    (void)state;
    memset(line, ',', sizeof(line));
    assert_int_equal(csv_line(csv, (struct text){line, sizeof(line)}), CSV_ROW);
    assert_int_equal(csv_count(csv), sizeof(line) + 1);
    csv_free(csv);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_split_at_separators),
        cmocka_unit_test(quotes_hold_separators_quotes_and_line_ends),
        cmocka_unit_test(a_quote_inside_an_unquoted_cell_stays),
        cmocka_unit_test(white_space_is_kept),
        cmocka_unit_test(a_lone_cr_ends_no_row),
        cmocka_unit_test(an_open_quote_at_the_end_is_told),
        cmocka_unit_test(an_open_quote_swallows_no_more_than_a_row_may_hold),
        cmocka_unit_test(the_limit_is_of_bytes_with_line_ends),
        cmocka_unit_test(quotes_mean_nothing_between_tabs),
        cmocka_unit_test(any_bytes_may_stand_in_a_cell),
        cmocka_unit_test(a_row_may_have_many_cells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
