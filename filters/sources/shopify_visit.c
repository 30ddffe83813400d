#include "sources/shopify_visit.h"

#include "base/url.h"
#include "sources/unsaid.h"

bool
shopify_time(struct text text, struct moment *moment)
{
    bool is_time = clock_parse(text, moment);

    moment->tz_min = CLOCK_NO_TZ;
    return is_time;
}

static const char *
add(struct sale *sale, const struct json_slot *slots,
    const struct json_slot *status, const struct raw *raw, bool is_earlier)
{
    struct moment occurred;
    struct sale_visit visit = {.url = slot_text(&slots[SHOPIFY_VISIT_LANDING]),
                               .host = text_of(raw->row->host),
                               .referrer =
                                   slot_text(&slots[SHOPIFY_VISIT_REFERRER]),
                               .is_earlier = is_earlier};

    if (visit.host.len == 0)
        visit.host = url_split(slot_text(status)).host;
    if (shopify_time(slot_text(&slots[SHOPIFY_VISIT_OCCURRED]), &occurred))
        visit.time = &occurred;
    for (size_t i = 0; SHOPIFY_VISIT_UTM + i < SHOPIFY_VISIT_SLOTS; i++)
        visit.utm[i] = unsaid_without(slot_text(&slots[SHOPIFY_VISIT_UTM + i]));
    return sale_visit(sale, &visit, raw);
}

const char *
shopify_visit_last(struct sale *sale, const struct json_slot *last,
                   const struct json_slot *status, const struct raw *raw)
{
    return add(sale, last, status, raw, false);
}

/* Of a journey of one visit both are the same. */
static bool
is_same(const struct json_slot *first, const struct json_slot *last)
{
    return text_equal(slot_text(&first[SHOPIFY_VISIT_OCCURRED]),
                      slot_text(&last[SHOPIFY_VISIT_OCCURRED]));
}

const char *
shopify_visit_first(struct sale *sale, const struct json_slot *first,
                    const struct json_slot *last,
                    const struct json_slot *status, const struct raw *raw)
{
    return is_same(first, last) ? NULL : add(sale, first, status, raw, true);
}
