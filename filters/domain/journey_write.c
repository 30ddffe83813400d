#include "domain/journey_parts.h"

#include <stdlib.h>

#include "base/array.h"

/* Of one second: by order, the order before what takes it back, then by time and id of the row,
   and of one row the strongest claim first. */
static int
compare_equal(const void *a, const void *b, void *context)
{
    const struct journey_equal *left = a;
    const struct journey_equal *right = b;
    const char *ids = context;
    int order = strcmp(ids + left->order, ids + right->order);

    if (order != 0)
        return order;
    if (left->is_sequel != right->is_sequel)
        return left->is_sequel ? 1 : -1;
    if (left->stamp != right->stamp)
        return left->stamp < right->stamp ? -1 : 1;
    order = strcmp(ids + left->id, ids + right->id);
    if (order != 0)
        return order;
    if (left->result.row != right->result.row)
        return left->result.row < right->result.row ? -1 : 1;
    return left->result.rule < right->result.rule ? -1 : 1;
}

static size_t
keep_id(struct buffer *ids, struct text id)
{
    size_t at = ids->len;

    buffer_add(ids, id);
    buffer_add_char(ids, '\0');
    return at;
}

/* What the order of the results of one second hangs on; one alone needs none of it. */
static void
sort_equal(struct journey *journey)
{
    buffer_clear(&journey->ids);
    for (size_t i = 0; i < journey->equal_count; i++) {
        struct journey_equal *equal = &journey->equal[i];
        struct order_row row;

        orders_row(journey->world->orders, equal->result.row, &row);
        equal->stamp = row.stamp;
        equal->is_sequel = row.state != ORDER_PAID;
        equal->order = keep_id(&journey->ids, row.order);
        equal->id = keep_id(&journey->ids, row.id);
    }
    qsort_r(journey->equal, journey->equal_count, sizeof(*journey->equal),
            compare_equal, journey->ids.at);
}

/* What the results of one row come to: the strongest rule, and the touches of whoever was
   stitched together, if anybody was. */
static struct journey_found
find_one(const struct journey_equal *equal, size_t count)
{
    const struct journey_result *result = &equal[0].result;
    struct journey_found found = {result->touches,
                                  result->count,
                                  result->in_session,
                                  (enum order_rule)result->rule,
                                  false,
                                  result->device};

    if (result->rule == ORDERS_STITCHED && result->device == 0)
        found.rule = ORDERS_NOBODY;
    for (size_t i = 0; i < count && !found.is_stitched; i++) {
        result = &equal[i].result;
        if (result->rule != ORDERS_STITCHED)
            continue;
        found.is_stitched = true;
        found.first = result->touches;
        found.count = result->count;
        found.in_session = result->in_session;
    }
    return found;
}

/* The visits of the order, and behind them its credits. */
static void
explain(struct journey *journey, uint64_t place, const struct order_row *row,
        const struct journey_found *found, const struct attribution_out *out)
{
    journey_share_find(journey->share, row, found);
    if (row->state == ORDER_PAID)
        why_write(journey->why, place, row, found, journey->share, out);
    journey_share_row(journey->share, row, found, out);
}

static void
write_one(struct journey *journey, const struct journey_equal *equal,
          size_t count, const struct attribution_out *out)
{
    struct order_row row;
    struct journey_found found = find_one(equal, count);

    orders_row(journey->world->orders, equal->result.row, &row);
    if (journey->asked != NULL && row.state == ORDER_PAID
        && why_asks(journey->why, &row))
        fit_orders_ask(journey->asked, row.order);
    if (journey->everybody != NULL)
        journey_fit_row(journey->everybody, &row, equal->result.row, &found);
    if (row.is_carried)
        return;
    if (found.rule == ORDERS_NOBODY) {
        coupons_find(&journey->coupons, journey->world->links, &row);
        if (journey->coupons.count > 0)
            found.rule = ORDERS_COUPON;
    }
    if (row.state == ORDER_PAID) {
        journey->counts.match.orders[found.rule][found.rule >= ORDERS_COUPON
                                                     ? TOUCH_BY_UNKNOWN
                                                     : equal->result.basis]++;
    }
    if (journey->why == NULL)
        journey_share_row(journey->share, &row, &found, out);
    else if (why_asks(journey->why, &row))
        explain(journey, equal->result.row, &row, &found, out);
}

static void
write_equal(struct journey *journey, const struct attribution_out *out)
{
    const struct journey_equal *equal = journey->equal;
    size_t count;

    if (journey->equal_count > 1)
        sort_equal(journey);
    for (size_t i = 0; i < journey->equal_count; i += count) {
        for (count = 1; i + count < journey->equal_count
                        && equal[i + count].result.row == equal[i].result.row;)
            count++;
        write_one(journey, &equal[i], count, out);
    }
    journey->equal_count = 0;
}

static struct journey_result *
ahead(struct journey *journey, size_t number)
{
    return &journey->ahead[(journey->ahead_first + number) % JOURNEY_AHEAD];
}

static uint64_t
last_touch(const struct journey_result *result)
{
    return result->touches + (result->count - 1) * sizeof(struct touch);
}

/* What a result needs lies all over memory: it is asked for when the result is read, and what
   that leads to half a ring later. */
static void
look_ahead(struct journey *journey)
{
    const struct journey_result *middle =
        ahead(journey, journey->ahead_count / 2);
    struct touch touch;

    if (journey->ahead_count == 0 || middle->count == 0
        || journal_spilled(journey->touches))
        return;
    memcpy(&touch,
           journal_get(journey->touches, last_touch(middle), sizeof(touch)).at,
           sizeof(touch));
    visits_prefetch(journey->world->visits, touch.visit);
}

static void
fill_ahead(struct journey *journey)
{
    const struct journey_result *result;

    while (journey->ahead_count < JOURNEY_AHEAD
           && (result = runs_next(journey->results)) != NULL) {
        *ahead(journey, journey->ahead_count++) = *result;
        orders_prefetch(journey->world->orders, result->row);
        if (result->count > 0)
            journal_prefetch(journey->touches, last_touch(result));
    }
}

static bool
next_result(struct journey *journey, struct journey_result *result)
{
    fill_ahead(journey);
    look_ahead(journey);
    if (journey->ahead_count == 0)
        return false;
    *result = *ahead(journey, 0);
    journey->ahead_first = (journey->ahead_first + 1) % JOURNEY_AHEAD;
    journey->ahead_count--;
    return true;
}

void
journey_write(struct journey *journey, const struct attribution_out *out)
{
    struct journey_result result;

    runs_sort(journey->results);
    while (next_result(journey, &result)) {
        if (journey->equal_count > 0
            && memcmp(journey->equal[0].result.time, result.time,
                      sizeof(result.time))
                   != 0)
            write_equal(journey, out);
        journey->equal = array_room(journey->equal, journey->equal_count,
                                    &journey->equal_cap,
                                    sizeof(*journey->equal), "at one time");
        journey->equal[journey->equal_count++].result = result;
    }
    write_equal(journey, out);
}
