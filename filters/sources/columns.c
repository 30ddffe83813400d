#include "sources/columns.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

struct columns {
    size_t count;
    struct text column[COLUMNS_MOST]; /* by the number of the name */
};

struct columns *
columns_new(const struct row *row, const char *const *names, const char **why)
{
    struct columns *columns = calloc(1, sizeof(*columns));
    const char *unknown = row_unknown_column(row, names);

    if (columns == NULL)
        err(EX_OSERR, "columns");
    if (unknown != NULL) {
        char *text;
        if (asprintf(&text, "bad_columns: '%s' is not one of them", unknown)
            == -1)
            err(EX_OSERR, "columns");
        *why = text;
        free(columns);
        return NULL;
    }
    for (; names[columns->count] != NULL; columns->count++) {
        struct text *column = &columns->column[columns->count];
        if (!row_column(row, names[columns->count], column))
            *column = text_of(names[columns->count]);
    }
    return columns;
}

bool
columns_read(const struct columns *columns, struct json_slot object,
             struct text *cells)
{
    struct json_items members = json_members(object);
    struct json_slot value;
    struct text name;

    for (size_t i = 0; i < columns->count; i++)
        cells[i] = TEXT_NONE;
    while (json_next_member(&members, &name, &value))
        for (size_t i = 0; i < columns->count; i++) {
            if (!text_equal(name, columns->column[i]))
                continue;
            if (value.type != JSON_STRING || cells[i].at != NULL)
                return false;
            cells[i] = text_trim(value.text);
        }
    return true;
}
