/*
 * attribute - orders back to the posts that earned them
 *
 * Reads records in any order, and writes for each order what the visits before it earned of it:
 * credits, exact to the minor unit, for each model and window.
 */
#include <err.h>
#include <stdlib.h>

#include "domain/journey.h"
#include "domain/link_list.h"
#include "domain/reading.h"
#include "stream/whole.h"
#include "stream/writer.h"

enum {
    KEY_MODEL = 256,
    KEY_WINDOW,
    KEY_TOUCHES,
    KEY_SESSION_GAP,
    KEY_LINKS,
    KEY_LINK_PARAM,
    KEY_IGNORE_REFERRER
};

static const struct argp_option options[] = {
    {"model", KEY_MODEL, "LIST", 0,
     "Models: first, last, linear (default last)", 0},
    {"window", KEY_WINDOW, "LIST", 0,
     "How old a touch may be: 1h, 7d, 30d, 1y, none … (default 30d)", 0},
    {"touches", KEY_TOUCHES, "tracked|all", 0,
     "Our links and campaign tags alone, or each session's source (default "
     "all)",
     0},
    {"session-gap", KEY_SESSION_GAP, "TIME", 0,
     "Idle time that ends a session (default 30m)", 0},
    {"links", KEY_LINKS, "FILE", 0,
     "More links of ours: a CSV of link, account, campaign, channel, from, "
     "until",
     0},
    {"link-param", KEY_LINK_PARAM, "NAME", 0,
     "A parameter that makes a link ours, beside utm_* and its kin", 0},
    {"ignore-referrer", KEY_IGNORE_REFERRER, "HOST", 0,
     "A host that is no source, with its subdomains", 0},
    {0}};

enum { WINDOWS = 32, NAMES = 256 };

/* Names in the order given. */
struct names {
    const char *at[NAMES];
    size_t count;
};

struct settings {
    const struct model *models[MODEL_MAX];
    size_t model_count;
    struct window windows[WINDOWS];
    size_t window_count;
    struct names link_params, ignored;
    const char *links;
    int64_t session_gap_s;
    bool only_tracked;
};

static const char *
set_touches(struct settings *settings, const char *value)
{
    struct text text = text_of(value);

    settings->only_tracked = text_equal(text, TEXT("tracked"));
    return settings->only_tracked || text_equal(text, TEXT("all"))
               ? NULL
               : "touches are tracked or all";
}

static const char *
add_name(struct names *names, const char *name)
{
    if (names->count == NAMES)
        return "given more than 256 times";
    names->at[names->count++] = name;
    return name[0] == '\0' ? "an empty name" : NULL;
}

/* In place: hosts are compared in lower case and without "www.". */
static const char *
add_host(struct names *names, char *host)
{
    for (char *at = host; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at |= 0x20;
    return add_name(names,
                    text_starts(text_of(host), TEXT("www.")) ? host + 4 : host);
}

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    switch (key) {
    case KEY_MODEL:
        settings->model_count = model_list(text_of(value), settings->models);
        return settings->model_count > 0 ? NULL
                                         : "models are first, last and linear";
    case KEY_WINDOW:
        settings->window_count =
            window_list(text_of(value), settings->windows, WINDOWS);
        return settings->window_count > 0
                   ? NULL
                   : "windows are numbers and s, m, h, d, w or y, or none";
    case KEY_TOUCHES:
        return set_touches(settings, value);
    case KEY_SESSION_GAP:
        return window_duration(text_of(value), &settings->session_gap_s)
                   ? NULL
                   : "a gap is a number and s, m, h or d";
    case KEY_LINKS:
        settings->links = value;
        return NULL;
    case KEY_LINK_PARAM:
        return add_name(&settings->link_params, value);
    default:
        return add_host(&settings->ignored, value);
    }
}

static const struct program program = {
    .name = "attribute",
    .operands = "[FILE ...]",
    .summary = "attribute - orders back to the posts that earned them",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

enum { KINDS = 4 };

struct attribute {
    const struct settings *settings;
    const char *kinds[KINDS]; /* constants of record_kind() */
    struct books *books;
    struct reader *in;
    struct writer *out;
    struct spill *spill;
    size_t memory;
    struct evidence_reader *evidence;
    struct visits *visits;
    struct clicks *clicks;
    struct orders *orders;
    struct link_table *links;
    bool has_own_post;
};

static void
read_links(struct attribute *attribute, const char *path)
{
    struct buffer csv = {0};
    struct link_list_error error;

    whole_read(attribute->books, "links", path, &csv);
    if (!link_list_add(attribute->links, buffer_text(&csv), &error))
        books_fail(attribute->books, EX_CONFIG, NULL, "bad_links: %s:%llu: %s",
                   path, (unsigned long long)error.line, error.why);
    buffer_free(&csv);
}

/* Shares of --memory: about 6/16 for visits, 4/16 for those of buyers, the rest for orders. */
static void
open_stores(struct attribute *attribute)
{
    const struct settings *settings = attribute->settings;
    size_t part = attribute->memory / 16;
    struct spill *spill = spill_open(books_options(attribute->books)->tmpdir);

    attribute->spill = spill;
    attribute->evidence = evidence_new(
        settings->ignored.at, settings->ignored.count, part / 2, spill);
    attribute->visits = visits_new(attribute->evidence, part * 6, spill);
    attribute->clicks = clicks_new(part, spill);
    attribute->orders = orders_new(part * 3, spill);
}

static void
close_stores(struct attribute *attribute)
{
    visits_free(attribute->visits);
    evidence_free(attribute->evidence);
    clicks_free(attribute->clicks);
    orders_free(attribute->orders);
    link_table_free(attribute->links);
    spill_close(attribute->spill);
}

/* What becomes of a record: "reject", "drop" or, where both are NULL, use. */
struct verdict {
    const char *reject, *drop;
};

static struct verdict
take_visit(struct attribute *attribute, const struct reading *reading)
{
    struct visit visit;
    const char *why;

    if (reading_is_bot(reading))
        return (struct verdict){NULL, "bot"};
    reading_visit(reading, &visit);
    if (visit.visitor.len == 0)
        return (struct verdict){NULL, "no_visitor"};
    why = visits_add(attribute->visits, &visit);
    if (why == NULL && visit.order.len > 0)
        orders_name(attribute->orders, visit.order,
                    visits_person(visit.visitor), visit.stamp, visit.id);
    return (struct verdict){why, NULL};
}

static struct verdict
take_click(struct attribute *attribute, const struct reading *reading)
{
    struct reading_click click;
    const char *why = reading_click(reading, &click);

    if (why != NULL)
        return (struct verdict){why, NULL};
    if (reading_is_bot(reading))
        return (struct verdict){NULL, "bot"};
    link_table_shortener(attribute->links, click.shortened);
    if (!clicks_add(attribute->clicks, click.shortened, click.destination,
                    click.stamp))
        return (struct verdict){NULL, "no_short_link"};
    return (struct verdict){NULL, NULL};
}

static struct verdict
take_post(struct attribute *attribute, const struct reading *reading)
{
    if (!reading_post(reading, attribute->links))
        return (struct verdict){NULL, "no_account"};
    attribute->has_own_post = true;
    return (struct verdict){NULL, NULL};
}

static struct verdict
take_order(struct attribute *attribute, const struct reading *reading)
{
    struct order order;
    const char *why;

    if (reading_is_pending(reading))
        return (struct verdict){NULL, "pending"};
    why = reading_order(reading, &order);
    if (why == NULL)
        why = orders_add(attribute->orders, &order);
    return (struct verdict){why, NULL};
}

/* The most frequent first. */
static const struct {
    struct text name;
    struct verdict (*take)(struct attribute *, const struct reading *);
} kinds[KINDS] = {{TEXT("visit"), take_visit},
                  {TEXT("order"), take_order},
                  {TEXT("post"), take_post},
                  {TEXT("click"), take_click}};

static struct verdict
take(struct attribute *attribute, const char *name,
     const struct reading *reading)
{
    size_t kind = 0;

    while (kind < KINDS && name != attribute->kinds[kind])
        kind++;
    if (kind == KINDS)
        return (struct verdict){NULL, "kind"};
    if (reading->time_s == INT64_MIN)
        return (struct verdict){"no_time: a record without time", NULL};
    if (reading_id(reading).len == 0)
        return (struct verdict){"no_id: a record without id", NULL};
    return kinds[kind].take(attribute, reading);
}

static void
read_all(struct attribute *attribute)
{
    struct record record;

    while (reader_next(attribute->in, &record)) {
        const struct reading reading = {record.fields, record.time_s};
        struct verdict verdict = take(attribute, record.kind, &reading);

        if (verdict.reject != NULL)
            reader_reject(attribute->in, verdict.reject);
        else if (verdict.drop != NULL)
            reader_drop(attribute->in, verdict.drop);
        else
            reader_use(attribute->in);
    }
}

static void
take_credit(void *context, struct text line)
{
    writer_make(context, "credit", line);
}

static void
note_counts(const struct attribute *attribute, struct journey_counts counts)
{
    struct books *books = attribute->books;
    uint64_t joined = counts.orders - counts.joined[ORDERS_NOBODY];

    books_note(books, "match_ppm",
               counts.orders == 0 ? 0 : joined * 1000000 / counts.orders);
    books_note(books, "orders", counts.orders);
    books_note(books, "joined_visitor", counts.joined[ORDERS_VISITOR]);
    books_note(books, "joined_order", counts.joined[ORDERS_ORDER]);
    books_note(books, "joined_number", counts.joined[ORDERS_NUMBER]);
    books_note(books, "unmatched", counts.joined[ORDERS_NOBODY]);
    books_note(books, "disputed", orders_disputed(attribute->orders));
    books_note(books, "links", link_table_count(attribute->links));
    books_note(books, "ambiguous_links",
               link_table_ambiguous(attribute->links));
    books_note(books, "clicks_ours", clicks_ours(attribute->clicks));
    books_note(books, "clicks_joined", clicks_joined(attribute->clicks));
    books_note(books, "buyers_sessions", counts.sessions);
    books_note(books, "buyers_touches", counts.touches);
}

/* The visits of all who may have ordered, by person and time. */
static struct runs *
find_buyers_visits(struct attribute *attribute)
{
    struct runs *found = runs_new(VISITS_ENTRY_BYTES, VISITS_KEY_BYTES,
                                  attribute->memory / 16 * 4, attribute->spill);
    struct bloom buyers;

    orders_people(attribute->orders, &buyers, attribute->memory / 32);
    visits_select(attribute->visits, &buyers, attribute->links,
                  attribute->clicks, found);
    bloom_free(&buyers);
    runs_sort(found);
    return found;
}

static void
write_credits(struct attribute *attribute)
{
    const struct settings *settings = attribute->settings;
    const struct journey_rules rules = {
        settings->models,        settings->model_count,
        settings->windows,       settings->window_count,
        settings->session_gap_s, settings->only_tracked};
    const struct journey_world world = {attribute->visits, attribute->orders,
                                        attribute->evidence, attribute->links};
    struct journey *journey = journey_new(
        &rules, &world, attribute->memory / 16 * 2, attribute->spill);
    struct runs *visits;

    link_table_build(attribute->links);
    clicks_build(attribute->clicks, attribute->links);
    orders_join(attribute->orders);
    visits = find_buyers_visits(attribute);
    journey_walk(journey, visits);
    runs_free(visits);
    journey_write(journey, take_credit, attribute->out);
    note_counts(attribute, journey_counts(journey));
    journey_free(journey);
}

/* Credits for nobody would pass for an answer. */
static bool
knows_any_source(const struct attribute *attribute)
{
    return !attribute->settings->only_tracked || attribute->has_own_post
           || attribute->settings->links != NULL
           || visits_saw_campaign(attribute->visits)
           || orders_count(attribute->orders) == 0;
}

int
main(int argc, char **argv)
{
    struct settings settings = {.session_gap_s = 1800};
    struct attribute attribute = {.settings = &settings};
    const struct options *given;

    settings.model_count = model_list(TEXT("last"), settings.models);
    settings.window_count = window_list(TEXT("30d"), settings.windows, WINDOWS);
    given = options_parse(&program, argc, argv, &settings);
    attribute.books = books_open(given);
    attribute.memory = given->memory;
    attribute.links =
        link_table_new(settings.link_params.at, settings.link_params.count);
    if (settings.links != NULL)
        read_links(&attribute, settings.links);
    open_stores(&attribute);
    attribute.in = reader_open(attribute.books, reading_fields, READING_FIELDS);
    attribute.out = writer_open(attribute.books);
    for (size_t i = 0; i < KINDS; i++)
        attribute.kinds[i] = record_kind(kinds[i].name);

    read_all(&attribute);
    if (knows_any_source(&attribute))
        write_credits(&attribute);
    else
        books_problem(attribute.books, EX_CONFIG, NULL,
                      "no_links: neither a post with `account` (hark classify "
                      "--accounts), nor --links, nor a campaign tag came in");
    if (orders_overflowed(attribute.orders))
        books_problem(attribute.books, EX_DATAERR, NULL,
                      "overflow: an order's rows sum to more than 2^53");
    close_stores(&attribute);
    return finish(attribute.in, attribute.out);
}
