#include "domain/ancestors.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

/* Numbers are big-endian, so that they sort as bytes. */
struct arrow {
    uint8_t node[8];
    uint8_t claim;
    uint8_t parent[8];
};

/* From a node to the furthest node above it that is known so far. */
struct jump {
    uint64_t from, to;
    uint64_t least; /* node on the way; not big-endian */
};

enum { PARTS = 3 };

struct ancestors {
    size_t part_bytes;
    struct spill *spill;
    struct runs *arrows;
    struct runs *jumps; /* by node */
};

/* What a round came to. */
struct round {
    uint64_t led_on; /* nodes that were not yet at their root */
    uint64_t reach;  /* steps that a jump takes */
    bool is_circular;
};

struct ancestors *
ancestors_new(size_t budget_bytes, struct spill *spill)
{
    struct ancestors *ancestors = calloc(1, sizeof(*ancestors));

    if (ancestors == NULL)
        err(EX_OSERR, "ancestors");
    ancestors->part_bytes = budget_bytes / PARTS;
    ancestors->spill = spill;
    ancestors->arrows = runs_new(sizeof(struct arrow), sizeof(struct arrow),
                                 ancestors->part_bytes, spill);
    return ancestors;
}

void
ancestors_free(struct ancestors *ancestors)
{
    if (ancestors == NULL)
        return;
    runs_free(ancestors->arrows);
    runs_free(ancestors->jumps);
    free(ancestors);
}

void
ancestors_add(struct ancestors *ancestors, uint64_t node, uint8_t claim,
              uint64_t parent)
{
    struct arrow *arrow = runs_add(ancestors->arrows);

    runs_put64(arrow->node, node);
    arrow->claim = claim;
    runs_put64(arrow->parent, parent);
}

static struct runs *
new_jumps(const struct ancestors *ancestors)
{
    return runs_new(sizeof(struct jump), sizeof(uint64_t),
                    ancestors->part_bytes, ancestors->spill);
}

static void
add_jump(struct runs *jumps, uint64_t from, uint64_t to, uint64_t least)
{
    struct jump *jump = runs_add(jumps);

    runs_put64(&jump->from, from);
    runs_put64(&jump->to, to);
    jump->least = least;
}

static uint64_t
lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* One parent a node. */
static void
choose_parents(struct ancestors *ancestors)
{
    const struct arrow *arrow;
    uint64_t last = 0;

    runs_sort(ancestors->arrows);
    ancestors->jumps = new_jumps(ancestors);
    while ((arrow = runs_next(ancestors->arrows)) != NULL) {
        uint64_t node = runs_get64(arrow->node);
        uint64_t parent = runs_get64(arrow->parent);

        if (node != last)
            add_jump(ancestors->jumps, node, parent, lesser(node, parent));
        last = node;
    }
    runs_free(ancestors->arrows);
    ancestors->arrows = NULL;
    runs_sort(ancestors->jumps);
}

/* The same jumps, by where they lead. */
static struct runs *
turn(struct ancestors *ancestors)
{
    struct runs *turned = new_jumps(ancestors);
    const struct jump *jump;

    while ((jump = runs_next(ancestors->jumps)) != NULL)
        *(struct jump *)runs_add(turned) =
            (struct jump){jump->to, jump->from, jump->least};
    runs_sort(turned);
    runs_rewind(ancestors->jumps);
    return turned;
}

/* Joins each jump with the one that goes on from where it leads, if there is one. */
static void
jump_on(struct ancestors *ancestors, struct round *round)
{
    struct runs *turned = turn(ancestors);
    struct runs *further = new_jumps(ancestors);
    const struct jump *next = runs_next(ancestors->jumps);
    const struct jump *jump;

    round->led_on = 0;
    while ((jump = runs_next(turned)) != NULL) {
        uint64_t to = runs_get64(&jump->from);
        uint64_t least = jump->least;

        while (next != NULL && runs_get64(&next->from) < to)
            next = runs_next(ancestors->jumps);
        if (next != NULL && next->from == jump->from) {
            least = lesser(least, next->least);
            to = round->is_circular ? next->least : runs_get64(&next->to);
            round->led_on++;
        }
        add_jump(further, runs_get64(&jump->to), to, least);
    }
    runs_free(turned);
    runs_free(ancestors->jumps);
    ancestors->jumps = further;
    runs_sort(further);
    round->reach *= 2;
}

/*
 * While a node is under way that will arrive, each round brings one home: the one that was least far beyond a
 * jump. As many as before are all on or before a circle, which is no longer than they are many.
 */
void
ancestors_settle(struct ancestors *ancestors)
{
    struct round round = {.reach = 1};
    uint64_t before;

    choose_parents(ancestors);
    do {
        before = round.led_on;
        jump_on(ancestors, &round);
        if (round.led_on > 0 && round.led_on == before
            && round.reach >= round.led_on) {
            round.is_circular = true;
            jump_on(ancestors, &round);
            break;
        }
    } while (round.led_on > 0);
    runs_rewind(ancestors->jumps);
}

bool
ancestors_next(struct ancestors *ancestors, uint64_t *node, uint64_t *root)
{
    const struct jump *jump = runs_next(ancestors->jumps);

    if (jump == NULL)
        return false;
    *node = runs_get64(&jump->from);
    *root = runs_get64(&jump->to);
    return true;
}
