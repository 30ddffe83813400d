#include "domain/loyalty.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/runs.h"
#include "ports/digest.h"

static const uint64_t sign = UINT64_C(1) << 63;

/* Sorted by order, what cancels it first. */
struct order_entry {
    uint64_t order; /* hash */
    uint64_t what;
    uint64_t time;
    uint64_t person;
};
enum { CANCEL, ORDER, ORDER_KEY = sizeof(struct order_entry) };

/* Sorted by person and time, orders before cases of the same second, and these by their ids. */
struct event {
    uint64_t person;
    uint64_t time;
    uint64_t what; /* 0: an order; of a case a hash of its id */
    uint64_t number;
};
enum { EVENT_KEY = 3 * sizeof(uint64_t), PARTS = 3 };

struct verdict_entry {
    uint64_t number;
    uint64_t verdict;
};

struct loyalty {
    const struct loyalty_rules *rules;
    const struct people *people;
    struct runs *orders, *events, *verdicts;
    const struct verdict_entry *next; /* NULL after the last */
    struct loyalty_counts counts;
    int64_t as_of_s;
};

struct loyalty *
loyalty_new(const struct loyalty_rules *rules, const struct people *people,
            size_t budget_bytes, struct spill *spill)
{
    struct loyalty *loyalty = calloc(1, sizeof(*loyalty));
    size_t part = budget_bytes / PARTS;

    if (loyalty == NULL)
        err(EX_OSERR, "loyalty");
    loyalty->rules = rules;
    loyalty->people = people;
    loyalty->as_of_s = rules->as_of_s;
    loyalty->orders =
        runs_new(sizeof(struct order_entry), ORDER_KEY, part, spill);
    loyalty->events = runs_new(sizeof(struct event), EVENT_KEY, part, spill);
    loyalty->verdicts =
        runs_new(sizeof(struct verdict_entry), sizeof(uint64_t), part, spill);
    return loyalty;
}

void
loyalty_free(struct loyalty *loyalty)
{
    if (loyalty == NULL)
        return;
    runs_free(loyalty->orders);
    runs_free(loyalty->events);
    runs_free(loyalty->verdicts);
    free(loyalty);
}

/* False where it is later than anything that is known. */
static bool
note_time(struct loyalty *loyalty, int64_t time_s)
{
    if (loyalty->rules->as_of_s != INT64_MIN)
        return time_s <= loyalty->as_of_s;
    if (time_s > loyalty->as_of_s)
        loyalty->as_of_s = time_s;
    return true;
}

static uint64_t
sortable(int64_t time_s)
{
    return (uint64_t)time_s ^ sign;
}

static void
add_order(struct loyalty *loyalty, struct text id, uint64_t what,
          int64_t time_s, uint32_t person)
{
    struct order_entry *entry = runs_add(loyalty->orders);

    runs_put64(&entry->order, digest64(id));
    runs_put64(&entry->what, what);
    runs_put64(&entry->time, sortable(time_s));
    runs_put64(&entry->person, person);
}

void
loyalty_add(struct loyalty *loyalty, const struct loyalty_order *order)
{
    uint32_t person;

    if (!note_time(loyalty, order->time_s))
        return;
    person = people_who(loyalty->people, order->customer, order->time_s);
    if (person == PEOPLE_NONE)
        person = people_who(loyalty->people, order->visitor, order->time_s);
    if (person != PEOPLE_NONE)
        add_order(loyalty, order->id, ORDER, order->time_s, person);
}

void
loyalty_cancel(struct loyalty *loyalty, struct text order)
{
    add_order(loyalty, order, CANCEL, 0, 0);
}

static void
add_event(struct loyalty *loyalty, uint64_t person, uint64_t time,
          uint64_t what, uint64_t number)
{
    struct event *event = runs_add(loyalty->events);

    runs_put64(&event->person, person);
    runs_put64(&event->time, time);
    runs_put64(&event->what, what);
    event->number = number;
}

void
loyalty_ask(struct loyalty *loyalty, uint64_t number,
            const struct loyalty_case *asked)
{
    uint64_t id = digest64(asked->id);
    uint32_t person;

    if (!note_time(loyalty, asked->opened_s))
        return;
    person = people_who(loyalty->people, asked->author, asked->opened_s);
    if (person != PEOPLE_NONE)
        add_event(loyalty, person, sortable(asked->opened_s), id == 0 ? 1 : id,
                  number);
}

/* Orders that stand become events. */
static void
take_orders(struct loyalty *loyalty)
{
    const struct order_entry *entry;
    uint64_t last = 0;
    bool is_first = true;

    runs_sort(loyalty->orders);
    while ((entry = runs_next(loyalty->orders)) != NULL) {
        bool is_same = !is_first && entry->order == last;

        last = entry->order;
        is_first = false;
        if (!is_same && runs_get64(&entry->what) == ORDER)
            add_event(loyalty, runs_get64(&entry->person),
                      runs_get64(&entry->time), 0, 0);
    }
}

/* One person's way. */
struct way {
    bool is_begun, has_bought, has_asked, is_chosen, is_again;
    uint64_t person;
    uint64_t number; /* of the case that counts */
    int64_t opened_s;
};

static void
end_way(struct loyalty *loyalty, const struct way *way)
{
    struct verdict_entry *entry;

    if (!way->is_begun || !way->has_asked)
        return;
    if (!way->is_chosen) {
        loyalty->counts.never_bought++;
        return;
    }
    if (loyalty->as_of_s - way->opened_s < loyalty->rules->within_s) {
        loyalty->counts.too_recent++;
        return;
    }
    loyalty->counts.judged++;
    entry = runs_add(loyalty->verdicts);
    runs_put64(&entry->number, way->number);
    entry->verdict = way->is_again ? LOYALTY_AGAIN : LOYALTY_NOT_AGAIN;
}

static void
step(const struct loyalty *loyalty, struct way *way, const struct event *event)
{
    int64_t time_s = (int64_t)(runs_get64(&event->time) ^ sign);

    if (event->what == 0) {
        way->is_again |= way->is_chosen && time_s > way->opened_s
                         && time_s - way->opened_s <= loyalty->rules->within_s;
        way->has_bought = true;
        return;
    }
    way->has_asked = true;
    if (way->is_chosen || !way->has_bought)
        return;
    way->is_chosen = true;
    way->number = event->number;
    way->opened_s = time_s;
}

void
loyalty_settle(struct loyalty *loyalty)
{
    const struct event *event;
    struct way way = {.is_begun = false};

    take_orders(loyalty);
    runs_sort(loyalty->events);
    while ((event = runs_next(loyalty->events)) != NULL) {
        if (!way.is_begun || way.person != event->person) {
            end_way(loyalty, &way);
            way = (struct way){.is_begun = true, .person = event->person};
        }
        step(loyalty, &way, event);
    }
    end_way(loyalty, &way);
    runs_sort(loyalty->verdicts);
    loyalty->next = runs_next(loyalty->verdicts);
}

enum loyalty_verdict
loyalty_of(struct loyalty *loyalty, uint64_t number)
{
    enum loyalty_verdict verdict;

    if (loyalty->next == NULL || runs_get64(&loyalty->next->number) != number)
        return LOYALTY_NONE;
    verdict = (enum loyalty_verdict)loyalty->next->verdict;
    loyalty->next = runs_next(loyalty->verdicts);
    return verdict;
}

struct loyalty_counts
loyalty_counts(const struct loyalty *loyalty)
{
    return loyalty->counts;
}
