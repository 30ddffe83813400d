#include "domain/clicks.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/bloom.h"
#include "base/journal.h"
#include "base/runs.h"

enum { CHUNK = 24 * 4096 };

struct click {
    uint64_t page;      /* its destination */
    uint64_t shortened; /* what was clicked */
    int64_t stamp;
};

/* A click or a visit, by page and time; at the same time clicks come first. */
struct event {
    unsigned char page[8];
    unsigned char stamp[8];
    uint64_t is_visit;
    uint64_t person_or_short;
    struct touch visit;
};

enum { KEY_BYTES = 32 }; /* all of it but the visit: ties have one order */

struct clicks {
    struct journal *journal;
    struct runs *events;
    struct bloom pages;
    struct buffer scratch;
    const struct link_table *links;
    uint64_t added, ours, joined;
    struct event last; /* click of the current page; is_visit 1 where none */
};

struct clicks *
clicks_new(size_t budget_bytes, struct spill *spill)
{
    struct clicks *clicks = calloc(1, sizeof(*clicks));

    if (clicks == NULL)
        err(EX_OSERR, "clicks");
    clicks->journal = journal_new(CHUNK, budget_bytes / 2, spill);
    clicks->events =
        runs_new(sizeof(struct event), KEY_BYTES, budget_bytes / 2, spill);
    return clicks;
}

void
clicks_free(struct clicks *clicks)
{
    if (clicks == NULL)
        return;
    journal_free(clicks->journal);
    runs_free(clicks->events);
    bloom_free(&clicks->pages);
    buffer_free(&clicks->scratch);
    free(clicks);
}

bool
clicks_add(struct clicks *clicks, struct text shortened,
           struct text destination, int64_t stamp)
{
    struct click click = {.stamp = stamp};

    if (!link_short_digest(&clicks->scratch, shortened, &click.shortened))
        return false;
    click.page = link_digest(&clicks->scratch, destination);
    memcpy(journal_reserve(clicks->journal, sizeof(click)), &click,
           sizeof(click));
    journal_keep(clicks->journal, sizeof(click));
    clicks->added++;
    return true;
}

static void
add_event(struct clicks *clicks, uint64_t page, int64_t stamp,
          const struct event *rest)
{
    struct event *event = runs_add(clicks->events);

    *event = *rest;
    runs_put64(event->page, page);
    runs_put_signed(event->stamp, stamp);
}

/* At its own time: a link that was not yet posted sent nobody. */
static bool
is_ours(const struct link_table *links, const struct click *click)
{
    int64_t time_s = touch_stamp_s(click->stamp);

    return link_table_find(links, LINK_SHORT, click->shortened, time_s)
               != LINK_NOBODY
           || link_table_find(links, LINK_LISTED_SHORT, click->shortened,
                              time_s)
                  != LINK_NOBODY;
}

static void
build_chunk(struct clicks *clicks, struct redirects *redirects,
            struct text chunk)
{
    struct click click;

    for (; chunk.len > 0; chunk = text_from(chunk, sizeof(click))) {
        memcpy(&click, chunk.at, sizeof(click));
        redirects_see(redirects, click.shortened, click.page,
                      touch_stamp_s(click.stamp));
        if (!is_ours(clicks->links, &click))
            continue;
        clicks->ours++;
        bloom_add(&clicks->pages, click.page);
        add_event(clicks, click.page, click.stamp,
                  &(struct event){.person_or_short = click.shortened});
    }
}

void
clicks_build(struct clicks *clicks, const struct link_table *links,
             struct redirects *redirects)
{
    struct text chunk;
    uint64_t place;

    clicks->links = links;
    bloom_new(&clicks->pages, clicks->added, 1 << 20);
    for (size_t i = 0;
         (chunk = journal_chunk(clicks->journal, i, &place)).at != NULL; i++)
        build_chunk(clicks, redirects, chunk);
}

bool
clicks_lead_to(const struct clicks *clicks, uint64_t page)
{
    return clicks->ours > 0 && bloom_may_have(&clicks->pages, page);
}

/* A visit without ms is not before the clicks of its own second. */
void
clicks_ask(struct clicks *clicks, uint64_t page, uint64_t person,
           const struct touch *visit)
{
    add_event(clicks, page, touch_stamp_last(visit->stamp),
              &(struct event){
                  .is_visit = 1, .person_or_short = person, .visit = *visit});
}

void
clicks_settle(struct clicks *clicks, const struct link_table *links)
{
    clicks->links = links;
    clicks->last.is_visit = 1;
    runs_sort(clicks->events);
}

static int64_t
time_of(const struct event *event)
{
    return touch_stamp_s(runs_get_signed(event->stamp));
}

/* Gives the visit to the owner of the click before it, if there is one. */
static void
explain(struct clicks *clicks, const struct event *event, struct touch *visit)
{
    const struct event *click = &clicks->last;
    int64_t time_s = touch_stamp_s(visit->stamp);
    uint32_t owner;

    if (click->is_visit
        || memcmp(click->page, event->page, sizeof(click->page)) != 0
        || time_s - time_of(click) > CLICKS_WITHIN_S)
        return;
    owner = link_table_find(clicks->links, LINK_SHORT, click->person_or_short,
                            time_s);
    if (owner == LINK_NOBODY)
        owner = link_table_find(clicks->links, LINK_LISTED_SHORT,
                                click->person_or_short, time_s);
    if (owner == LINK_NOBODY)
        return;
    visit->kind = TOUCH_POST;
    visit->is_redirected = 0;
    visit->source = touch_post_source(
        link_table_owner(clicks->links, owner)->identity, owner);
    clicks->joined++;
}

bool
clicks_next(struct clicks *clicks, struct clicks_answer *answer)
{
    const struct event *event;

    while ((event = runs_next(clicks->events)) != NULL) {
        if (!event->is_visit) {
            clicks->last = *event;
            continue;
        }
        answer->person = event->person_or_short;
        answer->visit = event->visit;
        explain(clicks, event, &answer->visit);
        return true;
    }
    return false;
}

uint64_t
clicks_ours(const struct clicks *clicks)
{
    return clicks->ours;
}

uint64_t
clicks_joined(const struct clicks *clicks)
{
    return clicks->joined;
}
