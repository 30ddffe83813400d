#include "sources/woo_order.h"

enum woo_order_state
woo_order_state(struct text status)
{
    static const struct {
        const char *word;
        enum woo_order_state state;
    } words[] = {
        {"processing", WOO_ORDER_PAID}, {"completed", WOO_ORDER_PAID},
        {"refunded", WOO_ORDER_PAID},   {"cancelled", WOO_ORDER_CANCELLED},
        {"trash", WOO_ORDER_TRASH},     {"auto-draft", WOO_ORDER_TRASH}};

    if (text_starts(status, TEXT("wc-")))
        status = text_from(status, 3);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (text_equal_nocase(status, text_of(words[i].word)))
            return words[i].state;
    return WOO_ORDER_PENDING;
}

void
woo_order_attribute(struct woo_order_visit *visit, struct text key,
                    struct text value)
{
    static const struct text lead = {"_wc_order_attribution_", 22};

    if (text_starts(key, TEXT("meta:")))
        key = text_from(key, 5);
    if (!text_starts(key, lead) || value.len == 0)
        return;
    key = text_from(key, lead.len);
    if (sale_utm(key, value, visit->visit.utm))
        return;
    if (text_equal(key, TEXT("source_type")))
        visit->is_untagged = !text_equal_nocase(value, TEXT("utm"));
    else if (text_equal(key, TEXT("session_entry")))
        visit->visit.url = value;
    else if (text_equal(key, TEXT("referrer")))
        visit->visit.referrer = value;
    else if (text_equal(key, TEXT("user_agent")))
        visit->visit.agent = value;
    else if (text_equal(key, TEXT("session_start_time"))
             && clock_parse(value, &visit->start))
        visit->visit.time = &visit->start;
}

void
woo_order_set_utms(struct sale *sale, struct woo_order_visit *visit)
{
    if (visit->is_untagged)
        memset(visit->visit.utm, 0, sizeof(visit->visit.utm));
    if (visit->visit.url.len == 0)
        sale_set_utms(sale->draft, visit->visit.utm);
}

const char *
woo_order_take_rest(struct sale *sale, const char *state,
                    const struct moment *time, bool is_approx)
{
    struct sale_back back = {
        .state = state,
        .id = draft_join(sale->draft, sale->id,
                         state[0] == 'c' ? TEXT("/cancel") : TEXT("/refunded")),
        .time = *time,
        .is_approx = is_approx};

    return sale_take_rest(sale, &back);
}
