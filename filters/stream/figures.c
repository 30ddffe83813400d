#include "stream/figures.h"

#include <stdlib.h>

#include "base/array.h"

void
figures_free(struct figures *figures)
{
    free(figures->rows);
    *figures = (struct figures){0};
}

void
figures_add(struct figures *figures, const char *name, uint64_t count)
{
    size_t i = 0;

    while (i < figures->count && figures->rows[i].name != name
           && strcmp(figures->rows[i].name, name) != 0)
        i++;
    if (i == figures->count) {
        figures->rows =
            array_resize(figures->rows, ++figures->count,
                         sizeof(*figures->rows), "figures of the books");
        figures->rows[i] = (struct figure_row){name, 0};
    }
    figures->rows[i].count += count;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct figure_row *)a)->name,
                  ((const struct figure_row *)b)->name);
}

void
figures_write(struct buffer *out, const char *name, struct figures *figures)
{
    if (figures->count > 0)
        qsort(figures->rows, figures->count, sizeof(*figures->rows), by_name);
    buffer_printf(out, ",\"%s\":{", name);
    for (size_t i = 0; i < figures->count; i++) {
        buffer_add_string(out, i == 0 ? "" : ",");
        buffer_add_json_string(out, text_of(figures->rows[i].name));
        buffer_printf(out, ":%llu", (unsigned long long)figures->rows[i].count);
    }
    buffer_add_char(out, '}');
}

uint64_t
figures_sum(const struct figures *figures)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < figures->count; i++)
        sum += figures->rows[i].count;
    return sum;
}
