#include "domain/fit_walk.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/runs.h"
#include "domain/coupons.h"
#include "domain/null_paths.h"

/* By person, time and order. */
struct entry {
    unsigned char first[8], last[8], order[8];
    struct fit_claim claim;
};

enum { ENTRY_KEY = 24, CUT_KEY = 24 };

/* An order of a visitor, known to be that customer's from the moment on. All of it is the key. */
struct cut {
    unsigned char group[8], moment[8], last[8];
};

/* An order with all its rows. */
struct placed {
    int64_t last;
    __int128 value;
    uint64_t row, order;
    uint32_t in_session, currency;
};

struct list {
    void *at;
    size_t count, cap;
};

struct fit_walk {
    struct fit_walk_world world;
    struct runs *claims, *cuts;
    const struct entry *claim; /* the next */
    const struct cut *cut;     /* the next */
    bool has_cuts;             /* they are sorted: visitors are done */
    struct fit_touches *touches;
    struct null_paths *nulls;
    struct fit_steps person, path;
    struct coupons coupons;
    uint64_t group;      /* the customer, or 0 */
    struct list placed;  /* struct placed: of the customer so far */
    struct list lasts;   /* int64_t: of the orders that cut its touches */
    int64_t done;        /* the last of those so far */
    struct list scratch; /* int64_t */
};

struct fit_walk *
fit_walk_new(const struct fit_walk_world *world, size_t budget_bytes,
             struct spill *spill)
{
    struct fit_walk *walk = calloc(1, sizeof(*walk));

    if (walk == NULL)
        err(EX_OSERR, "fits");
    walk->world = *world;
    walk->claims =
        runs_new(sizeof(struct entry), ENTRY_KEY, budget_bytes / 4 * 3, spill);
    walk->cuts = runs_new(sizeof(struct cut), CUT_KEY, budget_bytes / 4, spill);
    walk->touches = fit_touches_new(world->rules, world->journey,
                                    world->touches, world->fit);
    walk->nulls = null_paths_new(world->rules, world->counter);
    return walk;
}

void
fit_walk_free(struct fit_walk *walk)
{
    if (walk == NULL)
        return;
    runs_free(walk->claims);
    runs_free(walk->cuts);
    fit_touches_free(walk->touches);
    null_paths_free(walk->nulls);
    fit_steps_free(&walk->person);
    fit_steps_free(&walk->path);
    free(walk->placed.at);
    free(walk->lasts.at);
    free(walk->scratch.at);
    free(walk);
}

/* Where the next of `size` bytes goes. */
static void *
append(struct list *list, size_t size)
{
    list->at = array_room(list->at, list->count, &list->cap, size,
                          "orders of one person");
    return (char *)list->at + size * list->count++;
}

static void
add_last(struct fit_walk *walk, int64_t last)
{
    *(int64_t *)append(&walk->lasts, sizeof(last)) = last;
    if (last > walk->done)
        walk->done = last;
}

void
fit_walk_claim(struct fit_walk *walk, const struct fit_claim *claim)
{
    struct entry *entry = runs_add(walk->claims);

    runs_put64(entry->first, claim->first);
    runs_put_signed(entry->last, claim->last);
    runs_put64(entry->order, claim->order);
    entry->claim = *claim;
}

void
fit_walk_lose(struct fit_walk *walk, const struct fit_claim *claim,
              int64_t time_s)
{
    const struct fit_path worth = {.currency = claim->currency,
                                   .conversions = claim->is_paid,
                                   .value = claim->amount};

    path_counter_pathless(walk->world.counter, time_s,
                          claim->is_paid ? claim->order : 0, &worth);
}

void
fit_walk_start(struct fit_walk *walk)
{
    runs_sort(walk->claims);
    walk->claim = runs_next(walk->claims);
}

/* Money that no order of a path has. */
static void
lose(struct fit_walk *walk, int64_t last, uint32_t currency, __int128 value)
{
    const struct fit_path worth = {.currency = currency, .value = value};

    path_counter_pathless(walk->world.counter, touch_stamp_s(last), 0, &worth);
}

/* Rows of one order put together, those of another currency apart; false where it is none that was
   placed: a refund whose order nobody knows is of no path. */
static bool
take_order(struct fit_walk *walk, struct placed *placed)
{
    const struct entry first = *walk->claim;
    bool is_paid = false;

    *placed = (struct placed){.last = first.claim.last,
                              .row = first.claim.row,
                              .order = first.claim.order,
                              .in_session = first.claim.in_session,
                              .currency = first.claim.currency};
    for (; walk->claim != NULL && memcmp(walk->claim, &first, ENTRY_KEY) == 0;
         walk->claim = runs_next(walk->claims)) {
        const struct fit_claim *claim = &walk->claim->claim;

        if (claim->is_paid)
            placed->row = claim->row;
        is_paid |= claim->is_paid;
        if (claim->currency == placed->currency)
            placed->value += claim->amount;
        else
            lose(walk, claim->last, claim->currency, claim->amount);
    }
    if (!is_paid)
        lose(walk, placed->last, placed->currency, placed->value);
    return is_paid;
}

static void
take_claims(struct fit_walk *walk, uint64_t first)
{
    struct placed placed;

    while (walk->claim != NULL && walk->claim->claim.first == first)
        if (take_order(walk, &placed))
            *(struct placed *)append(&walk->placed, sizeof(placed)) = placed;
}

static bool
counts(void *context, const struct fit_steps *steps, size_t number)
{
    (void)context;
    return !steps->touches[number].is_passing || number + 1 == steps->count;
}

/* Touches `from` to `end` and the order's codes, as its path in any window. */
static void
make_path(struct fit_walk *walk, const struct placed *placed, size_t from,
          size_t end)
{
    const struct link_table *links = walk->world.journey->links;
    struct order_row row;

    fit_steps_copy(&walk->path, &walk->person, from, end);
    if (links != NULL && link_table_has_coupons(links)) {
        orders_row(walk->world.journey->orders, placed->row, &row);
        coupons_find(&walk->coupons, links, &row);
        fit_touches_join(walk->touches, &walk->coupons, placed->in_session,
                         &walk->path);
    }
    fit_steps_keep(&walk->path, counts, NULL);
}

/* The first touch of the path that is in the order's window. */
static size_t
first_within(const struct fit_walk *walk, const struct window *window,
             int64_t order_s)
{
    size_t at = walk->path.count;

    while (at > 0
           && null_paths_go_on(walk->world.counter, window,
                               fit_steps_time(&walk->path, at - 1), order_s))
        at--;
    return at;
}

static void
count_order(struct fit_walk *walk, const struct placed *placed, size_t from,
            size_t end)
{
    const struct attribution_rules *rules = walk->world.rules;
    int64_t order_s = touch_stamp_s(placed->last);

    make_path(walk, placed, from, end);
    for (size_t i = 0; i < rules->window_count; i++) {
        size_t first = first_within(walk, &rules->windows[i], order_s);
        struct fit_path path = {.currency = placed->currency,
                                .units = walk->path.units + first,
                                .count = walk->path.count - first,
                                .conversions = 1,
                                .value = placed->value};

        path_counter_order(walk->world.counter, i, order_s, placed->order,
                           &path);
    }
}

/* The orders from number `next` on; those of one instant have the same touches. */
static void
count_orders(struct fit_walk *walk, size_t next)
{
    while (next < walk->placed.count) {
        const struct placed *placed = walk->placed.at;
        int64_t last = placed[next].last;
        size_t end = fit_steps_until(&walk->person, last);
        size_t from = walk->world.rules->fit.reuses
                          ? 0
                          : fit_steps_until(&walk->person, walk->done);

        for (; next < walk->placed.count && placed[next].last == last; next++)
            count_order(walk, &placed[next], from < end ? from : end, end);
        add_last(walk, last);
    }
}

static int
compare_stamps(const void *a, const void *b)
{
    const int64_t *left = a;
    const int64_t *right = b;

    return *left < *right ? -1 : *left > *right;
}

/* What lies between the orders, and behind the last. */
static void
count_nulls(struct fit_walk *walk, struct fit_span span)
{
    struct null_stretch stretch = {0};
    const int64_t *lasts;

    walk->scratch.count = 0;
    for (size_t i = 0; i < walk->lasts.count; i++)
        *(int64_t *)append(&walk->scratch, sizeof(int64_t)) =
            ((const int64_t *)walk->lasts.at)[i];
    lasts = walk->scratch.at;
    if (walk->scratch.count > 1)
        qsort(walk->scratch.at, walk->scratch.count, sizeof(int64_t),
              compare_stamps);
    for (size_t i = 0; i < walk->scratch.count; i++) {
        stretch.end = fit_steps_until(&walk->person, lasts[i]);
        stretch.order_s = touch_stamp_s(lasts[i]);
        if (stretch.end > stretch.from)
            null_paths_take(walk->nulls, &walk->person, &stretch, span);
        stretch.from = stretch.end;
    }
    stretch.end = walk->person.count;
    stretch.order_s = NULL_PATHS_NO_ORDER;
    if (stretch.end > stretch.from)
        null_paths_take(walk->nulls, &walk->person, &stretch, span);
}

/* Whose visitors' orders are known to be of this customer. */
static void
take_cuts(struct fit_walk *walk, const struct fit_person *known)
{
    if (!walk->has_cuts) {
        runs_sort(walk->cuts);
        walk->cut = runs_next(walk->cuts);
        walk->has_cuts = true;
    }
    for (; walk->cut != NULL && runs_get64(walk->cut->group) <= known->group
           && (runs_get64(walk->cut->group) < known->group
               || runs_get_signed(walk->cut->moment) <= known->moment);
         walk->cut = runs_next(walk->cuts))
        if (runs_get64(walk->cut->group) == known->group)
            add_last(walk, runs_get_signed(walk->cut->last));
}

static void
leave_cuts(struct fit_walk *walk, const struct fit_person *known)
{
    const struct placed *placed = walk->placed.at;

    for (size_t i = 0; i < walk->placed.count; i++) {
        struct cut *cut = runs_add(walk->cuts);

        runs_put64(cut->group, known->group);
        runs_put_signed(cut->moment, known->moment);
        runs_put_signed(cut->last, placed[i].last);
    }
}

static void
start_group(struct fit_walk *walk, uint64_t group)
{
    walk->group = group;
    walk->placed.count = 0;
    walk->lasts.count = 0;
    walk->done = INT64_MIN;
}

void
fit_walk_person(struct fit_walk *walk, uint64_t first, size_t count,
                const struct fit_person *known)
{
    bool has_nulls =
        walk->world.rules->fit.has_markov && fit_span_any(known->nulls);
    uint64_t group = known->is_device ? 0 : known->group;
    size_t before;

    if (group == 0 || group != walk->group)
        start_group(walk, group);
    if (group != 0)
        take_cuts(walk, known);
    before = walk->placed.count;
    take_claims(walk, first);
    if (walk->placed.count == before && !has_nulls)
        return;
    fit_touches_load(walk->touches, first, count, &walk->person);
    count_orders(walk, before);
    if (has_nulls)
        count_nulls(walk, known->nulls);
    if (known->is_device)
        leave_cuts(walk, known);
}

void
fit_walk_nobody(struct fit_walk *walk)
{
    struct placed placed;

    walk->person.count = 0;
    while (walk->claim != NULL)
        if (take_order(walk, &placed))
            count_order(walk, &placed, 0, 0);
}
