#include "base/array.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { FEW = 16 };

void *
array_resize(void *items, size_t count, size_t item_bytes, const char *what)
{
    items = reallocarray(items, count == 0 ? 1 : count, item_bytes);
    if (items == NULL)
        err(EX_OSERR, "%zu %s", count, what);
    return items;
}

void *
array_double(void *items, size_t count, size_t *cap, size_t item_bytes,
             const char *what)
{
    *cap = count < FEW ? FEW : count * 2;
    return array_resize(items, *cap, item_bytes, what);
}
