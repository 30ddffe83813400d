#include "domain/account.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/table.h"
#include "base/utf8.h"
#include "ports/csv.h"
#include "ports/unicode.h"

enum column { NETWORK, HANDLE, TEAM, ROLE, MARKET, ID, COLUMNS };
enum { ROW_MOST = 1 << 20 };

static const char *const columns[COLUMNS] = {"network", "handle", "team",
                                             "role",    "market", "id"};

/* Keys are "network\thandle", folded, and ids as they are; each knows its account. */
struct account_book {
    struct arena arena;
    struct table *keys;
    struct buffer of_keys;  /* uint32_t: account of a key */
    struct buffer accounts; /* struct account */
    struct buffer scratch;
    bool has_ids;
};

/* Where each column stands in the file being read, and how many cells a row has. */
struct sheet {
    size_t at[COLUMNS];
    size_t width;
    uint64_t line; /* of the row's end */
    struct csv *csv;
    struct account_error *error;
};

struct account_book *
account_book_new(void)
{
    struct account_book *book = calloc(1, sizeof(*book));

    if (book == NULL)
        err(EX_OSERR, "accounts");
    book->keys = table_new();
    return book;
}

void
account_book_free(struct account_book *book)
{
    if (book == NULL)
        return;
    arena_free(&book->arena);
    table_free(book->keys);
    buffer_free(&book->of_keys);
    buffer_free(&book->accounts);
    buffer_free(&book->scratch);
    free(book);
}

static bool __attribute__((format(printf, 2, 3)))
fail(struct sheet *sheet, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    vsnprintf(sheet->error->why, sizeof(sheet->error->why), format, list);
    va_end(list);
    sheet->error->line = sheet->line;
    return false;
}

static struct text
cell(const struct sheet *sheet, enum column column)
{
    return sheet->at[column] == SIZE_MAX
               ? TEXT_NONE
               : text_trim(csv_cell(sheet->csv, sheet->at[column]));
}

static bool
read_header(struct sheet *sheet)
{
    sheet->width = csv_count(sheet->csv);
    for (enum column column = 0; column < COLUMNS; column++) {
        sheet->at[column] = SIZE_MAX;
        for (size_t i = 0; i < sheet->width; i++) {
            struct text name = text_trim(csv_cell(sheet->csv, i));

            if (!text_equal_nocase(name, text_of(columns[column])))
                continue;
            if (sheet->at[column] != SIZE_MAX)
                return fail(sheet, "the column %s stands twice",
                            columns[column]);
            sheet->at[column] = i;
        }
        if (sheet->at[column] == SIZE_MAX && column != ID)
            return fail(sheet, "there is no column %s", columns[column]);
    }
    return true;
}

static struct text
without_at(struct text handle)
{
    return text_starts(handle, TEXT("@")) ? text_from(handle, 1) : handle;
}

static struct text
key_of(struct account_book *book, struct text network, struct text handle)
{
    buffer_clear(&book->scratch);
    unicode_fold(&book->scratch, network);
    buffer_add_char(&book->scratch, '\t');
    unicode_fold(&book->scratch, without_at(handle));
    return buffer_text(&book->scratch);
}

/* False where the key is taken. */
static bool
add_key(struct account_book *book, struct text key)
{
    uint32_t account = (uint32_t)account_book_count(book);

    if (table_add(book->keys, key) + 1 <= book->of_keys.len / sizeof(account))
        return false;
    buffer_add(&book->of_keys,
               (struct text){(const char *)&account, sizeof(account)});
    return true;
}

static bool
add_id(struct account_book *book, struct sheet *sheet)
{
    struct text network = cell(sheet, NETWORK);
    struct text id = cell(sheet, ID);

    if (id.len == 0)
        return true;
    buffer_clear(&book->scratch);
    unicode_fold(&book->scratch, network);
    buffer_add_char(&book->scratch, ':');
    if (!text_starts_nocase(id, buffer_text(&book->scratch)))
        buffer_add(&book->scratch, id);
    else
        buffer_add(&book->scratch, text_from(id, book->scratch.len));
    book->has_ids = true;
    return add_key(book, buffer_text(&book->scratch))
           || fail(sheet, "the id %.*s is registered twice", TEXT_ARGS(id));
}

static struct text
keep(struct account_book *book, struct text text)
{
    return text.len == 0 ? TEXT_NONE : arena_copy(&book->arena, text);
}

static struct text
name_of(struct account_book *book, struct sheet *sheet)
{
    buffer_clear(&book->scratch);
    buffer_add(&book->scratch, cell(sheet, NETWORK));
    buffer_add_char(&book->scratch, ':');
    buffer_add(&book->scratch, without_at(cell(sheet, HANDLE)));
    return keep(book, buffer_text(&book->scratch));
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
read_row(struct account_book *book, struct sheet *sheet)
{
    struct text network = cell(sheet, NETWORK);
    struct text handle = cell(sheet, HANDLE);
    struct account account;

    if (csv_count(sheet->csv) != sheet->width)
        return fail(sheet, "%zu cells where the header has %zu",
                    csv_count(sheet->csv), sheet->width);
    if (!are_utf8(sheet))
        return fail(sheet, "this row is no UTF-8");
    if (network.len == 0 || without_at(handle).len == 0)
        return fail(sheet, "an account needs a network and a handle");
    if (!add_key(book, key_of(book, network, handle)))
        return fail(sheet, "%.*s:%.*s is registered twice", TEXT_ARGS(network),
                    TEXT_ARGS(handle));
    if (!add_id(book, sheet))
        return false;
    account = (struct account){
        name_of(book, sheet), keep(book, cell(sheet, TEAM)),
        keep(book, cell(sheet, ROLE)), keep(book, cell(sheet, MARKET))};
    buffer_add(&book->accounts,
               (struct text){(const char *)&account, sizeof(account)});
    return true;
}

static struct text
without_cr(struct text line)
{
    if (text_ends(line, TEXT("\r")))
        line.len--;
    return line;
}

static bool
read_line(struct account_book *book, struct sheet *sheet, struct text line)
{
    sheet->line++;
    switch (csv_line(sheet->csv, without_cr(line))) {
    case CSV_BAD:
        return fail(sheet, "%s", csv_why(sheet->csv));
    case CSV_ROW:
        return sheet->width == 0 ? read_header(sheet) : read_row(book, sheet);
    default:
        return true;
    }
}

bool
account_book_add(struct account_book *book, struct text csv,
                 struct account_error *error)
{
    struct sheet sheet = {.csv = csv_new(',', ROW_MOST), .error = error};
    struct text line;
    bool is_good = true;

    if (text_starts(csv, TEXT("\xef\xbb\xbf")))
        csv = text_from(csv, 3);
    while (is_good && text_split(&csv, '\n', &line))
        is_good = read_line(book, &sheet, line);
    if (is_good && csv_end(sheet.csv) == CSV_BAD)
        is_good = fail(&sheet, "%s", csv_why(sheet.csv));
    if (is_good && sheet.width == 0)
        is_good = fail(&sheet, "there is no header");
    csv_free(sheet.csv);
    return is_good;
}

size_t
account_book_count(const struct account_book *book)
{
    return book->accounts.len / sizeof(struct account);
}

const struct account *
account_book_get(const struct account_book *book, size_t number)
{
    return (const struct account *)(const void *)book->accounts.at + number;
}

static size_t
find_key(const struct account_book *book, struct text key)
{
    uint32_t number = table_find(book->keys, key);

    if (number == TABLE_NONE)
        return SIZE_MAX;
    return ((const uint32_t *)(const void *)book->of_keys.at)[number];
}

size_t
account_book_find(struct account_book *book, struct text network,
                  struct text handle, struct text author)
{
    if (book->has_ids && author.len > 0) {
        size_t found = find_key(book, author);

        if (found != SIZE_MAX)
            return found;
    }
    if (handle.len == 0)
        handle = text_from(author, text_find_char(author, ':') + 1);
    if (network.len == 0 || handle.len == 0)
        return SIZE_MAX;
    return find_key(book, key_of(book, network, handle));
}
