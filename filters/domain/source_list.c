#include "domain/source_list.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/table.h"

enum { SOURCE, CATEGORY, NAME, COLUMNS };
enum { HOST_MOST = 255 };

static const struct listing_column columns[COLUMNS] = {
    [SOURCE] = {TEXT("source"), true},
    [CATEGORY] = {TEXT("category"), true},
    [NAME] = {TEXT("name"), true}};

/* Keys are hosts, names and "google.*", in lower case; each has its source. */
struct source_list {
    struct arena arena;
    struct table *keys;
    struct buffer sources; /* struct source, by number of key */
};

struct source_list *
source_list_new(void)
{
    struct source_list *list = calloc(1, sizeof(*list));

    if (list == NULL)
        err(EX_OSERR, "sources");
    list->keys = table_new();
    return list;
}

void
source_list_free(struct source_list *list)
{
    if (list == NULL)
        return;
    arena_free(&list->arena);
    table_free(list->keys);
    buffer_free(&list->sources);
    free(list);
}

/* In lower case; false where it is longer than any host. */
static bool
fold(struct text text, char folded[HOST_MOST])
{
    if (text.len > HOST_MOST)
        return false;
    for (size_t i = 0; i < text.len; i++)
        folded[i] = text.at[i] >= 'A' && text.at[i] <= 'Z'
                        ? (char)(text.at[i] | 0x20)
                        : text.at[i];
    return true;
}

static const struct source *
source_at(const struct source_list *list, uint32_t number)
{
    return (const struct source *)(const void *)list->sources.at + number;
}

/* False where the key is taken. */
static bool
add_key(struct source_list *list, struct text key, const struct source *source)
{
    uint32_t count = table_count(list->keys);

    if (table_add(list->keys, key) < count)
        return false;
    buffer_add(&list->sources,
               (struct text){(const char *)source, sizeof(*source)});
    return true;
}

static bool
take_row(void *context, struct listing *row)
{
    struct source_list *list = context;
    struct text key = listing_cell(row, SOURCE);
    struct text category = listing_cell(row, CATEGORY);
    struct text name = listing_cell(row, NAME);
    struct source source;
    char folded[HOST_MOST];

    if (key.len == 0 || category.len == 0)
        return listing_fail(row, "a row needs a source and a category");
    if (!fold(key, folded))
        return listing_fail(row, "a source has at most 255 bytes");
    source.category = arena_copy(&list->arena, category);
    source.name = arena_copy(&list->arena, name.len > 0 ? name : key);
    return add_key(list, (struct text){folded, key.len}, &source)
           || listing_fail(row, "%.*s stands twice", TEXT_ARGS(key));
}

/* A name is a source of the kind of its first row, unless it has a row of its own. */
static void
add_names(struct source_list *list)
{
    uint32_t count = table_count(list->keys);
    char folded[HOST_MOST];

    for (uint32_t i = 0; i < count; i++) {
        struct source source = *source_at(list, i);

        if (fold(source.name, folded))
            add_key(list, (struct text){folded, source.name.len}, &source);
    }
}

bool
source_list_add(struct source_list *list, struct text csv,
                struct listing_error *error)
{
    if (!listing_read(csv, columns, COLUMNS, take_row, list, error))
        return false;
    add_names(list);
    return true;
}

static const struct source *
find_key(const struct source_list *list, struct text key)
{
    uint32_t number = table_find(list->keys, key);

    return number == TABLE_NONE ? NULL : source_at(list, number);
}

/* How many bytes of the host are a country's ending, dot included, of one label (".de") or of two
   short ones (".co.uk"); 0 where it has no such ending. */
static size_t
ending(struct text host, size_t labels)
{
    size_t at = host.len;

    for (size_t i = 0; i < labels; i++) {
        size_t end = at;

        while (at > 0 && host.at[at - 1] != '.')
            at--;
        if (at < 2 || end == at || (labels > 1 && end - at > 3))
            return 0;
        at--;
    }
    return host.len - at;
}

/* "google.*" for google.de and google.co.uk. */
static const struct source *
find_anywhere(const struct source_list *list, struct text host)
{
    char key[HOST_MOST + 2];

    for (size_t labels = 1; labels <= 2; labels++) {
        size_t bytes = ending(host, labels);
        const struct source *found;

        if (bytes == 0)
            return NULL;
        memcpy(key, host.at, host.len - bytes);
        key[host.len - bytes] = '.';
        key[host.len - bytes + 1] = '*';
        found = find_key(list, (struct text){key, host.len - bytes + 2});
        if (found != NULL)
            return found;
    }
    return NULL;
}

const struct source *
source_list_find(const struct source_list *list, struct text source)
{
    char folded[HOST_MOST];
    struct text rest = {folded, source.len};

    if (source.len == 0 || !fold(source, folded))
        return NULL;
    while (rest.len > 0) {
        const struct source *found = find_key(list, rest);
        size_t dot = text_find_char(rest, '.');

        if (found == NULL)
            found = find_anywhere(list, rest);
        if (found != NULL)
            return found;
        if (dot == SIZE_MAX)
            return NULL;
        rest = text_from(rest, dot + 1);
    }
    return NULL;
}
