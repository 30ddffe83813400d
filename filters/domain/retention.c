#include "domain/retention.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/bits.h"
#include "base/clock.h"
#include "base/table.h"
#include "domain/fit_period.h"
#include "domain/link.h"
#include "ports/digest.h"

enum { MINUTE_S = 60, DAY_S = 86400, PAGES_MOST = 4 << 20 };
enum { CUSTOMERS = 1 << 20, CUSTOMERS_MOST = 2 << 20 };

/* What an old visit says of where it came from. */
enum { SHOWS_NOTHING, MAY_SHOW, SHOWS };

/* A visit, of each person the latest first. */
struct old {
    unsigned char person[8];
    unsigned char stamp[8]; /* complement */
    uint64_t number;        /* among the visits */
    uint64_t shows;
};

/* How far the visits of one person have been gone through. */
struct trail {
    unsigned char person[8];
    int64_t last_s;  /* visit behind this one that is kept with its session */
    bool is_chained; /* to one that is within the window */
    bool has_any, has_shown, has_maybe;
    int64_t path_s; /* visit behind this one that is kept with its path */
    bool is_on_path;
};

struct retention {
    const struct retention_world *world;
    struct retention_terms terms;
    struct runs *old;
    struct bits kept;
    struct bloom customers; /* devices on which one signed in */
    struct bloom pages;     /* by minute, of visits kept */
    uint64_t seen, followed, asked;
    struct table *hosts; /* of clicks so far */
    struct buffer scratch;
};

struct retention_terms
retention_terms_at(int64_t seen_s, int64_t window_s, int64_t gap_s,
                   enum retention_paths paths)
{
    enum fit_period period = paths == RETENTION_MONTHS ? FIT_MONTH : FIT_YEAR;
    struct retention_terms terms = {INT64_MIN / 2, gap_s, INT64_MAX, 0, 0};

    if (window_s == INT64_MAX || paths == RETENTION_ALL)
        return terms;
    terms.cut_s = clock_day(seen_s) * DAY_S - window_s;
    if (paths == RETENTION_NO_PATHS)
        return terms;
    terms.path_cut_s =
        fit_period_start(period, fit_period_of(period, seen_s)) - window_s;
    terms.path_gap_s = window_s > gap_s ? window_s : gap_s;
    return terms;
}

struct retention *
retention_new(const struct retention_world *world,
              const struct retention_terms *terms, struct spill *spill)
{
    struct retention *retention = calloc(1, sizeof(*retention));

    if (retention == NULL)
        err(EX_OSERR, "retention");
    retention->world = world;
    retention->terms = *terms;
    retention->old =
        runs_new(sizeof(struct old), 24, terms->memory_bytes, spill);
    retention->hosts = table_new();
    bloom_new(&retention->customers, CUSTOMERS, CUSTOMERS_MOST);
    return retention;
}

void
retention_free(struct retention *retention)
{
    if (retention == NULL)
        return;
    runs_free(retention->old);
    bits_free(&retention->kept);
    bloom_free(&retention->customers);
    bloom_free(&retention->pages);
    table_free(retention->hosts);
    buffer_free(&retention->scratch);
    free(retention);
}

static uint64_t
shown_by(const struct retention *retention, const struct visit *visit)
{
    const struct retention_world *world = retention->world;
    struct evidence evidence;

    evidence_read(world->evidence, visit, &evidence);
    if (evidence.kind == TOUCH_CAMPAIGN
        || redirects_find(world->redirects, &evidence,
                          touch_stamp_s(visit->stamp))
               != NULL
        || visits_owner(world->links, &evidence, touch_stamp_s(visit->stamp))
               != LINK_NOBODY)
        return SHOWS;
    return evidence.has_page && clicks_lead_to(world->clicks, evidence.page)
               ? MAY_SHOW
               : SHOWS_NOTHING;
}

void
retention_know(struct retention *retention, const struct visit *visit)
{
    if (visit->customer.len > 0)
        bloom_add(&retention->customers, visits_person(visit->visitor));
}

/* Those that an earlier one may be in one session, or on one path, with are looked at too. */
static bool
is_looked_at(const struct retention_terms *terms, int64_t time_s)
{
    return time_s - terms->gap_s <= terms->cut_s
           || (terms->path_cut_s != INT64_MAX
               && time_s - terms->path_gap_s <= terms->path_cut_s);
}

void
retention_see(struct retention *retention, const struct visit *visit)
{
    int64_t time_s = touch_stamp_s(visit->stamp);
    uint64_t number = retention->seen++;
    uint64_t person = visits_person(visit->visitor);
    struct old *old;

    if (!is_looked_at(&retention->terms, time_s))
        return;
    if (visit->order.len > 0 || bloom_may_have(retention->world->buyers, person)
        || bloom_may_have(&retention->customers, person))
        bits_set(&retention->kept, number);
    old = runs_add(retention->old);
    runs_put64(old->person, person);
    runs_put64(old->stamp, ~((uint64_t)visit->stamp ^ UINT64_C(1) << 63));
    old->number = number;
    old->shows = shown_by(retention, visit);
}

/* Whether the person's last visits, or last links of ours, are not known yet. */
static bool
is_last(struct trail *trail, const struct old *old)
{
    bool is_kept =
        !trail->has_any || (old->shows == SHOWS && !trail->has_shown)
        || (old->shows == MAY_SHOW && !trail->has_shown && !trail->has_maybe);

    trail->has_any = true;
    trail->has_shown |= old->shows == SHOWS;
    trail->has_maybe |= old->shows == MAY_SHOW;
    return is_kept;
}

/* Whether it is on a path that is not done with. */
static bool
is_on_path(const struct retention_terms *terms, struct trail *trail,
           int64_t time_s)
{
    trail->is_on_path =
        time_s >= terms->path_cut_s
        || (trail->is_on_path && trail->path_s - time_s <= terms->path_gap_s);
    trail->path_s = time_s;
    return trail->is_on_path;
}

static void
settle_one(struct retention *retention, const struct old *old,
           struct trail *trail)
{
    const struct retention_terms *terms = &retention->terms;
    int64_t time_s =
        touch_stamp_s((int64_t)(~runs_get64(old->stamp) ^ UINT64_C(1) << 63));

    if (is_on_path(terms, trail, time_s))
        bits_set(&retention->kept, old->number);
    if (time_s >= terms->cut_s) {
        trail->is_chained = true;
        trail->last_s = time_s;
        return;
    }
    if (trail->is_chained && trail->last_s - time_s <= terms->gap_s) {
        trail->last_s = time_s;
        bits_set(&retention->kept, old->number);
    } else {
        trail->is_chained = false;
    }
    if (is_last(trail, old))
        bits_set(&retention->kept, old->number);
}

void
retention_settle(struct retention *retention)
{
    struct trail trail = {0};
    const struct old *old;
    bool is_first = true;

    runs_sort(retention->old);
    while ((old = runs_next(retention->old)) != NULL) {
        if (is_first
            || memcmp(old->person, trail.person, sizeof(trail.person)) != 0) {
            trail = (struct trail){0};
            memcpy(trail.person, old->person, sizeof(trail.person));
            is_first = false;
        }
        settle_one(retention, old, &trail);
    }
    bloom_new(&retention->pages, runs_count(retention->old) * 2, PAGES_MOST);
}

static bool
is_kept(const struct retention *retention, uint64_t number,
        const struct visit *visit)
{
    return touch_stamp_s(visit->stamp) >= retention->terms.cut_s
           || bits_get(&retention->kept, number);
}

static uint64_t
page_at(uint64_t page, int64_t minute)
{
    return digest64_seeded((struct text){(const char *)&page, sizeof(page)},
                           (uint64_t)minute);
}

void
retention_follow(struct retention *retention, const struct visit *visit)
{
    int64_t time_s = touch_stamp_s(visit->stamp);
    uint64_t page;

    if (!is_kept(retention, retention->followed++, visit)
        || time_s >= retention->terms.cut_s)
        return;
    page = link_digest(&retention->scratch, visit->url);
    bloom_add(&retention->pages, page_at(page, time_s / MINUTE_S));
    bloom_add(&retention->pages, page_at(page, time_s / MINUTE_S - 1));
}

bool
retention_keeps_visit(struct retention *retention, const struct visit *visit)
{
    return is_kept(retention, retention->asked++, visit);
}

bool
retention_keeps_click(struct retention *retention,
                      const struct reading_click *click)
{
    int64_t time_s = touch_stamp_s(click->stamp);
    uint32_t hosts = table_count(retention->hosts);
    bool is_first = false;
    uint64_t page, shortened;

    buffer_clear(&retention->scratch);
    if (link_host(&retention->scratch, click->shortened)) {
        table_add(retention->hosts, buffer_text(&retention->scratch));
        is_first = table_count(retention->hosts) > hosts;
    }
    if (is_first || time_s >= retention->terms.cut_s - CLICKS_WITHIN_S)
        return true;
    page = link_digest(&retention->scratch, click->destination);
    if (link_short_digest(&retention->scratch, click->shortened, &shortened)
        && redirects_see(retention->world->redirects, shortened, page, time_s))
        return true;
    return bloom_may_have(&retention->pages, page_at(page, time_s / MINUTE_S));
}
