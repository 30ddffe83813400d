#include "domain/stitch_parts.h"

#include <stdlib.h>

#include "domain/stitch_owner.h"
#include "domain/visits.h"

static void
own(void *context, const struct touch *visit, const struct stitch_owner *owner)
{
    struct stitch *stitch = context;
    struct stitch_owned *owned;

    if (!bloom_may_have(&stitch->customers, owner->customer))
        return;
    owned = runs_add(stitch->owned);
    runs_put64(owned->customer, owner->customer);
    owned->visit = *visit;
    owned->from = owner->from;
    owned->until = owner->until;
}

/* Visits of one device that is a customer, has links, or both. */
static void
own_device(struct stitch *stitch, const struct stitch_list *list,
           uint64_t device, bool is_customer)
{
    const struct touch *visits = list->at;
    const struct stitch_bonds bonds = {stitch->bonds.at, stitch->bonds.count};
    const struct stitch_sink sink = {own, stitch};

    for (size_t i = 0; is_customer && i < list->count; i++)
        own(stitch, &visits[i],
            &(struct stitch_owner){device, visits[i].stamp, INT64_MAX});
    if (bonds.count > 0)
        stitch_owner_each(visits, list->count, bonds, stitch->gap_s, &sink);
}

/* The links of the device; *link goes on to the first of a later one. */
static void
take_bonds(struct stitch *stitch, uint64_t device,
           const struct stitch_link **link)
{
    stitch->bonds.count = 0;
    for (; *link != NULL && runs_get64((*link)->device) <= device;
         *link = runs_next(stitch->links))
        if (runs_get64((*link)->device) == device)
            *(struct stitch_bond *)stitch_append(&stitch->bonds,
                                                 sizeof(struct stitch_bond)) =
                (struct stitch_bond){runs_get_signed((*link)->stamp),
                                     runs_get64((*link)->customer)};
}

static bool
is_wanted(struct stitch *stitch, uint64_t person,
          const struct stitch_want **want)
{
    while (*want != NULL && runs_get64((*want)->person) < person)
        *want = runs_next(stitch->wants);
    return *want != NULL && runs_get64((*want)->person) == person;
}

/* Each visit to those whose it is or was; a bot's lengthens no sitting. */
static void
own_visits(struct stitch *stitch, struct runs *visits)
{
    const void *entry = runs_next(visits);
    const struct stitch_link *link = runs_next(stitch->links);
    const struct stitch_want *want = runs_next(stitch->wants);

    while (entry != NULL) {
        struct touch visit;
        uint64_t device = visits_get(entry, &visit);
        bool is_customer = is_wanted(stitch, device, &want);
        bool is_needed;

        take_bonds(stitch, device, &link);
        is_needed = is_customer || stitch->bonds.count > 0;
        stitch->device.count = stitch->bots.count = 0;
        for (; entry != NULL && visits_get(entry, &visit) == device;
             entry = runs_next(visits))
            if (is_needed)
                *(struct touch *)stitch_append(visit.is_bot ? &stitch->bots
                                                            : &stitch->device,
                                               sizeof(visit)) = visit;
        if (!is_needed)
            continue;
        own_device(stitch, &stitch->device, device, is_customer);
        own_device(stitch, &stitch->bots, device, is_customer);
    }
    runs_rewind(stitch->wants);
    runs_sort(stitch->owned);
}

static uint32_t
period_of(const struct stitch *stitch, int64_t stamp)
{
    return fit_period_of(stitch->fit->period, touch_stamp_s(stamp));
}

void
stitch_device(void *context, uint64_t person, struct fit_person *known)
{
    struct stitch *stitch = context;
    const struct stitch_link **link = &stitch->device_link;

    *known = (struct fit_person){.nulls = FIT_SPAN_ALL};
    if (!stitch->asks_devices) {
        *link = runs_next(stitch->links);
        stitch->device_want = runs_next(stitch->wants);
        stitch->asks_devices = true;
    }
    while (*link != NULL && runs_get64((*link)->device) < person)
        *link = runs_next(stitch->links);
    if (*link != NULL && runs_get64((*link)->device) == person) {
        known->group = runs_get64((*link)->customer);
        known->moment = runs_get_signed((*link)->stamp);
        known->nulls = fit_span_between(0, period_of(stitch, known->moment));
        known->is_device = true;
    }
    if (is_wanted(stitch, person, &stitch->device_want))
        known->nulls = FIT_SPAN_NONE;
}

static int
compare_turns(const void *a, const void *b)
{
    const int64_t *left = a;
    const int64_t *right = b;

    return *left < *right ? -1 : *left > *right;
}

/* When visits before that moment become the customer's, or cease to be. */
static void
find_turns(struct stitch *stitch)
{
    const struct stitch_owned *mine = stitch->mine.at;

    stitch->turns.count = 0;
    for (size_t i = 0; i < stitch->mine.count; i++) {
        if (mine[i].from > mine[i].visit.stamp)
            *(int64_t *)stitch_append(&stitch->turns, sizeof(int64_t)) =
                mine[i].from;
        if (mine[i].until < INT64_MAX)
            *(int64_t *)stitch_append(&stitch->turns, sizeof(int64_t)) =
                mine[i].until;
    }
    if (stitch->turns.count > 1)
        qsort(stitch->turns.at, stitch->turns.count, sizeof(int64_t),
              compare_turns);
}

/* What happens between two turns changes nothing of what is known. */
struct interval {
    uint64_t customer;
    int64_t from;
    const int64_t *until; /* the next turn; NULL: there is none */
};

/* Periods at whose end that is what is known. */
static struct fit_span
find_nulls(const struct stitch *stitch, const struct interval *interval)
{
    struct fit_span span = FIT_SPAN_ALL;

    if (stitch->fit == NULL || !stitch->fit->has_markov
        || stitch->mine.count == 0)
        return FIT_SPAN_NONE;
    if (interval->from != INT64_MIN)
        span.from = period_of(stitch, interval->from);
    return interval->until == NULL
               ? span
               : fit_span_between(span.from,
                                  period_of(stitch, *interval->until));
}

/* A person that is the customer as known in that time. */
static void
add_person(struct stitch *stitch, const struct interval *interval,
           struct fit_span nulls)
{
    const struct stitch_owned *mine = stitch->mine.at;
    struct stitch_known *known;

    stitch->person++;
    for (size_t i = 0; i < stitch->mine.count; i++)
        if ((mine[i].from <= interval->from
             || mine[i].from == mine[i].visit.stamp)
            && mine[i].until > interval->from)
            visits_put(stitch->visits, stitch->person, &mine[i].visit);
    if (stitch->fit == NULL)
        return;
    known = runs_add(stitch->known);
    runs_put64(known->person, stitch->person);
    known->known =
        (struct fit_person){nulls, interval->customer, interval->from, false};
}

/* The orders up to the next turn, from number `next` on; the first behind it. */
static size_t
claim_orders(struct stitch *stitch, const struct interval *interval,
             size_t next)
{
    const struct stitch_want *orders = stitch->orders.at;
    struct fit_span nulls = find_nulls(stitch, interval);
    size_t end = next;

    while (end < stitch->orders.count
           && (interval->until == NULL
               || runs_get_signed(orders[end].limit) < *interval->until))
        end++;
    if (end > next || fit_span_any(nulls))
        add_person(stitch, interval, nulls);
    for (; next < end; next++) {
        struct stitch_claimed *claim = runs_add(stitch->claims);

        runs_put64(claim->person, stitch->person);
        claim->stamp = orders[next].stamp;
        claim->row = orders[next].row;
    }
    return end;
}

/* The orders of a customer in order of what they know; one person for all between two turns. */
static void
claim_turns(struct stitch *stitch, uint64_t customer)
{
    struct interval interval = {.customer = customer, .from = INT64_MIN};
    const int64_t *turns;
    size_t turn = 0, next = 0;

    find_turns(stitch);
    turns = stitch->turns.at;
    do {
        while (turn < stitch->turns.count && turns[turn] <= interval.from)
            turn++;
        interval.until = turn < stitch->turns.count ? &turns[turn] : NULL;
        next = claim_orders(stitch, &interval, next);
        interval.from = interval.until == NULL ? 0 : *interval.until;
    } while (interval.until != NULL);
}

static const struct stitch_owned *
take_mine(struct stitch *stitch, uint64_t customer,
          const struct stitch_owned *owned)
{
    stitch->mine.count = 0;
    for (; owned != NULL && runs_get64(owned->customer) <= customer;
         owned = runs_next(stitch->owned))
        if (runs_get64(owned->customer) == customer)
            *(struct stitch_owned *)stitch_append(&stitch->mine,
                                                  sizeof(*owned)) = *owned;
    return owned;
}

static void
claim_all(struct stitch *stitch)
{
    const struct stitch_owned *owned = runs_next(stitch->owned);
    const struct stitch_want *want = runs_next(stitch->wants);

    while (want != NULL) {
        uint64_t customer = runs_get64(want->person);

        stitch->orders.count = 0;
        for (; want != NULL && runs_get64(want->person) == customer;
             want = runs_next(stitch->wants))
            if (want->rule != ORDERS_NOBODY)
                *(struct stitch_want *)stitch_append(&stitch->orders,
                                                     sizeof(*want)) = *want;
        owned = take_mine(stitch, customer, owned);
        claim_turns(stitch, customer);
    }
}

void
stitch_walk(struct stitch *stitch, struct runs *visits)
{
    runs_rewind(stitch->links);
    runs_rewind(stitch->wants);
    own_visits(stitch, visits);
    claim_all(stitch);
    runs_sort(stitch->visits);
    runs_sort(stitch->claims);
    runs_sort(stitch->known);
}

struct runs *
stitch_visits(struct stitch *stitch)
{
    return stitch->visits;
}

bool
stitch_next(void *context, struct order_claim *claim)
{
    struct stitch *stitch = context;
    const struct stitch_claimed *next = runs_next(stitch->claims);

    if (next == NULL)
        return false;
    *claim = (struct order_claim){.person = runs_get64(next->person),
                                  .stamp = next->stamp,
                                  .row = next->row,
                                  .rule = ORDERS_STITCHED};
    return true;
}

void
stitch_known(void *context, uint64_t person, struct fit_person *known)
{
    struct stitch *stitch = context;
    const struct stitch_known *next = stitch->next_known;

    while (next == NULL || runs_get64(next->person) < person)
        next = runs_next(stitch->known);
    *known = next->known;
    stitch->next_known = next;
}
