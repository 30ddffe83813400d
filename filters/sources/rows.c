#include "sources/rows.h"

#include <err.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "sources/source.h"

enum { MOST = 16 << 20 };

struct entry {
    const char *glob; /* NULL: fits everything */
    size_t components;
    struct row row;
};

struct rows {
    struct books *books;
    const char *path;
    struct arena arena;
    struct entry *entries;
    size_t count;
};

static void bad(const struct rows *rows, struct text at, const char *format,
                const char *value)
    __attribute__((noreturn, format(printf, 3, 0)));

static void
bad(const struct rows *rows, struct text at, const char *format,
    const char *value)
{
    char *text;

    if (asprintf(&text, format, value) == -1)
        err(EX_OSERR, "message");
    books_fail(rows->books, EX_CONFIG, NULL, "%.*s: %s", TEXT_ARGS(at), text);
}

static struct entry *
add(struct rows *rows)
{
    rows->entries = array_resize(rows->entries, rows->count + 1,
                                 sizeof(*rows->entries), "files of rows");
    rows->entries[rows->count] = (struct entry){0};
    return &rows->entries[rows->count++];
}

static bool
is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* The next word of a line, quotes taken off it; false at the end or a comment. */
static bool
next_word(struct text *rest, struct buffer *word, bool *is_open)
{
    bool is_quoted = false;

    buffer_clear(word);
    while (rest->len > 0 && is_space(rest->at[0]))
        *rest = text_from(*rest, 1);
    if (rest->len == 0 || rest->at[0] == '#')
        return false;
    for (; rest->len > 0 && (is_quoted || !is_space(rest->at[0]));
         *rest = text_from(*rest, 1)) {
        if (rest->at[0] == '"') {
            is_quoted = !is_quoted;
            continue;
        }
        if (is_quoted && rest->len > 1 && rest->at[0] == '\\'
            && (rest->at[1] == '"' || rest->at[1] == '\\'))
            *rest = text_from(*rest, 1);
        buffer_add_char(word, rest->at[0]);
    }
    *is_open = is_quoted;
    return true;
}

static bool
ends_component(char byte)
{
    return byte == '/' || byte == '!';
}

/* The last so many components of a path. */
static struct text
tail(struct text path, size_t components)
{
    size_t at = path.len;

    while (at > 0) {
        if (ends_component(path.at[at - 1]) && --components == 0)
            break;
        at--;
    }
    return text_from(path, at);
}

static size_t
count_components(const char *glob)
{
    size_t count = 1;

    for (; *glob != '\0'; glob++)
        count += ends_component(*glob);
    return count;
}

/* A map's path is meant from where the file of rows lies. */
static const char *
beside(struct rows *rows, struct text value)
{
    const char *slash = strrchr(rows->path, '/');
    struct buffer path = {0};
    struct text copy;

    if (slash != NULL && value.len > 0 && value.at[0] != '/')
        buffer_add(&path,
                   (struct text){rows->path, (size_t)(slash - rows->path) + 1});
    buffer_add(&path, value);
    copy = arena_copy(&rows->arena, buffer_text(&path));
    buffer_free(&path);
    return copy.at;
}

static void
read_pair(struct rows *rows, struct row *row, struct text word)
{
    size_t equals = text_find_char(word, '=');
    struct text name, value;
    const char *copy;

    word = arena_copy(&rows->arena, word);
    if (equals == SIZE_MAX)
        bad(rows, row->at, "%s: not key=value", word.at);
    name = (struct text){word.at, equals};
    value = text_from(word, equals + 1);
    copy = text_equal(name, TEXT("map")) ? beside(rows, value) : value.at;
    if (value.len == 0)
        bad(rows, row->at, "%s: nothing behind the =", word.at);
    if (!row_set(row, name, copy))
        bad(rows, row->at, "%s: no such key", word.at);
}

static void
check(const struct rows *rows, struct row *row)
{
    const char *why = row_compile(row);

    if (why != NULL)
        bad(rows, row->at, "%s", why);
    if (row->format != NULL && source_find(text_of(row->format)) == NULL)
        bad(rows, row->at, "format: %s: no such format (--list has them)",
            row->format);
}

static void
read_line(struct rows *rows, struct text line, uint64_t number,
          const struct row *options)
{
    struct buffer word = {0};
    struct buffer at = {0};
    bool is_open = false;
    struct entry *entry;

    buffer_printf(&at, "%s:%llu", rows->path, (unsigned long long)number);
    if (next_word(&line, &word, &is_open)) {
        entry = add(rows);
        entry->row.at = arena_copy(&rows->arena, buffer_text(&at));
        entry->glob = arena_copy(&rows->arena, buffer_text(&word)).at;
        entry->components = count_components(entry->glob);
        while (!is_open && next_word(&line, &word, &is_open))
            read_pair(rows, &entry->row, buffer_text(&word));
        if (is_open)
            bad(rows, entry->row.at, "%s", "a quote is not closed");
        row_fill(&entry->row, options);
        check(rows, &entry->row);
    }
    buffer_free(&word);
    buffer_free(&at);
}

static void
read_file(struct rows *rows, const struct row *options)
{
    struct buffer content = {0};
    struct text rest, line;
    uint64_t number = 0;

    if (!file_whole(rows->path, MOST, &content))
        books_fail(rows->books, EX_CONFIG, NULL, "sources: %s: %s", rows->path,
                   strerror(errno));
    rest = buffer_text(&content);
    while (text_split(&rest, '\n', &line))
        read_line(rows, line, ++number, options);
    buffer_free(&content);
}

struct rows *
rows_new(struct books *books, const char *path, const struct row *options)
{
    struct rows *rows = calloc(1, sizeof(*rows));
    struct row last = *options;

    if (rows == NULL)
        err(EX_OSERR, "rows");
    rows->books = books;
    rows->path = path;
    last.at = TEXT("the options");
    check(rows, &last);
    if (path != NULL) {
        books_uses_file(books, "sources", path);
        read_file(rows, &last);
    }
    add(rows)->row = last;
    return rows;
}

void
rows_free(struct rows *rows)
{
    if (rows == NULL)
        return;
    arena_free(&rows->arena);
    free(rows->entries);
    free(rows);
}

static bool
fits_path(const struct entry *entry, struct text path)
{
    struct buffer copy = {0};
    bool is_fit;

    if (entry->glob[0] != '/')
        path = tail(path, entry->components);
    buffer_add(&copy, path);
    is_fit = fnmatch(entry->glob, buffer_string(&copy), FNM_PATHNAME) == 0;
    buffer_free(&copy);
    return is_fit;
}

const struct row *
rows_find(const struct rows *rows, struct text archive, struct text member)
{
    struct buffer whole = {0};
    size_t i = 0;

    buffer_add(&whole, archive);
    if (member.len > 0) {
        buffer_add_char(&whole, '!');
        buffer_add(&whole, member);
    }
    while (rows->entries[i].glob != NULL
           && !fits_path(&rows->entries[i], archive)
           && !fits_path(&rows->entries[i], buffer_text(&whole)))
        i++;
    buffer_free(&whole);
    return &rows->entries[i].row;
}

size_t
rows_count(const struct rows *rows)
{
    return rows->count;
}

const struct row *
rows_at(const struct rows *rows, size_t number)
{
    return &rows->entries[number].row;
}

size_t
rows_number(const struct rows *rows, const struct row *row)
{
    const char *first = (const char *)&rows->entries[0].row;

    return (size_t)((const char *)row - first) / sizeof(*rows->entries);
}
