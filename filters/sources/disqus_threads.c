#include "sources/disqus_threads.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/table.h"

enum { BYTES_MOST = 24 << 20 };

struct disqus_threads {
    struct table *ids;
    struct text *links; /* by the number of an id */
    size_t cap;
    struct arena arena;
    uint64_t archive;
};

struct disqus_threads *
disqus_threads_new(void)
{
    struct disqus_threads *threads = calloc(1, sizeof(*threads));

    if (threads == NULL)
        err(EX_OSERR, "disqus_threads");
    threads->ids = table_new();
    return threads;
}

void
disqus_threads_enter(struct disqus_threads *threads, uint64_t archive)
{
    if (threads->archive == archive)
        return;
    threads->archive = archive;
    table_clear(threads->ids);
    arena_clear(&threads->arena);
}

static bool
is_full(const struct disqus_threads *threads)
{
    return table_bytes(threads->ids) + threads->arena.bytes
               + threads->cap * sizeof(*threads->links)
           > BYTES_MOST;
}

bool
disqus_threads_add(struct disqus_threads *threads, struct text id,
                   struct text link)
{
    uint32_t number;

    if (is_full(threads))
        return false;
    number = table_add(threads->ids, id);
    if (number >= threads->cap) {
        threads->cap = threads->cap * 2 + 64;
        threads->links =
            reallocarray(threads->links, threads->cap, sizeof(*threads->links));
        if (threads->links == NULL)
            err(EX_OSERR, "disqus_threads");
    }
    threads->links[number] = arena_copy(&threads->arena, link);
    return true;
}

struct text
disqus_threads_find(const struct disqus_threads *threads, struct text id)
{
    uint32_t number = table_find(threads->ids, id);

    return number == TABLE_NONE ? TEXT_NONE : threads->links[number];
}
