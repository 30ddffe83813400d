#include "sources/known.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/table.h"

/* What an entry takes beside its texts. */
enum { BYTES_MOST = 16 << 20, OVERHEAD = 64 };

struct known {
    struct table *ids;
    struct text *values; /* by the number of an id */
    size_t cap;
    struct arena arena;
    size_t bytes; /* of all that is known; more may be held */
    uint64_t archive;
};

struct known *
known_new(void)
{
    struct known *known = calloc(1, sizeof(*known));

    if (known == NULL)
        err(EX_OSERR, "ids");
    known->ids = table_new();
    return known;
}

void
known_forget(struct known *known)
{
    table_clear(known->ids);
    arena_clear(&known->arena);
    known->bytes = 0;
}

void
known_enter(struct known *known, uint64_t archive)
{
    if (known->archive == archive)
        return;
    known->archive = archive;
    known_forget(known);
}

bool
known_add(struct known *known, struct text id, struct text value)
{
    uint32_t number;

    known->bytes += id.len + value.len + OVERHEAD;
    if (known->bytes > BYTES_MOST)
        return false;
    number = table_add(known->ids, id);
    known->values = array_room(known->values, number, &known->cap,
                               sizeof(*known->values), "ids");
    known->values[number] = arena_copy(&known->arena, value);
    return true;
}

struct text
known_find(const struct known *known, struct text id)
{
    uint32_t number = table_find(known->ids, id);

    return number == TABLE_NONE ? TEXT_NONE : known->values[number];
}
