#include "sources/opened.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>

/* A source as one row meets it. */
struct meeting {
    bool is_open;
    void *state;
};

struct opened {
    struct books *books;
    const struct rows *rows;
    size_t source_count;
    struct meeting *meetings; /* by row, then by source */
    struct map **maps;        /* by row; NULL without */
};

/* What the source's open() gave for the row. */
void *
opened_state(struct opened *opened, const struct row *row, size_t source)
{
    size_t number = rows_number(opened->rows, row);
    struct meeting *meeting =
        &opened->meetings[number * opened->source_count + source];
    const char *why = NULL;

    if (meeting->is_open)
        return meeting->state;
    meeting->is_open = true;
    if (sources[source]->open != NULL)
        meeting->state = sources[source]->open(row, &why);
    if (why != NULL)
        books_fail(opened->books, EX_CONFIG, NULL, "%.*s: %s: %s",
                   TEXT_ARGS(row->at), sources[source]->name, why);
    return meeting->state;
}

static void
open_map(struct opened *opened, size_t number)
{
    const struct row *row = rows_at(opened->rows, number);
    struct buffer role = {0};
    const char *why;

    for (size_t i = 0; i < number; i++) {
        const char *other = rows_at(opened->rows, i)->map;

        if (other != NULL && strcmp(other, row->map) == 0) {
            opened->maps[number] = opened->maps[i];
            return;
        }
    }
    opened->maps[number] = map_new(row->map, &why);
    if (opened->maps[number] == NULL)
        books_fail(opened->books, EX_CONFIG, NULL, "%.*s: map: %s: %s",
                   TEXT_ARGS(row->at), row->map, why);
    for (size_t i = 0; i < number; i++) {
        if (opened->maps[i] != NULL
            && text_equal(map_format(opened->maps[i]),
                          map_format(opened->maps[number])))
            books_fail(opened->books, EX_CONFIG, NULL,
                       "%.*s: map: %s: another map has the same name",
                       TEXT_ARGS(row->at), row->map);
    }
    buffer_add(&role, map_format(opened->maps[number]));
    books_uses_file(opened->books, buffer_string(&role), row->map);
    buffer_free(&role);
}

static void
free_maps(struct opened *opened)
{
    for (size_t i = 0; i < rows_count(opened->rows); i++) {
        for (size_t j = i + 1; j < rows_count(opened->rows); j++) {
            if (opened->maps[j] == opened->maps[i])
                opened->maps[j] = NULL;
        }
        map_free(opened->maps[i]);
    }
    free(opened->maps);
}

struct opened *
opened_new(struct books *books, const struct rows *rows)
{
    struct opened *opened = calloc(1, sizeof(*opened));
    size_t count = rows_count(rows);

    if (opened == NULL)
        err(EX_OSERR, "opened");
    opened->books = books;
    opened->rows = rows;
    while (sources[opened->source_count] != NULL)
        opened->source_count++;
    assert(count > 0 && opened->source_count > 0);
    opened->meetings =
        calloc(count * opened->source_count, sizeof(*opened->meetings));
    opened->maps = calloc(count, sizeof(struct map *));
    if (opened->meetings == NULL || opened->maps == NULL)
        err(EX_OSERR, "opened");
    for (size_t i = 0; i < count; i++) {
        const struct row *row = rows_at(rows, i);

        if (row->map != NULL)
            open_map(opened, i);
        if (row->format != NULL)
            opened_state(opened, row,
                         source_number(source_find(text_of(row->format))));
    }
    return opened;
}

void
opened_free(struct opened *opened)
{
    if (opened == NULL)
        return;
    free_maps(opened);
    free(opened->meetings);
    free(opened);
}

struct map *
opened_map(const struct opened *opened, const struct row *row)
{
    return opened->maps[rows_number(opened->rows, row)];
}
