#include "domain/attribution_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/credit_rows.h"

/* Shares of the memory: about 6/16 for visits, 4/16 for those of buyers, the rest for orders. */
struct attribution *
attribution_new(const struct attribution_rules *rules, size_t memory_bytes,
                struct spill *spill)
{
    struct attribution *attribution = calloc(1, sizeof(*attribution));
    size_t part = memory_bytes / 16;

    if (attribution == NULL)
        err(EX_OSERR, "attribution");
    attribution->rules = rules;
    attribution->settled_s = INT64_MIN;
    attribution->fitted =
        fit_rules_any(&rules->fit) ? FIT_SPAN_ALL : FIT_SPAN_NONE;
    attribution->memory = memory_bytes;
    attribution->spill = spill;
    attribution->links =
        link_table_new(rules->link_params.at, rules->link_params.count);
    attribution->channels = channels_new();
    attribution->evidence =
        evidence_new(attribution->channels, rules->ignored.at,
                     rules->ignored.count, part / 2, spill);
    attribution->redirects = redirects_new(attribution->evidence);
    attribution->visits = visits_new(attribution->evidence,
                                     attribution->redirects, part * 6, spill);
    attribution->clicks = clicks_new(part, spill);
    attribution->orders = orders_new(part * 3, spill);
    if (rules->by != NULL)
        attribution->rows = credit_rows_new(rules, part, spill);
    if (rules->is_stitching)
        attribution->stitch = stitch_new(rules->session_gap_s, part * 2, spill);
    if (rules->has_conversations)
        attribution->conversations = conversations_new(
            attribution->evidence, attribution->orders, part * 2, spill);
    if (rules->carry != NULL)
        orders_by_day(attribution->orders);
    return attribution;
}

void
attribution_free(struct attribution *attribution)
{
    if (attribution == NULL)
        return;
    conversations_free(attribution->conversations);
    visits_free(attribution->visits);
    redirects_free(attribution->redirects);
    evidence_free(attribution->evidence);
    channels_free(attribution->channels);
    clicks_free(attribution->clicks);
    orders_free(attribution->orders);
    stitch_free(attribution->stitch);
    link_table_free(attribution->links);
    rates_free(attribution->rates);
    credit_rows_free(attribution->rows);
    bloom_free(&attribution->buyers);
    free(attribution);
}

struct channels *
attribution_channels(struct attribution *attribution)
{
    return attribution->channels;
}

bool
attribution_add_links(struct attribution *attribution, struct text csv,
                      struct listing_error *error)
{
    bool is_good =
        link_list_add(attribution->links, attribution->redirects, csv, error);

    redirects_build(attribution->redirects);
    return is_good;
}

bool
attribution_add_rates(struct attribution *attribution, struct text csv,
                      struct listing_error *error)
{
    if (attribution->rates == NULL)
        attribution->rates = rates_new(text_of(attribution->rules->into));
    return rates_add(attribution->rates, csv, error);
}

bool
attribution_add_sources(struct attribution *attribution, struct text csv,
                        struct listing_error *error)
{
    return channels_set_sources(attribution->channels, csv, error);
}

bool
attribution_add_people(struct attribution *attribution, struct text csv,
                       struct listing_error *error)
{
    return people_add(conversations_people(attribution->conversations), csv,
                      error);
}

void
attribution_settled(struct attribution *attribution, int64_t before_s)
{
    attribution->settled_s = before_s;
}

void
attribution_close(struct attribution *attribution, int64_t before_s,
                  int64_t seen_s)
{
    enum fit_period period = attribution->rules->fit.period;

    if (!fit_rules_any(&attribution->rules->fit))
        return;
    attribution->fitted = FIT_SPAN_NONE;
    if (seen_s != INT64_MIN)
        attribution->fitted = fit_span_between(
            before_s == INT64_MIN ? 0 : fit_period_of(period, before_s),
            fit_period_of(period, seen_s));
}

const char *
attribution_lack(const struct attribution *attribution)
{
    if (!attribution->rules->only_tracked || attribution->rules->carry != NULL
        || attribution->has_own_post || attribution->rules->links != NULL
        || attribution->rules->fit.is_partial /* others may have them */
        || visits_saw_campaign(attribution->visits)
        || orders_count(attribution->orders) == 0)
        return NULL;
    return "no_links: neither a post with `account` (hark classify "
           "--accounts), nor --links, nor a campaign tag came in";
}

/* Of those who ordered nothing too. */
static bool
wants_everybody(const struct attribution *attribution)
{
    return attribution->rules->fit.has_markov
           && fit_span_any(attribution->fitted);
}

/* The visits of all who may have ordered, by person and time. */
static struct runs *
find_buyers_visits(struct attribution *attribution)
{
    struct runs *found =
        runs_new(VISITS_ENTRY_BYTES, VISITS_KEY_BYTES,
                 attribution->memory / 16 * 4, attribution->spill);
    struct stitch *stitch = attribution->stitch;
    struct bloom *buyers = &attribution->buyers;
    uint64_t count = orders_claims(attribution->orders);

    if (stitch != NULL)
        count += stitch_count(stitch);
    bloom_new(buyers, count, attribution->memory / 32);
    orders_people(attribution->orders, buyers);
    if (stitch != NULL)
        stitch_people(stitch, buyers);
    visits_select(attribution->visits,
                  wants_everybody(attribution) ? NULL : buyers,
                  attribution->links, attribution->clicks, found);
    runs_sort(found);
    return found;
}

static void
take_nothing(void *context, const char *kind, struct text line)
{
    (void)context;
    (void)kind;
    (void)line;
}

static void
walk_stitched(struct journey *journey, struct stitch *stitch,
              struct runs *visits)
{
    const struct journey_claims claims = {.next = stitch_next,
                                          .context = stitch,
                                          .know = stitch_known,
                                          .known = stitch};

    runs_rewind(visits);
    stitch_walk(stitch, visits);
    journey_walk(journey, stitch_visits(stitch), &claims);
}

/* Each row once more, among the conversations of whoever may have given it. */
static void
write_conversations(struct attribution *attribution,
                    const struct journey_world *visited,
                    const struct attribution_out *out)
{
    struct conversations *conversations = attribution->conversations;
    const struct journey_claims claims = {.next = conversations_next,
                                          .context = conversations};
    struct attribution_rules rules = *attribution->rules;
    struct journey_world world = *visited;
    struct journey *journey;

    rules.only_tracked = false;
    fit_rules_default(&rules.fit);
    world.visits = conversations_visits(conversations);
    world.links = NULL;
    world.touches = TEXT("conversations");
    journey = journey_new(&rules, &world, attribution->memory / 16 * 2,
                          attribution->spill);
    journey_walk(journey, conversations_walk(conversations), &claims);
    journey_write(journey, out);
    journey_free(journey);
}

const char *
attribution_write(struct attribution *attribution,
                  const struct attribution_out *out)
{
    const struct journey_world world = {
        attribution->visits,
        attribution->orders,
        attribution->evidence,
        attribution->links,
        attribution->channels,
        attribution->rates,
        attribution->rows,
        attribution->rules->only_tracked ? TEXT("tracked") : TEXT("all"),
        attribution->fitted};
    struct journey *journey =
        journey_new(attribution->rules, &world, attribution->memory / 16 * 2,
                    attribution->spill);
    const struct journey_claims claims = {
        .next = orders_next,
        .context = attribution->orders,
        .know = attribution->stitch != NULL ? stitch_device : NULL,
        .known = attribution->stitch};
    const struct attribution_out nowhere = {take_nothing, NULL};
    bool is_match_alone = attribution_rules_only_match(attribution->rules);
    struct runs *visits;
    const char *why;

    link_table_build(attribution->links);
    clicks_build(attribution->clicks, attribution->links,
                 attribution->redirects);
    if (attribution->stitch != NULL && fit_span_any(attribution->fitted))
        stitch_fit(attribution->stitch, &attribution->rules->fit);
    orders_join(attribution->orders, attribution->stitch);
    if (attribution->stitch != NULL)
        stitch_settle(attribution->stitch);
    visits = find_buyers_visits(attribution);
    journey_walk(journey, visits, &claims);
    if (attribution->stitch != NULL)
        walk_stitched(journey, attribution->stitch, visits);
    runs_free(visits);
    journey_write(journey, is_match_alone ? &nowhere : out);
    attribution->found = journey_counts(journey);
    if (is_match_alone || attribution_rules_sums_up(attribution->rules))
        match_write(&attribution->found.match, out);
    why = journey_write_fits(journey, out);
    journey_free(journey);
    if (attribution->conversations != NULL && !is_match_alone)
        write_conversations(attribution, &world, out);
    if (attribution->rows != NULL)
        credit_rows_write(attribution->rows, out);
    return why;
}

void
attribution_counts(const struct attribution *attribution,
                   void (*note)(void *, const char *, uint64_t), void *context)
{
    const struct match *match = &attribution->found.match;
    uint64_t orders = match_count(match);
    uint64_t unmatched = match_joined(match, ORDERS_NOBODY);
    const struct {
        const char *name;
        uint64_t count;
    } counts[] = {
        {"match_ppm",
         orders == 0 ? 0 : (orders - unmatched) * 1000000 / orders},
        {"orders", orders},
        {"joined_visitor", match_joined(match, ORDERS_VISITOR)},
        {"joined_order", match_joined(match, ORDERS_ORDER)},
        {"joined_number", match_joined(match, ORDERS_NUMBER)},
        {"unmatched", unmatched},
        {"disputed", orders_disputed(attribution->orders)},
        {"links", link_table_count(attribution->links)},
        {"ambiguous_links", link_table_ambiguous(attribution->links)},
        {"clicks_ours", clicks_ours(attribution->clicks)},
        {"clicks_joined", clicks_joined(attribution->clicks)},
        {"buyers_sessions", attribution->found.sessions},
        {"buyers_touches", attribution->found.touches},
    };

    if (redirects_count(attribution->redirects) > 0) {
        note(context, "redirects", redirects_count(attribution->redirects));
        note(context, "ambiguous_redirects",
             redirects_ambiguous(attribution->redirects));
        note(context, "overruled_redirects",
             redirects_overruled(attribution->redirects));
    }
    if (link_table_has_coupons(attribution->links))
        note(context, "joined_coupon", match_joined(match, ORDERS_COUPON));
    if (attribution->stitch != NULL)
        note(context, "joined_stitched", match_joined(match, ORDERS_STITCHED));
    if (attribution->conversations != NULL)
        note(context, "conversations",
             conversations_count(attribution->conversations));
    if (attribution->rules->carry != NULL)
        note(context, "repeated_rows", orders_repeated(attribution->orders));
    if (attribution->rates != NULL)
        note(context, "unconverted", attribution->found.unconverted);

    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
        note(context, counts[i].name, counts[i].count);
}

struct retention *
attribution_retention(struct attribution *attribution,
                      const struct retention_terms *given)
{
    struct retention_terms terms = *given;

    terms.memory_bytes = attribution->memory / 16;
    attribution->retained = (struct retention_world){
        attribution->evidence, attribution->links, attribution->clicks,
        attribution->redirects, &attribution->buyers};
    return retention_new(&attribution->retained, &terms, attribution->spill);
}

const char *
attribution_problem(const struct attribution *attribution)
{
    if (orders_overflowed(attribution->orders))
        return "overflow: an order's rows sum to more than 2^53";
    return attribution->rows != NULL
                   && credit_rows_overflowed(attribution->rows)
               ? "overflow: a sum is past 2^53 and left out of its row"
               : NULL;
}
