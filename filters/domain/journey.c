#include "domain/journey_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "domain/fit_rows.h"

/* A session's touches beyond these (67 million) are not told from those of the sessions before. */
enum { SESSION_MOST = (1 << 26) - 1 };

/* Touches lie side by side in their journal: a chunk is a whole number of them. */
enum { TOUCH_CHUNK = sizeof(struct touch) * 4096 };

struct journey *
journey_new(const struct attribution_rules *rules,
            const struct journey_world *world, size_t budget_bytes,
            struct spill *spill)
{
    struct journey *journey = calloc(1, sizeof(*journey));

    if (journey == NULL)
        err(EX_OSERR, "journey");
    journey->rules = rules;
    journey->world = world;
    journey->session = session_new(rules->session_gap_s, rules->only_tracked);
    journey->touches = journal_new(TOUCH_CHUNK, budget_bytes / 2, spill);
    journey->results =
        runs_new(sizeof(struct journey_result), 8, budget_bytes / 2, spill);
    journey->share = journey_share_new(rules, world, journey->touches);
    journey->why = why_new(rules, world);
    if (fit_rules_any(&rules->fit) && fit_span_any(world->fitted)
        && !attribution_rules_only_match(rules)) {
        journey->fit = fit_new(rules->fit.order, budget_bytes / 2, spill);
        journey->everybody =
            journey_fit_new(rules, world, journey->touches, journey->fit,
                            budget_bytes / 2, spill);
    }
    if (journey->fit != NULL && journey->why != NULL) {
        journey->asked = fit_orders_new(rules, journey->fit);
        journey_fit_ask(journey->everybody, journey->asked);
    }
    return journey;
}

void
journey_free(struct journey *journey)
{
    if (journey == NULL)
        return;
    session_free(journey->session);
    journal_free(journey->touches);
    runs_free(journey->results);
    journey_share_free(journey->share);
    why_free(journey->why);
    free(journey->seen);
    journey_fit_free(journey->everybody);
    fit_orders_free(journey->asked);
    fit_free(journey->fit);
    free(journey->tied);
    free(journey->equal);
    buffer_free(&journey->ids);
    buffer_free(&journey->copy);
    free(journey);
}

static int
compare_ids(const void *a, const void *b, void *context)
{
    struct journey *journey = context;
    const struct touch *left = a;
    const struct touch *right = b;
    struct visits *visits = journey->world->visits;

    buffer_clear(&journey->copy);
    buffer_add(&journey->copy, visits_id(visits, left->visit));
    return text_compare(buffer_text(&journey->copy),
                        visits_id(visits, right->visit));
}

/* Visits of one instant go by their ids. */
static void
flush_tied(struct journey *journey)
{
    if (journey->tied_count > 1)
        qsort_r(journey->tied, journey->tied_count, sizeof(*journey->tied),
                compare_ids, journey);
    for (size_t i = 0; i < journey->tied_count; i++)
        session_add(journey->session, &journey->tied[i]);
    journey->tied_count = 0;
}

static void
add_visit(struct journey *journey, const struct touch *visit)
{
    if (journey->tied_count > 0 && journey->tied[0].stamp != visit->stamp)
        flush_tied(journey);
    journey->tied =
        array_room(journey->tied, journey->tied_count, &journey->tied_cap,
                   sizeof(*visit), "at one time");
    journey->tied[journey->tied_count++] = *visit;
}

static void
see(struct journey *journey, const struct touch *visit)
{
    if (journey->why == NULL)
        return;
    journey->seen =
        array_room(journey->seen, journey->seen_count, &journey->seen_cap,
                   sizeof(*visit), "at one time");
    journey->seen[journey->seen_count++] = *visit;
}

/* The visits of a person to touches; *entry is the first visit at or after the person, and then
   the first behind. False where there is no visit of that person. */
static bool
take_person(struct journey *journey, struct runs *visits, uint64_t person,
            const void **entry)
{
    struct touch visit;
    bool is_there = false;

    session_clear(journey->session);
    journey->seen_count = 0;
    journey->basis = TOUCH_BY_USER;
    for (; *entry != NULL; *entry = runs_next(visits)) {
        uint64_t whose = visits_get(*entry, &visit);

        if (whose > person)
            break;
        if (whose < person)
            continue;
        see(journey, &visit);
        if (visit.is_bot)
            continue;
        if (!is_there)
            journey->first = visit.stamp;
        if (journey->basis < (enum touch_basis)visit.basis)
            journey->basis = (enum touch_basis)visit.basis;
        add_visit(journey, &visit);
        is_there = true;
    }
    flush_tied(journey);
    return is_there;
}

/* The person as fits have to know it. */
static void
keep_person(struct journey *journey, const struct journey_claims *claims,
            uint64_t person, uint64_t first, size_t count)
{
    struct fit_person known = {.nulls = FIT_SPAN_ALL};

    if (claims->know != NULL)
        claims->know(claims->known, person, &known);
    journey_fit_person(journey->everybody, first, count,
                       claims->know != NULL ? &known : NULL);
}

static uint64_t
keep_touches(struct journey *journey, const struct journey_claims *claims,
             uint64_t person)
{
    uint64_t first = 0;
    size_t count;
    const struct touch *touches = session_touches(journey->session, &count);

    for (size_t i = 0; i < count; i++) {
        uint64_t place;

        memcpy(journal_reserve(journey->touches, sizeof(*touches)), &touches[i],
               sizeof(*touches));
        place = journal_keep(journey->touches, sizeof(*touches));
        if (i == 0)
            first = place;
    }
    if (journey->everybody != NULL)
        keep_person(journey, claims, person, first, count);
    return first;
}

static uint64_t
keep_buyers_touches(struct journey *journey,
                    const struct journey_claims *claims, uint64_t person)
{
    size_t count;

    session_touches(journey->session, &count);
    journey->counts.touches += count;
    return keep_touches(journey, claims, person);
}

/* Those from *entry on and before the person `until`, or all that are left: who ordered nothing, but led
   paths that fitted models have to know. */
static void
take_others(struct journey *journey, struct runs *visits,
            const struct journey_claims *claims, const uint64_t *until,
            const void **entry)
{
    uint64_t before = session_count(journey->session);
    struct touch visit;

    while (journey->everybody != NULL && *entry != NULL
           && (until == NULL || visits_get(*entry, &visit) < *until)) {
        uint64_t person = visits_get(*entry, &visit);

        take_person(journey, visits, person, entry);
        keep_touches(journey, claims, person);
    }
    journey->others += session_count(journey->session) - before;
}

/* How many touches are at or before the order. */
static size_t
count_until(const struct session *session, int64_t order)
{
    size_t low = 0, high;
    const struct touch *touches = session_touches(session, &high);

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (touches[middle].stamp <= touch_stamp_last(order))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What of a stitched person comes after the order is not told even by a reason; nor, day by day,
   what of anybody comes after the order's day. */
static bool
is_found(const struct journey *journey, const struct order_claim *claim)
{
    int64_t latest = INT64_MAX;

    if (claim->rule == ORDERS_STITCHED)
        latest = touch_stamp_last(claim->stamp);
    else if (journey->rules->carry != NULL)
        latest = touch_stamp_day_end(claim->stamp);
    return journey->first <= latest;
}

static void
add_result(struct journey *journey, const struct order_claim *claim,
           uint64_t touches, bool is_there)
{
    int64_t stamp = orders_row_stamp(journey->world->orders, claim);
    struct journey_result *result = runs_add(journey->results);

    runs_put_signed(result->time, touch_stamp_s(stamp));
    result->row = claim->row;
    result->touches = touches;
    result->rule = (is_there || claim->rule == ORDERS_STITCHED ? claim->rule
                                                               : ORDERS_NOBODY)
                   & 7;
    result->device = is_there ? claim->person : 0;
    result->basis = (is_there ? journey->basis : TOUCH_BY_UNKNOWN) & 7;
    result->count = result->in_session = 0;
    if (!is_there)
        return;
    result->count = (uint32_t)count_until(journey->session, claim->stamp);
    result->in_session = SESSION_MOST
                         & session_holds(journey->session, result->count,
                                         touch_stamp_s(claim->stamp));
}

static void
keep_why(struct journey *journey, const struct order_claim *claim)
{
    struct order_row row;

    if (journey->why == NULL)
        return;
    orders_row(journey->world->orders, claim->row, &row);
    if (why_asks(journey->why, &row))
        why_keep(journey->why, claim, journey->seen, journey->seen_count);
}

void
journey_walk(struct journey *journey, struct runs *visits,
             const struct journey_claims *claims)
{
    const void *entry = runs_next(visits);
    struct order_claim claim;
    uint64_t person = 0, touches = 0;
    bool is_first = true, is_there = false;

    while (claims->next(claims->context, &claim)) {
        if (claim.rule == ORDERS_NOBODY) {
            add_result(journey, &claim, 0, false);
            continue;
        }
        if (is_first || claim.person != person) {
            person = claim.person;
            is_first = false;
            take_others(journey, visits, claims, &person, &entry);
            is_there = take_person(journey, visits, person, &entry);
            touches = keep_buyers_touches(journey, claims, person);
        }
        keep_why(journey, &claim);
        add_result(journey, &claim, touches,
                   is_there && is_found(journey, &claim));
    }
    take_others(journey, visits, claims, NULL, &entry);
    journey->counts.sessions =
        session_count(journey->session) - journey->others;
}

const char *
journey_write_fits(struct journey *journey, const struct attribution_out *out)
{
    const char *why;

    if (journey->everybody == NULL)
        return NULL;
    why = journey_fit_count(journey->everybody);
    if (why != NULL)
        return why;
    fit_sort(journey->fit);
    if (journey->asked != NULL)
        return fit_orders_write(journey->asked, out);
    if (!journey->rules->fit.is_partial)
        return fit_rows_write(journey->fit, journey->rules, out);
    fit_rows_states(journey->fit, journey->rules, out);
    return NULL;
}

struct journey_counts
journey_counts(const struct journey *journey)
{
    struct journey_counts counts = journey->counts;

    counts.unconverted = journey_share_unconverted(journey->share);
    return counts;
}
