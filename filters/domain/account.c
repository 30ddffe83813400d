#include "domain/account.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/table.h"
#include "ports/unicode.h"

enum { NETWORK, HANDLE, TEAM, ROLE, MARKET, ID, COLUMNS };

static const struct listing_column columns[COLUMNS] = {
    [NETWORK] = {TEXT("network"), true}, [HANDLE] = {TEXT("handle"), true},
    [TEAM] = {TEXT("team"), true},       [ROLE] = {TEXT("role"), true},
    [MARKET] = {TEXT("market"), true},   [ID] = {TEXT("id"), false}};

/* Keys are "network\thandle", folded, and ids as they are; each knows its account. */
struct account_book {
    struct arena arena;
    struct table *keys;
    struct buffer of_keys;  /* uint32_t: account of a key */
    struct buffer accounts; /* struct account */
    struct buffer scratch;
    bool has_ids;
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
add_id(struct account_book *book, struct listing *row)
{
    struct text network = listing_cell(row, NETWORK);
    struct text id = listing_cell(row, ID);

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
           || listing_fail(row, "the id %.*s is registered twice",
                           TEXT_ARGS(id));
}

static struct text
keep(struct account_book *book, struct text text)
{
    return text.len == 0 ? TEXT_NONE : arena_copy(&book->arena, text);
}

static struct text
name_of(struct account_book *book, struct listing *row)
{
    buffer_clear(&book->scratch);
    buffer_add(&book->scratch, listing_cell(row, NETWORK));
    buffer_add_char(&book->scratch, ':');
    buffer_add(&book->scratch, without_at(listing_cell(row, HANDLE)));
    return keep(book, buffer_text(&book->scratch));
}

static bool
take_row(void *context, struct listing *row)
{
    struct account_book *book = context;
    struct text network = listing_cell(row, NETWORK);
    struct text handle = listing_cell(row, HANDLE);
    struct account account;

    if (network.len == 0 || without_at(handle).len == 0)
        return listing_fail(row, "an account needs a network and a handle");
    if (!add_key(book, key_of(book, network, handle)))
        return listing_fail(row, "%.*s:%.*s is registered twice",
                            TEXT_ARGS(network), TEXT_ARGS(handle));
    if (!add_id(book, row))
        return false;
    account = (struct account){name_of(book, row),
                               keep(book, listing_cell(row, TEAM)),
                               keep(book, listing_cell(row, ROLE)),
                               keep(book, listing_cell(row, MARKET))};
    buffer_add(&book->accounts,
               (struct text){(const char *)&account, sizeof(account)});
    return true;
}

bool
account_book_add(void *book, struct text csv, struct listing_error *error)
{
    return listing_read(csv, columns, COLUMNS, take_row, book, error);
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
