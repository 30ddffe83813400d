#include "base/array.h"
#include "domain/stitch_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/visits.h"

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
    stitch->links = runs_new(sizeof(struct stitch_link),
                             sizeof(struct stitch_link), part, spill);
    stitch->wants = runs_new(sizeof(struct stitch_want), 16, part, spill);
    stitch->asks = runs_new(sizeof(struct stitch_want), 16, part, spill);
    stitch->answers = runs_new(sizeof(struct stitch_answer), 16, part, spill);
    stitch->owned = runs_new(sizeof(struct stitch_owned), 8, part, spill);
    stitch->visits =
        runs_new(VISITS_ENTRY_BYTES, VISITS_KEY_BYTES, part * 2, spill);
    stitch->claims = runs_new(sizeof(struct stitch_claimed), 8, part, spill);
    stitch->known = runs_new(sizeof(struct stitch_known), 8, part, spill);
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
    runs_free(stitch->known);
    bloom_free(&stitch->customers);
    free(stitch->device.at);
    free(stitch->bots.at);
    free(stitch->bonds.at);
    free(stitch->mine.at);
    free(stitch->orders.at);
    free(stitch->turns.at);
    free(stitch);
}

void *
stitch_append(struct stitch_list *list, size_t size)
{
    list->at = array_room(list->at, list->count, &list->cap, size,
                          "visits of one person");
    return (char *)list->at + size * list->count++;
}

void
stitch_fit(struct stitch *stitch, const struct fit_rules *rules)
{
    stitch->fit = rules;
}

void
stitch_link(struct stitch *stitch, uint64_t device, int64_t stamp,
            uint64_t customer)
{
    struct stitch_link *link;

    if (device == customer)
        return;
    link = runs_add(stitch->links);
    runs_put64(link->device, device);
    runs_put_signed(link->stamp, stamp);
    runs_put64(link->customer, customer);
}

static void
add_want(struct runs *wants, uint64_t person, int64_t stamp, uint64_t row,
         enum order_rule rule)
{
    struct stitch_want *want = runs_add(wants);

    runs_put64(want->person, person);
    runs_put_signed(want->limit, touch_stamp_last(stamp));
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
    const struct stitch_link *link = runs_next(stitch->links);
    const struct stitch_want *ask;
    struct stitch_link last = {0};
    bool has_last = false;

    while ((ask = runs_next(stitch->asks)) != NULL) {
        for (; link != NULL && memcmp(link, ask, 16) <= 0;
             link = runs_next(stitch->links)) {
            last = *link;
            has_last = true;
        }
        if (has_last && memcmp(last.device, ask->person, 8) == 0) {
            struct stitch_answer *answer = runs_add(stitch->answers);

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
    const struct stitch_answer *answer;
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

/* Customers who may have ordered nothing. */
static void
want_everybody(struct stitch *stitch)
{
    const struct stitch_link *link;
    uint64_t last = 0;

    while ((link = runs_next(stitch->links)) != NULL) {
        if (runs_get64(link->customer) != last)
            add_want(stitch->wants, runs_get64(link->customer), INT64_MAX, 0,
                     ORDERS_NOBODY);
        last = runs_get64(link->customer);
    }
    runs_rewind(stitch->links);
}

void
stitch_settle(struct stitch *stitch)
{
    const struct stitch_want *want;

    runs_sort(stitch->links);
    runs_sort(stitch->asks);
    answer_asks(stitch);
    runs_sort(stitch->answers);
    take_answers(stitch);
    if (stitch->fit != NULL && stitch->fit->has_markov)
        want_everybody(stitch);
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
    const struct stitch_want *want;
    const struct stitch_link *link;

    while ((want = runs_next(stitch->wants)) != NULL)
        bloom_add(people, runs_get64(want->person));
    while ((link = runs_next(stitch->links)) != NULL)
        if (bloom_may_have(&stitch->customers, runs_get64(link->customer)))
            bloom_add(people, runs_get64(link->device));
    runs_rewind(stitch->wants);
    runs_rewind(stitch->links);
}
