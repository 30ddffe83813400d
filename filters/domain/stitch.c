#include "domain/stitch.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/stitch_owner.h"
#include "domain/visits.h"

/* All of it is the key. */
struct link {
    unsigned char device[8];
    unsigned char stamp[8];
    unsigned char customer[8];
};

/* A row of an order of a device or a customer, by that and the last moment that it knows of. */
struct want {
    unsigned char person[8];
    unsigned char limit[8];
    int64_t stamp;
    uint64_t row;
    uint64_t rule;
};

/* Whose the order of a device is. */
struct answer {
    unsigned char row[8];
    unsigned char rule[8];
    uint64_t customer;
    int64_t stamp;
};

/* A visit that is a customer's while from <= the moment < until. */
struct owned {
    unsigned char customer[8];
    struct touch visit;
    int64_t from, until;
};

/* As order_claim has it; in order already. */
struct claimed {
    unsigned char person[8];
    int64_t stamp;
    uint64_t row;
};

struct list {
    void *at;
    size_t count, cap;
};

struct stitch {
    int64_t gap_s;
    size_t part; /* of the budget */
    struct spill *spill;
    struct runs *links, *wants, *asks, *answers, *owned;
    struct runs *visits, *claims;
    struct bloom customers;          /* who are wanted */
    struct list device, bots, bonds; /* of one device: touch, stitch_bond */
    struct list mine, orders;        /* of one customer: owned, want */
    struct list turns; /* moments at which another's earlier visits change */
    uint64_t customer; /* whose those are */
    uint64_t person;   /* the last number given */
};

enum { PARTS = 8 };

struct stitch *
stitch_new(int64_t gap_s, size_t budget_bytes, struct spill *spill)
{
    struct stitch *stitch = calloc(1, sizeof(*stitch));
    size_t part = budget_bytes / PARTS;

    if (stitch == NULL)
        err(EX_OSERR, "stitch");
    stitch->gap_s = gap_s;
    stitch->part = part;
    stitch->spill = spill;
    stitch->links =
        runs_new(sizeof(struct link), sizeof(struct link), part, spill);
    stitch->wants = runs_new(sizeof(struct want), 16, part, spill);
    stitch->asks = runs_new(sizeof(struct want), 16, part, spill);
    stitch->answers = runs_new(sizeof(struct answer), 16, part, spill);
    stitch->owned = runs_new(sizeof(struct owned), 8, part, spill);
    stitch->visits =
        runs_new(VISITS_ENTRY_BYTES, VISITS_KEY_BYTES, part * 2, spill);
    stitch->claims = runs_new(sizeof(struct claimed), 8, part, spill);
    return stitch;
}

void
stitch_free(struct stitch *stitch)
{
    if (stitch == NULL)
        return;
    runs_free(stitch->links);
    runs_free(stitch->wants);
    runs_free(stitch->asks);
    runs_free(stitch->answers);
    runs_free(stitch->owned);
    runs_free(stitch->visits);
    runs_free(stitch->claims);
    bloom_free(&stitch->customers);
    free(stitch->device.at);
    free(stitch->bots.at);
    free(stitch->bonds.at);
    free(stitch->mine.at);
    free(stitch->orders.at);
    free(stitch->turns.at);
    free(stitch);
}

/* Where the next of `size` bytes goes. */
static void *
append(struct list *list, size_t size)
{
    if (list->count == list->cap) {
        list->cap = list->cap * 2 + 16;
        list->at = reallocarray(list->at, list->cap, size);
        if (list->at == NULL)
            err(EX_OSERR, "%zu visits of one person", list->cap);
    }
    return (char *)list->at + size * list->count++;
}

static void
put_stamp(void *at, int64_t stamp)
{
    runs_put64(at, (uint64_t)stamp ^ UINT64_C(1) << 63);
}

static int64_t
get_stamp(const void *at)
{
    return (int64_t)(runs_get64(at) ^ UINT64_C(1) << 63);
}

void
stitch_link(struct stitch *stitch, uint64_t device, int64_t stamp,
            uint64_t customer)
{
    struct link *link;

    if (device == customer)
        return;
    link = runs_add(stitch->links);
    runs_put64(link->device, device);
    put_stamp(link->stamp, stamp);
    runs_put64(link->customer, customer);
}

static void
add_want(struct runs *wants, uint64_t person, int64_t stamp, uint64_t row,
         enum order_rule rule)
{
    struct want *want = runs_add(wants);

    runs_put64(want->person, person);
    put_stamp(want->limit, touch_stamp_last(stamp));
    want->stamp = stamp;
    want->row = row;
    want->rule = rule;
}

void
stitch_want(struct stitch *stitch, uint64_t customer, int64_t stamp,
            uint64_t row)
{
    add_want(stitch->wants, customer, stamp, row, ORDERS_STITCHED);
}

void
stitch_ask(struct stitch *stitch, uint64_t device, int64_t stamp, uint64_t row,
           enum order_rule rule)
{
    add_want(stitch->asks, device, stamp, row, rule);
}

/* Each ask by the last link of its device at or before it. */
static void
answer_asks(struct stitch *stitch)
{
    const struct link *link = runs_next(stitch->links);
    const struct want *ask;
    struct link last = {0};
    bool has_last = false;

    while ((ask = runs_next(stitch->asks)) != NULL) {
        for (; link != NULL && memcmp(link, ask, 16) <= 0;
             link = runs_next(stitch->links)) {
            last = *link;
            has_last = true;
        }
        if (has_last && memcmp(last.device, ask->person, 8) == 0) {
            struct answer *answer = runs_add(stitch->answers);

            runs_put64(answer->row, ask->row);
            runs_put64(answer->rule, ask->rule);
            answer->customer = runs_get64(last.customer);
            answer->stamp = ask->stamp;
        }
    }
    runs_rewind(stitch->links);
}

static void
take_answers(struct stitch *stitch)
{
    const struct answer *answer;
    unsigned char row[8];
    bool has_row = false;

    while ((answer = runs_next(stitch->answers)) != NULL) {
        if (has_row && memcmp(answer->row, row, sizeof(row)) == 0)
            continue;
        memcpy(row, answer->row, sizeof(row));
        has_row = true;
        stitch_want(stitch, answer->customer, answer->stamp, runs_get64(row));
    }
}

void
stitch_settle(struct stitch *stitch)
{
    const struct want *want;

    runs_sort(stitch->links);
    runs_sort(stitch->asks);
    answer_asks(stitch);
    runs_sort(stitch->answers);
    take_answers(stitch);
    runs_sort(stitch->wants);
    bloom_new(&stitch->customers, runs_count(stitch->wants), stitch->part);
    while ((want = runs_next(stitch->wants)) != NULL)
        bloom_add(&stitch->customers, runs_get64(want->person));
    runs_rewind(stitch->wants);
}

uint64_t
stitch_count(const struct stitch *stitch)
{
    return runs_count(stitch->wants) + runs_count(stitch->links);
}

void
stitch_people(struct stitch *stitch, struct bloom *people)
{
    const struct want *want;
    const struct link *link;

    while ((want = runs_next(stitch->wants)) != NULL)
        bloom_add(people, runs_get64(want->person));
    while ((link = runs_next(stitch->links)) != NULL)
        if (bloom_may_have(&stitch->customers, runs_get64(link->customer)))
            bloom_add(people, runs_get64(link->device));
    runs_rewind(stitch->wants);
    runs_rewind(stitch->links);
}

static void
own(void *context, const struct touch *visit, const struct stitch_owner *owner)
{
    struct stitch *stitch = context;
    struct owned *owned;

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
own_device(struct stitch *stitch, const struct list *list, uint64_t device,
           bool is_customer)
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
take_bonds(struct stitch *stitch, uint64_t device, const struct link **link)
{
    stitch->bonds.count = 0;
    for (; *link != NULL && runs_get64((*link)->device) <= device;
         *link = runs_next(stitch->links))
        if (runs_get64((*link)->device) == device)
            *(struct stitch_bond *)append(&stitch->bonds,
                                          sizeof(struct stitch_bond)) =
                (struct stitch_bond){get_stamp((*link)->stamp),
                                     runs_get64((*link)->customer)};
}

static bool
is_wanted(struct stitch *stitch, uint64_t person, const struct want **want)
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
    const struct link *link = runs_next(stitch->links);
    const struct want *want = runs_next(stitch->wants);

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
                *(struct touch *)append(visit.is_bot ? &stitch->bots
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
    const struct owned *mine = stitch->mine.at;

    stitch->turns.count = 0;
    for (size_t i = 0; i < stitch->mine.count; i++) {
        if (mine[i].from > mine[i].visit.stamp)
            *(int64_t *)append(&stitch->turns, sizeof(int64_t)) = mine[i].from;
        if (mine[i].until < INT64_MAX)
            *(int64_t *)append(&stitch->turns, sizeof(int64_t)) = mine[i].until;
    }
    if (stitch->turns.count > 1)
        qsort(stitch->turns.at, stitch->turns.count, sizeof(int64_t),
              compare_turns);
}

/* A person that is the customer as known at the moment. */
static void
add_person(struct stitch *stitch, int64_t moment)
{
    const struct owned *mine = stitch->mine.at;

    stitch->person++;
    for (size_t i = 0; i < stitch->mine.count; i++)
        if ((mine[i].from <= moment || mine[i].from == mine[i].visit.stamp)
            && mine[i].until > moment)
            visits_put(stitch->visits, stitch->person, &mine[i].visit);
}

/* The orders of a customer in order of what they know; one person for all between two turns. */
static void
claim_orders(struct stitch *stitch)
{
    const struct want *orders = stitch->orders.at;
    const int64_t *turns;
    size_t passed = 0;

    find_turns(stitch);
    turns = stitch->turns.at;
    for (size_t i = 0; i < stitch->orders.count; i++) {
        int64_t moment = get_stamp(orders[i].limit);
        struct claimed *claim = runs_add(stitch->claims);
        bool is_new = i == 0;

        for (; passed < stitch->turns.count && turns[passed] <= moment;
             passed++)
            is_new = true;
        if (is_new)
            add_person(stitch, moment);
        runs_put64(claim->person, stitch->person);
        claim->stamp = orders[i].stamp;
        claim->row = orders[i].row;
    }
}

static const struct owned *
take_mine(struct stitch *stitch, uint64_t customer, const struct owned *owned)
{
    stitch->mine.count = 0;
    for (; owned != NULL && runs_get64(owned->customer) <= customer;
         owned = runs_next(stitch->owned))
        if (runs_get64(owned->customer) == customer)
            *(struct owned *)append(&stitch->mine, sizeof(*owned)) = *owned;
    return owned;
}

static void
claim_all(struct stitch *stitch)
{
    const struct owned *owned = runs_next(stitch->owned);
    const struct want *want = runs_next(stitch->wants);

    while (want != NULL) {
        uint64_t customer = runs_get64(want->person);

        stitch->orders.count = 0;
        for (; want != NULL && runs_get64(want->person) == customer;
             want = runs_next(stitch->wants))
            *(struct want *)append(&stitch->orders, sizeof(*want)) = *want;
        owned = take_mine(stitch, customer, owned);
        claim_orders(stitch);
    }
}

void
stitch_walk(struct stitch *stitch, struct runs *visits)
{
    own_visits(stitch, visits);
    claim_all(stitch);
    runs_sort(stitch->visits);
    runs_sort(stitch->claims);
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
    const struct claimed *next = runs_next(stitch->claims);

    if (next == NULL)
        return false;
    *claim = (struct order_claim){.person = runs_get64(next->person),
                                  .stamp = next->stamp,
                                  .row = next->row,
                                  .rule = ORDERS_STITCHED};
    return true;
}
