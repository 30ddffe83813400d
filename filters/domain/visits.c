#include "domain/visits.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/journal.h"
#include "ports/digest.h"

/* Of head.flags; the basis stands from BASIS_SHIFT on. */
enum {
    KIND = 7,
    HAS_PAGE = 8,
    HAS_SHORT = 16,
    IS_BOT = 32,
    BASIS_SHIFT = 6,
    BASIS = 3,
    IS_IGNORED = 256
};
enum { CHUNK_MIN = 64 * 1024, CHUNK_MAX = 2 << 20, AHEAD = 1024 };

/* A record: the head, the digests that the flags name, the id. */
struct head {
    uint64_t person;
    int64_t stamp;
    uint16_t id_len;
    uint16_t flags;
} __attribute__((packed));

/* One record, taken apart. */
struct seen {
    struct head head;
    uint64_t page, shortened;
    uint64_t source, words;
    struct text id;
};

enum { RECORD_MAX = sizeof(struct head) + 4 * sizeof(uint64_t) };

struct visits {
    struct evidence_reader *evidence;
    const struct redirects *redirects;
    struct journal *journal;
    bool saw_campaign;
};

struct visits *
visits_new(struct evidence_reader *evidence, const struct redirects *redirects,
           size_t budget_bytes, struct spill *spill)
{
    struct visits *visits = calloc(1, sizeof(*visits));
    size_t chunk = CHUNK_MAX;

    if (visits == NULL)
        err(EX_OSERR, "visits");
    while (chunk > CHUNK_MIN && chunk > budget_bytes / 16)
        chunk /= 2;
    visits->evidence = evidence;
    visits->redirects = redirects;
    visits->journal = journal_new(chunk, budget_bytes, spill);
    return visits;
}

void
visits_free(struct visits *visits)
{
    if (visits == NULL)
        return;
    journal_free(visits->journal);
    free(visits);
}

uint64_t
visits_person(struct text visitor)
{
    return digest64(visitor);
}

static char *
put(char *at, const void *bytes, size_t count)
{
    memcpy(at, bytes, count);
    return at + count;
}

uint64_t
visits_keep(struct visits *visits, const struct visit *visit,
            const struct evidence *evidence)
{
    struct head head = {visits_person(visit->visitor), visit->stamp,
                        (uint16_t)visit->id.len, (uint16_t)evidence->kind};
    char *start = journal_reserve(visits->journal, RECORD_MAX + visit->id.len);
    char *at = start + sizeof(head);

    if (visit->is_bot)
        head.flags |= IS_BOT;
    head.flags |= (uint16_t)(visit->basis << BASIS_SHIFT);
    if (evidence->ignores_referrer)
        head.flags |= IS_IGNORED;
    if (evidence->has_page) {
        head.flags |= HAS_PAGE;
        at = put(at, &evidence->page, sizeof(evidence->page));
    }
    if (evidence->has_short) {
        head.flags |= HAS_SHORT;
        at = put(at, &evidence->shortened, sizeof(evidence->shortened));
    }
    if (evidence->kind != TOUCH_DIRECT) {
        at = put(at, &evidence->source, sizeof(evidence->source));
        at = put(at, &evidence->words, sizeof(evidence->words));
    }
    memcpy(start, &head, sizeof(head));
    at = put(at, visit->id.at, visit->id.len);
    return journal_keep(visits->journal, (size_t)(at - start));
}

static bool
is_long(const struct visit *visit)
{
    return (visit->id.len | visit->utm_source.len | visit->utm_medium.len
            | visit->utm_campaign.len | visit->utm_id.len
            | visit->click_param.len)
           >= VISITS_TEXT_MAX;
}

const char *
visits_add(struct visits *visits, const struct visit *visit)
{
    struct evidence evidence;

    if (is_long(visit))
        return "too_long: an id or a campaign parameter of 4,096 bytes or more";
    evidence_read(visits->evidence, visit, &evidence);
    visits->saw_campaign |= evidence.kind == TOUCH_CAMPAIGN && !visit->is_bot;
    visits_keep(visits, visit, &evidence);
    return NULL;
}

bool
visits_saw_campaign(const struct visits *visits)
{
    return visits->saw_campaign;
}

/* The record at `bytes`; returns how long it is. */
static size_t
take_apart(const char *bytes, struct seen *seen)
{
    const char *at = bytes + sizeof(seen->head);

    memcpy(&seen->head, bytes, sizeof(seen->head));
    if (seen->head.flags & HAS_PAGE) {
        memcpy(&seen->page, at, sizeof(seen->page));
        at += sizeof(seen->page);
    }
    if (seen->head.flags & HAS_SHORT) {
        memcpy(&seen->shortened, at, sizeof(seen->shortened));
        at += sizeof(seen->shortened);
    }
    if ((seen->head.flags & KIND) != TOUCH_DIRECT) {
        memcpy(&seen->source, at, sizeof(seen->source));
        at += sizeof(seen->source);
        memcpy(&seen->words, at, sizeof(seen->words));
        at += sizeof(seen->words);
    }
    seen->id = (struct text){at, seen->head.id_len};
    return (size_t)(at - bytes) + seen->head.id_len;
}

/* The length alone, for the many that are passed over. */
static size_t
record_bytes(const char *bytes)
{
    struct head head;

    memcpy(&head, bytes, sizeof(head));
    return sizeof(head) + ((head.flags & HAS_PAGE) != 0) * sizeof(uint64_t)
           + ((head.flags & HAS_SHORT) != 0) * sizeof(uint64_t)
           + ((head.flags & KIND) != TOUCH_DIRECT) * 2 * sizeof(uint64_t)
           + head.id_len;
}

/* The order of the rules: short, long, the user's list. */
uint32_t
visits_owner(const struct link_table *links, const struct evidence *evidence,
             int64_t time_s)
{
    uint32_t owner = LINK_NOBODY;

    if (evidence->has_short)
        owner = link_table_find(links, LINK_SHORT, evidence->shortened, time_s);
    if (owner == LINK_NOBODY && evidence->has_page)
        owner = link_table_find(links, LINK_LONG, evidence->page, time_s);
    if (owner == LINK_NOBODY && evidence->has_short)
        owner = link_table_find(links, LINK_LISTED_SHORT, evidence->shortened,
                                time_s);
    if (owner == LINK_NOBODY && evidence->has_page)
        owner =
            link_table_find(links, LINK_LISTED_LONG, evidence->page, time_s);
    return owner;
}

/* The links that it shows. */
static struct evidence
links_of(const struct seen *seen)
{
    return (struct evidence){
        .has_page = (seen->head.flags & HAS_PAGE) != 0,
        .has_short = (seen->head.flags & HAS_SHORT) != 0,
        .page = seen->page,
        .shortened = seen->shortened,
    };
}

static void
own(struct touch *touch, const struct link_table *links, uint32_t owner)
{
    touch->kind = TOUCH_POST;
    touch->source =
        touch_post_source(link_table_owner(links, owner)->identity, owner);
}

/* A dead short link: whoever owns its destination, else its campaign where the visit has none. */
static void
follow(const struct redirects *redirects, const struct link_table *links,
       const struct evidence *shown, struct touch *touch)
{
    int64_t time_s = touch_stamp_s(touch->stamp);
    const struct evidence *destination =
        redirects_find(redirects, shown, time_s);
    uint32_t owner;

    if (destination == NULL)
        return;
    owner = visits_owner(links, destination, time_s);
    if (owner != LINK_NOBODY) {
        own(touch, links, owner);
    } else if (destination->kind == TOUCH_CAMPAIGN
               && touch->kind > TOUCH_CAMPAIGN) {
        touch->kind = TOUCH_CAMPAIGN;
        touch->source = destination->source;
        touch->is_redirected = 1;
    }
}

void
visits_put(struct runs *found, uint64_t person, const struct touch *touch)
{
    char *at = runs_add(found);

    runs_put64(at, person);
    runs_put_signed(at + 8, touch->stamp);
    memcpy(at + 16, (const char *)touch + 8, 16);
}

uint64_t
visits_get(const void *entry, struct touch *touch)
{
    const char *at = entry;

    static_assert(sizeof(*touch) == 24, "stamp, source and the rest");
    memcpy((char *)touch + 8, at + 16, 16);
    touch->stamp = runs_get_signed(at + 8);
    return runs_get64(at);
}

/* One visit that is wanted, at `place`. */
static void
select_one(const struct visits *visits, const struct link_table *links,
           struct clicks *clicks, const struct seen *seen, uint64_t place,
           struct runs *found)
{
    struct touch touch = {.stamp = seen->head.stamp,
                          .visit = place & ((UINT64_C(1) << 48) - 1),
                          .kind = seen->head.flags & KIND,
                          .basis = seen->head.flags >> BASIS_SHIFT & BASIS,
                          .is_ignored = (seen->head.flags & IS_IGNORED) != 0,
                          .is_bot = (seen->head.flags & IS_BOT) != 0,
                          .source = seen->source};
    const struct evidence shown = links_of(seen);
    uint32_t owner = visits_owner(links, &shown, touch_stamp_s(touch.stamp));

    if (touch.kind == TOUCH_DIRECT)
        touch.source = 0;
    if (owner != LINK_NOBODY)
        own(&touch, links, owner);
    else
        follow(visits->redirects, links, &shown, &touch);
    if (owner == LINK_NOBODY && shown.has_page
        && clicks_lead_to(clicks, seen->page))
        clicks_ask(clicks, seen->page, seen->head.person, &touch);
    else
        visits_put(found, seen->head.person, &touch);
}

static void
select_chunk(const struct visits *visits, struct text chunk, uint64_t place,
             const struct bloom *wanted, const struct link_table *links,
             struct clicks *clicks, struct runs *found)
{
    for (size_t at = 0; at < chunk.len;) {
        struct seen seen = {0};
        uint64_t person;
        size_t bytes;

        __builtin_prefetch(chunk.at + at + AHEAD);
        memcpy(&person, chunk.at + at, sizeof(person));
        if (wanted != NULL && !bloom_may_have(wanted, person)) {
            at += record_bytes(chunk.at + at);
            continue;
        }
        bytes = take_apart(chunk.at + at, &seen);
        select_one(visits, links, clicks, &seen, place + at, found);
        at += bytes;
    }
}

void
visits_select(struct visits *visits, const struct bloom *wanted,
              const struct link_table *links, struct clicks *clicks,
              struct runs *found)
{
    struct clicks_answer answer;
    struct text chunk;
    uint64_t place;

    for (size_t i = 0;
         (chunk = journal_chunk(visits->journal, i, &place)).at != NULL; i++)
        select_chunk(visits, chunk, place, wanted, links, clicks, found);
    clicks_settle(clicks, links);
    while (clicks_next(clicks, &answer))
        visits_put(found, answer.person, &answer.visit);
}

/* Most records are short: a second read only where the first was not enough. */
static void
find(struct visits *visits, uint64_t place, struct seen *seen)
{
    struct text bytes = journal_get(visits->journal, place, 160);
    size_t whole = record_bytes(bytes.at);

    if (whole > bytes.len)
        bytes = journal_get(visits->journal, place, whole);
    seen->words = 0;
    take_apart(bytes.at, seen);
}

struct text
visits_id(struct visits *visits, uint64_t place)
{
    struct seen seen;

    find(visits, place, &seen);
    return seen.id;
}

uint64_t
visits_whose(struct visits *visits, uint64_t place)
{
    struct seen seen;

    find(visits, place, &seen);
    return seen.head.person;
}

bool
visits_show(struct visits *visits, const struct touch *touch, struct text *id,
            uint64_t *words)
{
    struct seen seen;

    find(visits, touch->visit, &seen);
    *id = seen.id;
    *words = seen.words;
    if (touch->is_redirected) {
        const struct evidence shown = links_of(&seen);

        *words = redirects_find(visits->redirects, &shown,
                                touch_stamp_s(touch->stamp))
                     ->words;
        return true;
    }
    return (seen.head.flags & KIND) != TOUCH_DIRECT;
}

void
visits_prefetch(const struct visits *visits, uint64_t place)
{
    journal_prefetch(visits->journal, place);
}
