#include "sources/ordinals.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/hash.h"

enum { PLACES = 1 << 19 };

/* Open addressing; a count of 0 is a free place. */
struct generation {
    uint64_t *hashes;
    uint32_t *counts;
    size_t used;
};

/* When the newer is full, the older is forgotten and takes its turn. */
struct ordinals {
    struct generation newer, older;
};

static void
allocate(struct generation *generation)
{
    generation->hashes = calloc(PLACES, sizeof(*generation->hashes));
    generation->counts = calloc(PLACES, sizeof(*generation->counts));
    if (generation->hashes == NULL || generation->counts == NULL)
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
    free(ordinals->newer.hashes);
    free(ordinals->newer.counts);
    free(ordinals->older.hashes);
    free(ordinals->older.counts);
    free(ordinals);
}

/* Where the hash is, or would be. */
static size_t
find(const struct generation *generation, uint64_t hash)
{
    size_t place = hash_integer(hash) % PLACES;

    while (generation->counts[place] != 0 && generation->hashes[place] != hash)
        place = (place + 1) % PLACES;
    return place;
}

static void
turn(struct ordinals *ordinals)
{
    struct generation full = ordinals->newer;

    if (ordinals->older.hashes == NULL)
        allocate(&ordinals->older);
    memset(ordinals->older.counts, 0, PLACES * sizeof(*full.counts));
    ordinals->older.used = 0;
    ordinals->newer = ordinals->older;
    ordinals->older = full;
}

uint64_t
ordinals_next(struct ordinals *ordinals, uint64_t hash)
{
    uint32_t before = 0;
    size_t place;

    if (ordinals->newer.hashes == NULL)
        allocate(&ordinals->newer);
    if (ordinals->newer.used == ORDINALS_KEPT)
        turn(ordinals);
    place = find(&ordinals->newer, hash);
    if (ordinals->newer.counts[place] == 0) {
        if (ordinals->older.hashes != NULL)
            before = ordinals->older.counts[find(&ordinals->older, hash)];
        ordinals->newer.hashes[place] = hash;
        ordinals->newer.counts[place] = before;
        ordinals->newer.used++;
    }
    return ordinals->newer.counts[place]++;
}
