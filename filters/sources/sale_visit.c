#include "base/url.h"
#include "sources/campaign.h"
#include "sources/sale.h"
#include "sources/unsaid.h"

/* A page on which nobody lands: accelerated checkouts are booked so. */
static bool
is_checkout(struct text url)
{
    const struct text part = TEXT("/checkouts");
    size_t at;

    while ((at = text_find(url, part)) != SIZE_MAX) {
        if (text_ends((struct text){url.at, at}, TEXT("/wallets")))
            return true;
        url = text_from(url, at + part.len);
        if (text_starts(url, TEXT("/")))
            return true;
    }
    return false;
}

/* The whole address, or TEXT_NONE. */
static struct text
landing(struct sale *sale, const struct sale_visit *visit)
{
    struct text scheme = TEXT("https://"), host = visit->host;

    if (is_checkout(visit->url) || visit->url.len == 0)
        return TEXT_NONE;
    if (url_has_scheme(visit->url))
        return visit->url;
    if (visit->url.at[0] != '/')
        return TEXT_NONE;
    if (host.len == 0) {
        host = TEXT("host.invalid");
        emitter_note(sale->emitter, "no_host");
    }
    while (text_ends(host, TEXT("/")))
        host.len--;
    if (url_has_scheme(host))
        scheme = TEXT_NONE;
    return draft_join(sale->draft, scheme, host, visit->url);
}

/* Orders of one customer may tell of the same earlier visit. */
static struct text
id_of(const struct sale *sale, const struct sale_visit *visit,
      struct draft *draft)
{
    char time[CLOCK_TEXT];

    if (!visit->is_earlier)
        return draft_join(draft, sale->id, TEXT("/visit"));
    clock_format(time, visit->time->s);
    return draft_join(draft, TEXT("visit/"), draft_string(draft, DRAFT_VISITOR),
                      TEXT("/"), (struct text){time, sizeof(time)});
}

const char *
sale_visit(struct sale *sale, const struct sale_visit *visit,
           const struct raw *raw)
{
    bool is_before = visit->time != NULL && visit->time->s <= sale->time.s;
    struct draft *draft;
    struct text url;

    if (visit->is_earlier && (!is_before || sale->visitor.len == 0))
        return NULL;
    url = landing(sale, visit);
    if (url.len == 0)
        return NULL;
    draft = emitter_draft(sale->emitter, DRAFT_VISIT, sale->platform);
    draft_moment(draft, is_before ? visit->time : &sale->time);
    if (!is_before)
        draft_flag(draft, "approx_time");
    draft_visitor(draft, "shop", "user", sale->visitor);
    draft_id(draft, DRAFT_ID, id_of(sale, visit, draft));
    draft_text(draft, DRAFT_URL, url);
    draft_text(draft, DRAFT_REFERRER, visit->referrer);
    draft_text(draft, DRAFT_AGENT, visit->agent);
    if (!visit->is_earlier)
        draft_text(draft, DRAFT_ORDER_ID, sale->id);
    sale_set_utms(draft, visit->utm);
    campaign_read(draft, raw->row, url);
    return emitter_add(sale->emitter);
}

bool
sale_utm(struct text name, struct text value, struct text utm[SALE_UTMS])
{
    for (size_t i = 0; i < SALE_UTMS; i++) {
        if (!text_equal(name, text_of(draft_fields[DRAFT_UTM_SOURCE + i].name)))
            continue;
        utm[i] = unsaid_without(value);
        return true;
    }
    return false;
}

void
sale_note(struct sale_visit *visit, struct text name, struct text value)
{
    if (value.len == 0 || sale_utm(name, value, visit->utm))
        return;
    if (visit->url.len == 0
        && (text_equal_nocase(name, TEXT("landing_site"))
            || text_equal_nocase(name, TEXT("landing_page"))))
        visit->url = value;
    else if (visit->referrer.len == 0
             && (text_equal_nocase(name, TEXT("referring_site"))
                 || text_equal_nocase(name, TEXT("referrer"))))
        visit->referrer = value;
}

void
sale_set_utms(struct draft *draft, const struct text utm[SALE_UTMS])
{
    for (size_t i = 0; i < SALE_UTMS; i++)
        draft_text(draft, (enum draft_key)(DRAFT_UTM_SOURCE + i), utm[i]);
}
