#include "sources/ordinals.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/hash.h"

enum { SMALLEST = 1 << 10 }; /* places */

/* Side by side, so that a look-up waits for memory once. A count of 0 is a free place. */
struct place {
    uint64_t hash, count;
};

/* Open addressing, half of the places at most. */
struct generation {
    struct place *places;
    size_t count; /* of places, a power of 2 */
    size_t used;
};

/* When the newer is full, the older is forgotten and takes its turn. */
struct ordinals {
    struct generation newer, older;
};

static struct generation
allocate(size_t count)
{
    struct generation generation = {calloc(count, sizeof(*generation.places)),
                                    count, 0};

    if (generation.places == NULL)
        err(EX_OSERR, "ordinals");
    return generation;
}

struct ordinals *
ordinals_new(void)
{
    struct ordinals *ordinals = calloc(1, sizeof(*ordinals));

    if (ordinals == NULL)
        err(EX_OSERR, "ordinals");
    ordinals->newer = allocate(SMALLEST);
    return ordinals;
}

void
ordinals_free(struct ordinals *ordinals)
{
    if (ordinals == NULL)
        return;
    free(ordinals->newer.places);
    free(ordinals->older.places);
    free(ordinals);
}

/* Where the hash is, or would be. */
static struct place *
find(const struct generation *generation, uint64_t hash)
{
    size_t mask = generation->count - 1;
    size_t at = hash_integer(hash) & mask;

    while (generation->places[at].count != 0
           && generation->places[at].hash != hash)
        at = (at + 1) & mask;
    return &generation->places[at];
}

static void
grow(struct generation *generation)
{
    struct generation larger = allocate(2 * generation->count);

    for (size_t i = 0; i < generation->count; i++) {
        const struct place *place = &generation->places[i];

        if (place->count != 0)
            *find(&larger, place->hash) = *place;
    }
    larger.used = generation->used;
    free(generation->places);
    *generation = larger;
}

static void
turn(struct ordinals *ordinals)
{
    struct generation full = ordinals->newer;

    if (ordinals->older.places == NULL)
        ordinals->older = allocate(full.count);
    memset(ordinals->older.places, 0,
           ordinals->older.count * sizeof(*full.places));
    ordinals->older.used = 0;
    ordinals->newer = ordinals->older;
    ordinals->older = full;
}

void
ordinals_soon(const struct ordinals *ordinals, uint64_t hash)
{
    const struct generation *newer = &ordinals->newer;

    __builtin_prefetch(&newer->places[hash_integer(hash) & (newer->count - 1)],
                       1);
}

uint64_t
ordinals_next(struct ordinals *ordinals, uint64_t hash)
{
    struct place *place;

    if (ordinals->newer.used == ORDINALS_KEPT)
        turn(ordinals);
    if (2 * ordinals->newer.used >= ordinals->newer.count)
        grow(&ordinals->newer);
    place = find(&ordinals->newer, hash);
    if (place->count == 0) {
        place->hash = hash;
        if (ordinals->older.places != NULL)
            place->count = find(&ordinals->older, hash)->count;
        ordinals->newer.used++;
    }
    return place->count++;
}
