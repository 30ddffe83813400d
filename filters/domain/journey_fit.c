#include "domain/journey_fit.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/runs.h"
#include "base/table.h"
#include "domain/conversion.h"
#include "domain/shortener.h"
#include "domain/journey_words.h"
#include "domain/session.h"
#include "ports/digest.h"

/* Persons lie side by side in their journal. */
enum { PERSON_CHUNK = 16 * 4096 };

struct person {
    uint64_t first, count; /* of touches */
};

/* A row of the ledger, by person, the last stamp of touches that its order has, and order. */
struct claim {
    unsigned char first[8], stamp[8], order[8];
    int64_t amount;
    uint32_t count; /* of touches up to the order */
    uint32_t currency;
    uint64_t is_paid;
};

enum { CLAIM_KEY = 24 };

/* A person's order with all its rows. */
struct placed {
    int64_t stamp;
    __int128 value;
    size_t count;
    uint32_t currency;
    uint64_t order; /* digest of its id */
};

/* Touches of one person that count, and their units. */
struct stretch {
    struct touch *touches;
    uint32_t *units;
    size_t count, cap;
};

struct journey_fit {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct journal *touches, *persons;
    struct fit *fit;
    struct shortener *shortener;
    struct runs *claims;
    const struct claim *claim;   /* the next */
    struct stretch fresh, whole; /* since the orders before; of all time */
    struct placed *placed;
    size_t placed_count, placed_cap;
    struct table *sources; /* kind and source of touches */
    uint32_t *source_units;
    size_t source_cap;
    uint32_t none;            /* no currency */
    struct fit_orders *asked; /* or NULL */
    struct buffer id, name;
};

static void *
resize(void *items, size_t count, size_t size)
{
    items = reallocarray(items, count, size);
    if (items == NULL)
        err(EX_OSERR, "%zu of one person", count);
    return items;
}

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
    journey->touches = touches;
    journey->fit = fit;
    journey->persons = journal_new(PERSON_CHUNK, budget_bytes / 2, spill);
    journey->claims =
        runs_new(sizeof(struct claim), CLAIM_KEY, budget_bytes / 2, spill);
    journey->sources = table_new();
    journey->shortener = shortener_new(fit, rules);
    journey->none = fit_currency(fit, TEXT(""));
    return journey;
}

static void
stretch_free(struct stretch *stretch)
{
    free(stretch->touches);
    free(stretch->units);
}

void
journey_fit_free(struct journey_fit *journey)
{
    if (journey == NULL)
        return;
    journal_free(journey->persons);
    runs_free(journey->claims);
    table_free(journey->sources);
    shortener_free(journey->shortener);
    stretch_free(&journey->fresh);
    stretch_free(&journey->whole);
    free(journey->placed);
    free(journey->source_units);
    buffer_free(&journey->id);
    buffer_free(&journey->name);
    free(journey);
}

void
journey_fit_ask(struct journey_fit *journey, struct fit_orders *asked)
{
    journey->asked = asked;
}

void
journey_fit_person(struct journey_fit *journey, uint64_t first, size_t count)
{
    const struct person person = {first, count};

    if (count == 0)
        return;
    memcpy(journal_reserve(journey->persons, sizeof(person)), &person,
           sizeof(person));
    journal_keep(journey->persons, sizeof(person));
}

static uint64_t
group_of(const struct journey_fit *journey, int64_t time_s, size_t window)
{
    return (uint64_t)fit_period_of(journey->rules->fit.period, time_s) << 8
           | window;
}

/* "USD 2" */
static uint32_t
currency_of(struct journey_fit *journey, const struct order_row *row)
{
    buffer_clear(&journey->name);
    buffer_add(&journey->name, row->currency);
    buffer_add_char(&journey->name, ' ');
    buffer_add_integer(&journey->name, row->exponent);
    return fit_currency(journey->fit, buffer_text(&journey->name));
}

/* What has no path in a window: told apart, so that all adds up to the ledger. `order`: a digest,
   or 0 where it is money alone. */
static void
add_pathless(struct journey_fit *journey, int64_t order_s, size_t window,
             uint32_t currency, uint64_t order, __int128 value)
{
    const struct fit_path path = {
        .group = group_of(journey, order_s, window),
        .currency = currency,
        .conversions = order != 0,
        .value = value,
    };

    fit_total(journey->fit, &path);
    if (journey->asked != NULL && order != 0)
        fit_orders_path(journey->asked, order, &path);
}

void
journey_fit_row(struct journey_fit *journey, const struct order_row *given,
                uint64_t first, size_t count)
{
    struct order_row row = *given;
    struct conversion made;
    struct claim *claim;

    if (journey->world->rates != NULL)
        conversion_make(journey->world->rates, &row, &made);
    if (count == 0) {
        for (size_t i = 0; i < journey->rules->window_count; i++)
            add_pathless(journey, touch_stamp_s(row.order_stamp), i,
                         currency_of(journey, &row),
                         row.state == ORDER_PAID ? digest64(row.order) | 1 : 0,
                         row.moneys[CREDIT_AMOUNT]);
        return;
    }
    claim = runs_add(journey->claims);
    runs_put64(claim->first, first);
    runs_put64(claim->stamp,
               (uint64_t)touch_stamp_last(row.order_stamp) ^ UINT64_C(1) << 63);
    runs_put64(claim->order, digest64(row.order));
    claim->amount = row.moneys[CREDIT_AMOUNT];
    claim->count = (uint32_t)count;
    claim->currency = currency_of(journey, &row);
    claim->is_paid = row.state == ORDER_PAID;
}

static uint32_t
name_unit(struct journey_fit *journey, const struct touch *touch)
{
    struct credit credit = {0};

    journey_words(journey->world, touch, &journey->id, &credit);
    return fit_unit(journey->fit, unit_of(journey->rules->fit.unit, &credit));
}

/* What a touch's unit hangs on: whose link it was, and unless that says all, the visit's words. */
static void
find_source(const struct journey_fit *journey, const struct touch *touch,
            uint64_t source[2])
{
    enum unit unit = journey->rules->fit.unit;
    struct text id;

    source[0] = touch->kind == TOUCH_POST ? touch->source : touch->kind;
    source[1] = touch->kind;
    if (unit == UNIT_ACCOUNT || unit == UNIT_POST
        || touch->kind == TOUCH_DIRECT)
        return;
    if (visits_show(journey->world->visits, touch, &id, &source[1]))
        source[1] = source[1] << 3 | touch->kind;
}

/* Most touches are of few sources: the words of each are looked up once. */
static uint32_t
unit_of_touch(struct journey_fit *journey, const struct touch *touch)
{
    size_t known = table_count(journey->sources);
    uint64_t source[2];
    uint32_t number;

    find_source(journey, touch, source);
    number = table_add(journey->sources,
                       (struct text){(const char *)source, sizeof(source)});
    if (number < known)
        return journey->source_units[number];
    if (number >= journey->source_cap) {
        journey->source_cap = journey->source_cap * 2 + 64;
        journey->source_units =
            resize(journey->source_units, journey->source_cap,
                   sizeof(*journey->source_units));
    }
    journey->source_units[number] = name_unit(journey, touch);
    return journey->source_units[number];
}

/* Those from `from` to `end` of a person; their places go on from one chunk to the next. */
static void
load(struct journey_fit *journey, struct stretch *stretch, uint64_t first,
     size_t from, size_t end)
{
    size_t have = 0, count = end - from;

    if (count > stretch->cap) {
        stretch->cap = count * 2;
        stretch->touches =
            resize(stretch->touches, stretch->cap, sizeof(struct touch));
        stretch->units = resize(stretch->units, stretch->cap, sizeof(uint32_t));
    }
    while (have < count) {
        struct text bytes = journal_get(
            journey->touches, first + (from + have) * sizeof(struct touch),
            (count - have) * sizeof(struct touch));

        memcpy(stretch->touches + have, bytes.at, bytes.len);
        have += bytes.len / sizeof(struct touch);
    }
    stretch->count = session_path(stretch->touches, count);
    for (size_t i = 0; i < stretch->count; i++)
        stretch->units[i] = unit_of_touch(journey, &stretch->touches[i]);
}

static void
add_path(struct journey_fit *journey, struct fit_path *path)
{
    shortener_apply(journey->shortener, path);
    fit_total(journey->fit, path);
    if (journey->rules->fit.has_markov)
        fit_edges(journey->fit, path);
    if (journey->rules->fit.has_shapley && path->conversions > 0)
        fit_sets(journey->fit, FIT_SHARE, path);
}

static int64_t
time_of(const struct stretch *stretch, size_t number)
{
    return touch_stamp_s(stretch->touches[number].stamp);
}

static void
add_null(struct journey_fit *journey, size_t window, size_t from, size_t end)
{
    const struct stretch *fresh = &journey->fresh;
    int64_t length_s = journey->rules->windows[window].length_s;
    int64_t last_s = time_of(fresh, end - 1);
    struct fit_path path = {
        .group = group_of(journey,
                          length_s == WINDOW_NONE ? last_s : last_s + length_s,
                          window),
        .currency = journey->none,
        .units = fresh->units + from,
        .count = end - from,
        .nulls = 1,
    };

    add_path(journey, &path);
}

/* Whether a path with a touch goes on to what comes later. */
static bool
goes_on(const struct journey_fit *journey, size_t window, int64_t touch_s,
        int64_t later_s)
{
    const struct window *length = &journey->rules->windows[window];
    enum fit_period period = journey->rules->fit.period;

    if (length->length_s == WINDOW_NONE)
        return fit_period_of(period, touch_s) == fit_period_of(period, later_s);
    return window_holds(length, touch_s, later_s);
}

/* Where the run begins that ends before `end`. */
static size_t
run_start(const struct journey_fit *journey, size_t window, size_t end)
{
    const struct stretch *fresh = &journey->fresh;
    size_t at = end - 1;

    while (
        at > 0
        && goes_on(journey, window, time_of(fresh, at - 1), time_of(fresh, at)))
        at--;
    return at;
}

/* The first `end` fresh touches led to nothing, run by run. */
static void
add_nulls(struct journey_fit *journey, size_t window, size_t end)
{
    size_t from;

    for (; end > 0; end = from) {
        from = run_start(journey, window, end);
        add_null(journey, window, from, end);
    }
}

/* The first touch that is in the order's window. */
static size_t
first_within(const struct journey_fit *journey, size_t window,
             const struct stretch *stretch, int64_t order_s)
{
    size_t at = stretch->count;

    while (at > 0
           && goes_on(journey, window, time_of(stretch, at - 1), order_s))
        at--;
    return at;
}

static void
add_order(struct journey_fit *journey, size_t window,
          const struct stretch *stretch, const struct placed *placed)
{
    int64_t order_s = touch_stamp_s(placed->stamp);
    size_t from = first_within(journey, window, stretch, order_s);
    struct fit_path path = {
        .group = group_of(journey, order_s, window),
        .currency = placed->currency,
        .units = stretch->units + from,
        .count = stretch->count - from,
        .conversions = 1,
        .value = placed->value,
    };

    if (path.count > 0)
        add_path(journey, &path);
    else
        fit_total(journey->fit, &path);
    if (journey->asked != NULL)
        fit_orders_path(journey->asked, placed->order, &path);
}

/* What came since the orders before, up to orders of one instant. */
static void
take_orders(struct journey_fit *journey, const struct person *person,
            size_t since, const struct placed *placed, size_t placed_count)
{
    const struct stretch *fresh = &journey->fresh;
    bool reuses = journey->rules->fit.reuses;

    load(journey, &journey->fresh, person->first, since, placed->count);
    if (reuses)
        load(journey, &journey->whole, person->first, 0, placed->count);
    for (size_t window = 0; window < journey->rules->window_count; window++) {
        size_t from =
            first_within(journey, window, fresh, touch_stamp_s(placed->stamp));

        add_nulls(journey, window,
                  from < fresh->count ? run_start(journey, window, fresh->count)
                                      : fresh->count);
        for (size_t i = 0; i < placed_count; i++)
            add_order(journey, window, reuses ? &journey->whole : fresh,
                      &placed[i]);
    }
}

static void
take_rest(struct journey_fit *journey, const struct person *person,
          size_t since)
{
    load(journey, &journey->fresh, person->first, since, person->count);
    for (size_t window = 0; window < journey->rules->window_count; window++)
        add_nulls(journey, window, journey->fresh.count);
}

/* Money that no order of a path has. */
static void
add_without_path(struct journey_fit *journey, int64_t stamp, uint32_t currency,
                 __int128 value)
{
    for (size_t i = 0; i < journey->rules->window_count; i++)
        add_pathless(journey, touch_stamp_s(stamp), i, currency, 0, value);
}

/* Rows of one order put together. A refund whose order nobody knows is of no path. */
static void
take_order(struct journey_fit *journey)
{
    const struct claim first = *journey->claim;
    int64_t stamp = (int64_t)(runs_get64(first.stamp) ^ UINT64_C(1) << 63);
    struct placed placed = {stamp, 0, first.count, first.currency,
                            runs_get64(first.order)};
    bool is_paid = false;

    for (; journey->claim != NULL
           && memcmp(journey->claim, &first, CLAIM_KEY) == 0;
         journey->claim = runs_next(journey->claims)) {
        is_paid |= journey->claim->is_paid != 0;
        if (journey->claim->currency == first.currency)
            placed.value += journey->claim->amount;
        else
            add_without_path(journey, stamp, journey->claim->currency,
                             journey->claim->amount);
    }
    if (!is_paid) {
        add_without_path(journey, stamp, placed.currency, placed.value);
        return;
    }
    if (journey->placed_count == journey->placed_cap) {
        journey->placed_cap = journey->placed_cap * 2 + 16;
        journey->placed = resize(journey->placed, journey->placed_cap,
                                 sizeof(*journey->placed));
    }
    journey->placed[journey->placed_count++] = placed;
}

static void
take_person(struct journey_fit *journey, const struct person *person)
{
    const struct placed *placed;
    size_t since = 0, end;

    journey->placed_count = 0;
    while (journey->claim != NULL
           && runs_get64(journey->claim->first) == person->first)
        take_order(journey);
    placed = journey->placed;
    for (size_t i = 0; i < journey->placed_count; i = end) {
        for (end = i + 1; end < journey->placed_count
                          && placed[end].stamp == placed[i].stamp;)
            end++;
        take_orders(journey, person, since, placed + i, end - i);
        since = placed[i].count;
    }
    take_rest(journey, person, since);
}

static const char *
limit(const struct journey_fit *journey)
{
    return fit_is_full(journey->fit)
               ? "too_many_states: more than four million in one run: a lower "
                 "--order or a coarser --unit has fewer"
               : NULL;
}

const char *
journey_fit_count(struct journey_fit *journey)
{
    struct text chunk;
    uint64_t place;

    runs_sort(journey->claims);
    journey->claim = runs_next(journey->claims);
    for (size_t i = 0;
         (chunk = journal_chunk(journey->persons, i, &place)).at != NULL; i++)
        for (; chunk.len > 0; chunk = text_from(chunk, sizeof(struct person))) {
            struct person person;

            memcpy(&person, chunk.at, sizeof(person));
            take_person(journey, &person);
            if (limit(journey) != NULL)
                return limit(journey);
        }
    return NULL;
}
