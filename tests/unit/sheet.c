#include "quiet.h"
#include "scratch.h"
#include "texts.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "stream/sheet.h"

static struct options options;

typedef void fill_sheet(struct sheet *sheet);

static const char path[] = "out";

static struct text
sheet_of(enum sheet_format format, bool is_raw, fill_sheet *fill)
{
    static struct buffer content;
    int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, 0600);
    struct writer *writer = writer_open_file(books_open(&options), fd);
    struct sheet *sheet = sheet_open(writer, format, is_raw);

    fill(sheet);
    sheet_close(sheet);
    assert_int_equal(writer_finish(writer), 0);
    buffer_clear(&content);
    assert_true(file_whole(path, 10 << 20, &content));
    return buffer_text(&content);
}

static void
fill_cells(struct sheet *sheet)
{
    sheet_text(sheet, TEXT("a,b"));
    sheet_text(sheet, TEXT("say \"x\""));
    sheet_number(sheet, TEXT("-7"));
    sheet_end_row(sheet);
    sheet_text(sheet, TEXT("=1+1"));
    sheet_text(sheet, TEXT("tab\there\\\r\n"));
    sheet_text(sheet, TEXT_NONE);
    sheet_end_row(sheet);
}

static void
csv_is_quoted_where_it_has_to_be(void **state)
{
    (void)state;
    assert_text(sheet_of(SHEET_CSV, false, fill_cells),
                "\"a,b\",\"say \"\"x\"\"\",-7\n'=1+1,\"tab\there\\\r\n\",\n");
    assert_text(sheet_of(SHEET_CSV, true, fill_cells),
                "\"a,b\",\"say \"\"x\"\"\",-7\n=1+1,\"tab\there\\\r\n\",\n");
}

static void
tsv_is_escaped(void **state)
{
    (void)state;
    assert_text(sheet_of(SHEET_TSV, false, fill_cells),
                "a,b\tsay \"x\"\t-7\n'=1+1\ttab\\there\\\\\\r\\n\t\n");
    assert_text(sheet_of(SHEET_TSV, true, fill_cells),
                "a,b\tsay \"x\"\t-7\n=1+1\ttab\\there\\\\\\r\\n\t\n");
}

static void
fill_table(struct sheet *sheet)
{
    sheet_text(sheet, TEXT("name"));
    sheet_number(sheet, TEXT("n"));
    sheet_end_row(sheet);
    sheet_text(sheet, TEXT("\x1b[m\x7f\xc2\x85\xc3\xa9"));
    sheet_number(sheet, TEXT("1234"));
    sheet_end_row(sheet);
    sheet_text(sheet, TEXT(""));
    sheet_text(sheet, TEXT("   "));
    sheet_end_row(sheet);
    sheet_end_row(sheet);
}

static void
a_table_stands_in_line_and_shows_what_a_terminal_would_obey(void **state)
{
    (void)state;
    assert_text(sheet_of(SHEET_TABLE, false, fill_table),
                "name                n\n"
                "\\x1b[m\\x7f\\x85\xc3\xa9  1234\n\n\n");
}

enum { ROWS = 2500 };

static void
fill_long(struct sheet *sheet)
{
    for (int i = 0; i < ROWS; i++) {
        sheet_text(sheet, i < 1000 ? TEXT("a") : TEXT("wider"));
        sheet_text(sheet, TEXT("b"));
        sheet_end_row(sheet);
    }
}

static void
its_widths_are_those_of_the_first_thousand_rows(void **state)
{
    struct text rest, line;
    int rows = 0;

    (void)state;
    for (rest = sheet_of(SHEET_TABLE, false, fill_long);
         text_split(&rest, '\n', &line) && line.len > 0; rows++)
        assert_text(line, rows < 1000 ? "a  b" : "wider  b");
    assert_int_equal(rows, ROWS);
}

static void
fill_wide(struct sheet *sheet)
{
    for (int i = 0; i < 2100; i++)
        sheet_text(sheet, i % 2 == 0 ? TEXT("a") : TEXT("bb"));
    sheet_end_row(sheet);
    for (int i = 0; i < 2100; i++)
        sheet_text(sheet, TEXT("a"));
    sheet_end_row(sheet);
}

static void
beyond_so_many_columns_nothing_is_put_in_line(void **state)
{
    struct text rest = sheet_of(SHEET_TABLE, false, fill_wide), one, two;

    (void)state;
    text_split(&rest, '\n', &one);
    text_split(&rest, '\n', &two);
    assert_int_equal(one.len, 1050 * 3 + 2099 * 2);
    assert_int_equal(two.len, 2048 * 3 / 2 + 52 + 2099 * 2);
}

static int
enter(void **state)
{
    options = quiet_options(1 << 20);
    options.allow_empty = options.bare = true;
    return scratch_enter(state);
}

static int
leave(void **state)
{
    unlink(path);
    return scratch_leave(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_quoted_where_it_has_to_be),
        cmocka_unit_test(tsv_is_escaped),
        cmocka_unit_test(
            a_table_stands_in_line_and_shows_what_a_terminal_would_obey),
        cmocka_unit_test(its_widths_are_those_of_the_first_thousand_rows),
        cmocka_unit_test(beyond_so_many_columns_nothing_is_put_in_line),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
