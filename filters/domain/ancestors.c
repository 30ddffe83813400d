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

/* Of the budget: all that lives while a round goes on. */
enum { PARTS = 6 };

struct ancestors {
    size_t part_bytes;
    struct spill *spill;
    struct runs *arrows;
    struct runs *jumps; /* by node: those that may lead on */
    struct runs *
        known; /* by node: what else jumps may lead to, as it was when it last was led to */
    struct runs *home; /* jumps to a root */
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
    runs_free(ancestors->known);
    runs_free(ancestors->home);
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

/* The jumps that others may lead to, by node: of a node that is in both, that which may itself lead on. */
struct landing {
    struct runs *jumps, *known;
    const struct jump *jump, *old;
};

static const struct jump *
land(struct landing *landing, uint64_t node)
{
    while (landing->jump != NULL && runs_get64(&landing->jump->from) < node)
        landing->jump = runs_next(landing->jumps);
    while (landing->old != NULL && runs_get64(&landing->old->from) < node)
        landing->old = runs_next(landing->known);
    if (landing->jump != NULL && runs_get64(&landing->jump->from) == node)
        return landing->jump;
    if (landing->old != NULL && runs_get64(&landing->old->from) == node)
        return landing->old;
    return NULL;
}

static struct landing
landing_open(struct ancestors *ancestors)
{
    return (struct landing){ancestors->jumps, ancestors->known,
                            runs_next(ancestors->jumps),
                            runs_next(ancestors->known)};
}

/* The way of a jump that ends where the next one begins, and goes on from there. */
static void
go_on(const struct ancestors *ancestors, const struct round *round,
      struct runs *further, const struct jump *turned, const struct jump *next)
{
    uint64_t to = round->is_circular ? next->least : runs_get64(&next->to);

    add_jump(round->is_circular ? ancestors->home : further,
             runs_get64(&turned->to), to, lesser(turned->least, next->least));
}

/*
 * Joins each jump with the one that goes on from where it leads; where there is none, it is home. What is led to in
 * the next round is what those lead to that are led to in this one, so that the rest need not be kept.
 */
static void
jump_on(struct ancestors *ancestors, struct round *round)
{
    struct runs *turned = turn(ancestors);
    struct runs *further = new_jumps(ancestors);
    struct runs *known = new_jumps(ancestors);
    struct landing landing = landing_open(ancestors);
    const struct jump *jump, *next;
    uint64_t last = 0;

    round->led_on = 0;
    while ((jump = runs_next(turned)) != NULL) {
        uint64_t at = runs_get64(&jump->from);

        next = land(&landing, at);
        if (next == NULL) {
            add_jump(ancestors->home, runs_get64(&jump->to), at, 0);
            continue;
        }
        go_on(ancestors, round, further, jump, next);
        if (at != last)
            *(struct jump *)runs_add(known) = *next;
        last = at;
        round->led_on++;
    }
    runs_free(turned);
    runs_free(ancestors->jumps);
    runs_free(ancestors->known);
    ancestors->jumps = further;
    ancestors->known = known;
    runs_sort(further);
    runs_sort(known);
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
    ancestors->home = new_jumps(ancestors);
    ancestors->known = new_jumps(ancestors);
    runs_sort(ancestors->known);
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
    runs_sort(ancestors->home);
}

bool
ancestors_next(struct ancestors *ancestors, uint64_t *node, uint64_t *root)
{
    const struct jump *jump = runs_next(ancestors->home);

    if (jump == NULL)
        return false;
    *node = runs_get64(&jump->from);
    *root = runs_get64(&jump->to);
    return true;
}
