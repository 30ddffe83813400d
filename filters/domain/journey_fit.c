#include "domain/journey_fit.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/conversion.h"
#include "domain/fit_walk.h"
#include "domain/path_counter.h"
#include "ports/digest.h"

/* Persons lie side by side in their journal, and so does what is known of some of them. */
enum {
    PERSON_CHUNK = 16 * 4096,
    KNOWN_CHUNK = sizeof(struct fit_person) * 4096
};

struct person {
    uint64_t first; /* of its touches */
    uint32_t count;
    uint32_t is_known; /* a fit_person is there */
};

struct journey_fit {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct fit *fit;
    struct journal *persons, *known;
    uint64_t known_at; /* the place of the next */
    struct path_counter *counter;
    struct fit_walk *walk;
    struct coupons coupons;
};

struct journey_fit *
journey_fit_new(const struct attribution_rules *rules,
                const struct journey_world *world, struct journal *touches,
                struct fit *fit, size_t budget_bytes, struct spill *spill)
{
    struct journey_fit *journey = calloc(1, sizeof(*journey));

    if (journey == NULL)
        err(EX_OSERR, "fits");
    journey->rules = rules;
    journey->world = world;
    journey->fit = fit;
    journey->persons = journal_new(PERSON_CHUNK, budget_bytes / 4, spill);
    journey->known = journal_new(KNOWN_CHUNK, budget_bytes / 4, spill);
    journey->counter = path_counter_new(rules, world->fitted, fit);
    journey->walk = fit_walk_new(
        &(struct fit_walk_world){rules, world, touches, fit, journey->counter},
        budget_bytes / 2, spill);
    return journey;
}

void
journey_fit_free(struct journey_fit *journey)
{
    if (journey == NULL)
        return;
    journal_free(journey->persons);
    journal_free(journey->known);
    path_counter_free(journey->counter);
    fit_walk_free(journey->walk);
    free(journey);
}

void
journey_fit_ask(struct journey_fit *journey, struct fit_orders *asked)
{
    path_counter_ask(journey->counter, asked);
}

static void
keep(struct journal *journal, const void *record, size_t bytes)
{
    memcpy(journal_reserve(journal, bytes), record, bytes);
    journal_keep(journal, bytes);
}

void
journey_fit_person(struct journey_fit *journey, uint64_t first, size_t count,
                   const struct fit_person *known)
{
    const struct person person = {first, (uint32_t)count, known != NULL};

    if (count == 0)
        return;
    keep(journey->persons, &person, sizeof(person));
    if (known != NULL)
        keep(journey->known, known, sizeof(*known));
}

/* Day by day the rows of a closed period are written: what is taken back later is of no path. */
static bool
is_too_late(const struct journey_fit *journey, const struct order_row *row)
{
    return journey->rules->carry != NULL
           && path_counter_period(journey->counter, touch_stamp_s(row->stamp))
                  > path_counter_period(journey->counter,
                                        touch_stamp_s(row->order_stamp));
}

void
journey_fit_row(struct journey_fit *journey, const struct order_row *given,
                uint64_t place, const struct journey_found *found)
{
    struct order_row row = *given;
    struct conversion made;
    struct fit_claim claim;

    if (journey->world->rates != NULL)
        conversion_make(journey->world->rates, &row, &made);
    claim = (struct fit_claim){
        .first = found->count > 0 ? found->first : FIT_WALK_NOBODY,
        .last = touch_stamp_last(row.order_stamp),
        .order = digest64(row.order) | 1,
        .row = place,
        .amount = row.moneys[CREDIT_AMOUNT],
        .in_session = (uint32_t)found->in_session,
        .currency = path_counter_currency(journey->counter, &row),
        .is_paid = row.state == ORDER_PAID,
    };
    coupons_find(&journey->coupons, journey->world->links, &row);
    if (is_too_late(journey, &row))
        fit_walk_lose(journey->walk, &claim, touch_stamp_s(row.stamp));
    else if (found->count == 0 && journey->coupons.count == 0)
        fit_walk_lose(journey->walk, &claim, touch_stamp_s(row.order_stamp));
    else
        fit_walk_claim(journey->walk, &claim);
}

static const char *
limit(const struct journey_fit *journey)
{
    return fit_is_full(journey->fit)
               ? "too_many_states: more than four million in one run: a lower "
                 "--order or a coarser --unit has fewer"
               : NULL;
}

static void
take_person(struct journey_fit *journey, const struct person *person)
{
    struct fit_person known = {.nulls = FIT_SPAN_ALL};

    if (person->is_known) {
        memcpy(&known,
               journal_get(journey->known, journey->known_at, sizeof(known)).at,
               sizeof(known));
        journey->known_at += sizeof(known);
    }
    fit_walk_person(journey->walk, person->first, person->count, &known);
}

const char *
journey_fit_count(struct journey_fit *journey)
{
    struct text chunk;
    uint64_t place;

    fit_walk_start(journey->walk);
    for (size_t i = 0;
         (chunk = journal_chunk(journey->persons, i, &place)).at != NULL; i++)
        for (; chunk.len > 0; chunk = text_from(chunk, sizeof(struct person))) {
            struct person person;

            memcpy(&person, chunk.at, sizeof(person));
            take_person(journey, &person);
            if (limit(journey) != NULL)
                return limit(journey);
        }
    fit_walk_nobody(journey->walk);
    return limit(journey);
}
