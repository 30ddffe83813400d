#include "domain/link_list.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "domain/link.h"
#include "ports/csv.h"

enum column { LINK, ACCOUNT, CAMPAIGN, CHANNEL, FROM, UNTIL, COLUMNS };

static const struct text names[COLUMNS] = {
    [LINK] = TEXT("link"),         [ACCOUNT] = TEXT("account"),
    [CAMPAIGN] = TEXT("campaign"), [CHANNEL] = TEXT("channel"),
    [FROM] = TEXT("from"),         [UNTIL] = TEXT("until")};

enum { ROW_MOST = 1 << 20 };

struct sheet {
    struct csv *csv;
    struct link_table *table;
    struct buffer campaign;
    size_t at[COLUMNS]; /* of a row's cells; SIZE_MAX: no such column */
    size_t width;       /* of the header; 0: none yet */
    uint64_t line;
    struct link_list_error *error;
};

/* What was written to error->why is why. */
static bool
fail(struct sheet *sheet)
{
    sheet->error->line = sheet->line;
    return false;
}

static bool
fail_with(struct sheet *sheet, const char *why)
{
    snprintf(sheet->error->why, sizeof(sheet->error->why), "%s", why);
    return fail(sheet);
}

static struct text
cell(const struct sheet *sheet, enum column column)
{
    if (sheet->at[column] == SIZE_MAX)
        return TEXT_NONE;
    return text_trim(csv_cell(sheet->csv, sheet->at[column]));
}

static bool
read_header(struct sheet *sheet)
{
    sheet->width = csv_count(sheet->csv);
    for (enum column column = 0; column < COLUMNS; column++) {
        sheet->at[column] = SIZE_MAX;
        for (size_t i = sheet->width; i-- > 0;)
            if (text_equal_nocase(text_trim(csv_cell(sheet->csv, i)),
                                  names[column]))
                sheet->at[column] = i;
    }
    if (sheet->at[LINK] == SIZE_MAX || sheet->at[ACCOUNT] == SIZE_MAX)
        return fail_with(sheet,
                         "the header needs the columns link and account");
    return true;
}

/* A time that is not there is `otherwise`. */
static bool
read_time(struct sheet *sheet, enum column column, int64_t otherwise,
          int64_t *time_s)
{
    struct text text = cell(sheet, column);
    struct moment moment;

    *time_s = otherwise;
    if (text.len == 0)
        return true;
    if (!clock_parse(text, &moment)) {
        snprintf(sheet->error->why, sizeof(sheet->error->why),
                 "no date or time: %.*s", TEXT_ARGS(text));
        return fail(sheet);
    }
    *time_s = moment.s;
    return true;
}

static bool
are_utf8(const struct sheet *sheet)
{
    for (enum column column = 0; column < COLUMNS; column++)
        if (!utf8_is_valid(cell(sheet, column)))
            return false;
    return true;
}

static bool
read_row(struct sheet *sheet)
{
    struct link_owner owner = {0};
    struct text link;

    if (csv_count(sheet->csv) != sheet->width) {
        snprintf(sheet->error->why, sizeof(sheet->error->why),
                 "%zu cells where the header has %zu", csv_count(sheet->csv),
                 sheet->width);
        return fail(sheet);
    }
    if (!are_utf8(sheet))
        return fail_with(sheet, "this row is no UTF-8");
    if (!read_time(sheet, FROM, INT64_MIN, &owner.from_s)
        || !read_time(sheet, UNTIL, INT64_MAX, &owner.until_s))
        return false;
    link = cell(sheet, LINK);
    owner.account = cell(sheet, ACCOUNT);
    owner.campaign = cell(sheet, CAMPAIGN);
    owner.channel = cell(sheet, CHANNEL);
    if (link.len == 0 || owner.account.len == 0)
        return fail_with(sheet, "a row needs a link and an account");
    buffer_clear(&sheet->campaign);
    if (owner.campaign.len == 0 && link_campaign(&sheet->campaign, link))
        owner.campaign = buffer_text(&sheet->campaign);
    link_table_list(sheet->table, &owner, link);
    return true;
}

static bool
read_line(struct sheet *sheet, struct text line)
{
    sheet->line++;
    if (text_ends(line, TEXT("\r")))
        line.len--;
    switch (csv_line(sheet->csv, line)) {
    case CSV_BAD:
        return fail_with(sheet, csv_why(sheet->csv));
    case CSV_ROW:
        return sheet->width == 0 ? read_header(sheet) : read_row(sheet);
    default:
        return true;
    }
}

bool
link_list_add(struct link_table *table, struct text csv,
              struct link_list_error *error)
{
    struct sheet sheet = {
        .csv = csv_new(',', ROW_MOST), .table = table, .error = error};
    struct text line;
    bool is_good = true;

    if (text_starts(csv, TEXT("\xef\xbb\xbf")))
        csv = text_from(csv, 3);
    while (is_good && text_split(&csv, '\n', &line))
        is_good = read_line(&sheet, line);
    if (is_good && csv_end(sheet.csv) == CSV_BAD)
        is_good = fail_with(&sheet, csv_why(sheet.csv));
    if (is_good && sheet.width == 0)
        is_good = fail_with(&sheet, "there is no header");
    csv_free(sheet.csv);
    buffer_free(&sheet.campaign);
    return is_good;
}
