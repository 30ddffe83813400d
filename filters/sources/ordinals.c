#include "sources/ordinals.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/hash.h"

enum { PLACES = 1 << 19 };

/* Side by side, so that a look-up waits for memory once. A count of 0 is a free place. */
struct place {
    uint64_t hash, count;
};

/* Open addressing. */
struct generation {
    struct place *places;
    size_t used;
};

/* When the newer is full, the older is forgotten and takes its turn. */
struct ordinals {
    struct generation newer, older;
};

static void
allocate(struct generation *generation)
{
    generation->places = calloc(PLACES, sizeof(*generation->places));
    if (generation->places == NULL)
        err(EX_OSERR, "ordinals");
}

struct ordinals *
ordinals_new(void)
{
    struct ordinals *ordinals = calloc(1, sizeof(*ordinals));

    if (ordinals == NULL)
        err(EX_OSERR, "ordinals");
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
    size_t at = hash_integer(hash) % PLACES;

    while (generation->places[at].count != 0
           && generation->places[at].hash != hash)
        at = (at + 1) % PLACES;
    return &generation->places[at];
}

static void
turn(struct ordinals *ordinals)
{
    struct generation full = ordinals->newer;

    if (ordinals->older.places == NULL)
        allocate(&ordinals->older);
    memset(ordinals->older.places, 0, PLACES * sizeof(*full.places));
    ordinals->older.used = 0;
    ordinals->newer = ordinals->older;
    ordinals->older = full;
}

uint64_t
ordinals_next(struct ordinals *ordinals, uint64_t hash)
{
    struct place *place;

    if (ordinals->newer.places == NULL)
        allocate(&ordinals->newer);
    if (ordinals->newer.used == ORDINALS_KEPT)
        turn(ordinals);
    place = find(&ordinals->newer, hash);
    if (place->count == 0) {
        place->hash = hash;
        if (ordinals->older.places != NULL)
            place->count = find(&ordinals->older, hash)->count;
        ordinals->newer.used++;
    }
    return place->count++;
}
