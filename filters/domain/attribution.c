#include "domain/attribution.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/conversations.h"
#include "domain/credit_rows.h"
#include "domain/journey.h"
#include "domain/stitch.h"

struct attribution {
    const struct attribution_rules *rules;
    size_t memory;
    struct spill *spill;
    struct channels *channels;
    struct evidence_reader *evidence;
    struct visits *visits;
    struct clicks *clicks;
    struct redirects *redirects;
    struct orders *orders;
    struct stitch *stitch; /* or NULL */
    struct link_table *links;
    struct rates *rates;                 /* or NULL */
    struct conversations *conversations; /* or NULL */
    struct credit_rows *rows;            /* or NULL */
    struct bloom buyers;
    struct retention_world retained;
    struct journey_counts found;
    int64_t settled_s;
    struct fit_span fitted;
    bool has_own_post;
};

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

static struct attribution_verdict
rejected(const char *why)
{
    return (struct attribution_verdict){.reject = why};
}

static struct attribution_verdict
dropped(const char *why)
{
    return (struct attribution_verdict){.drop = why};
}

/* It would change what has been credited. */
static bool
is_late(const struct attribution *attribution, const struct reading *reading)
{
    return !reading->is_carried && reading->time_s < attribution->settled_s;
}

static struct attribution_verdict
take_visit(struct attribution *attribution, const struct reading *reading)
{
    struct visit visit;
    const char *why;

    if (is_late(attribution, reading))
        return dropped("late");
    reading_visit(reading, &visit);
    if (visit.is_bot && attribution->rules->why.count > 0)
        visits_add(attribution->visits, &visit);
    if (visit.is_bot)
        return dropped(reading_robot(reading));
    if (visit.visitor.len == 0)
        return dropped("no_visitor");
    why = visits_add(attribution->visits, &visit);
    if (why == NULL && visit.customer.len > 0 && attribution->stitch != NULL)
        stitch_link(attribution->stitch, visits_person(visit.visitor),
                    visit.stamp, visits_person(visit.customer));
    if (why == NULL && visit.order.len > 0)
        orders_name(attribution->orders, visit.order,
                    visits_person(visit.visitor), visit.stamp, visit.id);
    return rejected(why);
}

static struct attribution_verdict
take_click(struct attribution *attribution, const struct reading *reading)
{
    struct reading_click click;
    const char *why = reading_click(reading, &click);

    if (why != NULL)
        return rejected(why);
    if (is_late(attribution, reading))
        return dropped("late");
    if (reading_robot(reading) != NULL)
        return dropped(reading_robot(reading));
    link_table_shortener(attribution->links, click.shortened);
    return dropped(clicks_add(attribution->clicks, click.shortened,
                              click.destination, click.stamp)
                       ? NULL
                       : "no_short_link");
}

static struct attribution_verdict
take_post(struct attribution *attribution, const struct reading *reading)
{
    if (is_late(attribution, reading))
        return dropped("late");
    if (!reading_post(reading, attribution->links, attribution->redirects))
        return dropped("no_account");
    attribution->has_own_post = true;
    return dropped(NULL);
}

static struct attribution_verdict
take_order(struct attribution *attribution, const struct reading *reading)
{
    struct order order;
    const char *why;

    if (reading_is_pending(reading))
        return dropped("pending");
    why = reading_order(reading, &order);
    if (why == NULL)
        why = orders_add(attribution->orders, &order);
    return rejected(why);
}

static struct attribution_verdict
take_case(struct attribution *attribution, const struct reading *reading)
{
    struct conversation talk;
    const char *why;
    bool is_linked;

    if (attribution->conversations == NULL)
        return dropped("kind");
    if (is_late(attribution, reading))
        return dropped("late");
    reading_conversation(reading, &talk);
    why = conversations_take(attribution->conversations, &talk, &is_linked);
    return why != NULL ? rejected(why)
                       : dropped(is_linked ? NULL : "no_person");
}

const struct text attribution_kinds[ATTRIBUTION_KINDS] = {
    TEXT("visit"), TEXT("order"), TEXT("post"), TEXT("click"), TEXT("case")};

struct attribution_verdict
attribution_take(struct attribution *attribution, size_t kind,
                 const struct reading *reading)
{
    static struct attribution_verdict (*const takes[ATTRIBUTION_KINDS])(
        struct attribution *, const struct reading *) = {
        take_visit, take_order, take_post, take_click, take_case};

    if (kind == ATTRIBUTION_KINDS)
        return dropped("kind");
    if (reading->time_s == INT64_MIN)
        return rejected("no_time: a record without time");
    if (reading_id(reading).len == 0)
        return rejected("no_id: a record without id");
    if (attribution->rules->as_of_s != INT64_MAX
        && reading_seen(reading) > attribution->rules->as_of_s)
        return dropped("seen_later");
    return takes[kind](attribution, reading);
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
