/*
 * figures - counts under names, as the books list them
 *
 * Shape:   names are constant strings, a few; written as an object in order of name.
 * Lives:   from {0} to figures_free().
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    a look along the names.
 */
#ifndef HARK_STREAM_FIGURES_H
#define HARK_STREAM_FIGURES_H

#include "base/buffer.h"

struct figure_row {
    const char *name;
    uint64_t count;
};

struct figures {
    struct figure_row *rows; /* in the order first met, until written */
    size_t count;
};

void figures_free(struct figures *figures);

void figures_add(struct figures *figures, const char *name, uint64_t count);
uint64_t figures_sum(const struct figures *figures);

/* Appends `,"name":{…}`. */
void figures_write(struct buffer *out, const char *name,
                   struct figures *figures);

#endif
