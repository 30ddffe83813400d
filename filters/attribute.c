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
#include "stream/whole.h"
#include "stream/writer.h"

enum {
    ID,
    MS,
    VISITOR,
    URL,
    REFERRER,
    FLAGS,
    ORDER,
    UTM_SOURCE,
    UTM_MEDIUM,
    UTM_CAMPAIGN,
    UTM_ID,
    CLICK_PARAM,
    DESTINATION,
    ACCOUNT,
    LINKS,
    SHORTS,
    TARGET,
    NUMBER,
    STATE,
    AMOUNT,
    TAX,
    SHIPPING,
    CURRENCY,
    EXPONENT,
    FIELDS
};
static const char *const fields[FIELDS] = {
    "id",     "ms",          "visitor",     "url",        "referrer",
    "flags",  "order",       "utm_source",  "utm_medium", "utm_campaign",
    "utm_id", "click_param", "destination", "account",    "links",
    "shorts", "target",      "number",      "state",      "amount",
    "tax",    "shipping",    "currency",    "exponent"};

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

enum { MODELS = 16, WINDOWS = 32, NAMES = 256 };

/* Names in the order given. */
struct names {
    const char *at[NAMES];
    size_t count;
};

struct settings {
    const struct model *models[MODELS];
    size_t model_count;
    struct window windows[WINDOWS];
    size_t window_count;
    struct names link_params, ignored;
    const char *links;
    int64_t session_gap_s;
    bool only_tracked;
};

/* In order of the table, each once. */
static const char *
set_models(struct settings *settings, const char *list)
{
    struct text rest = text_of(list);
    struct text name;
    bool chosen[MODELS] = {0};

    while (text_split(&rest, ',', &name)) {
        const struct model *model = model_find(name);

        if (model == NULL)
            return "no such model: first, last and linear are known";
        chosen[model - model_table] = true;
    }
    settings->model_count = 0;
    for (size_t i = 0; i < MODELS; i++)
        if (chosen[i])
            settings->models[settings->model_count++] = &model_table[i];
    return NULL;
}

static const char *
add_window(struct settings *settings, struct text name)
{
    struct window window;

    if (!window_parse(name, &window))
        return "a window is a number and s, m, h, d, w or y, or none";
    for (size_t i = 0; i < settings->window_count; i++)
        if (window_compare(&settings->windows[i], &window) == 0)
            return NULL;
    if (settings->window_count == WINDOWS)
        return "more than 32 windows";
    settings->windows[settings->window_count++] = window;
    return NULL;
}

static const char *
set_windows(struct settings *settings, const char *list)
{
    struct text rest = text_of(list);
    struct text name;
    const char *why = NULL;

    settings->window_count = 0;
    while (why == NULL && text_split(&rest, ',', &name))
        why = add_window(settings, name);
    qsort(settings->windows, settings->window_count, sizeof(*settings->windows),
          window_compare);
    return why;
}

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
        return set_models(settings, value);
    case KEY_WINDOW:
        return set_windows(settings, value);
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
    uint64_t bots;
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

/* As record_text(), of which a visit would need a dozen calls. */
static inline struct text
text_at(const struct record *record, size_t field)
{
    const struct json_slot *slot = &record->fields[field];

    return slot->type == JSON_STRING ? slot->text : TEXT_NONE;
}

static int64_t
stamp_of(const struct record *record)
{
    int64_t ms = record_integer(record, MS, -1);

    return touch_stamp(record->time_s, ms >= 0 && ms <= 999 ? ms : -1);
}

static bool
is_bot(const struct record *record)
{
    struct json_items items = json_items(record->fields[FLAGS]);
    struct json_slot flag;

    while (json_next(&items, &flag))
        if (flag.type == JSON_STRING && text_equal(flag.text, TEXT("bot")))
            return true;
    return false;
}

/* What becomes of a record: "reject", "drop" or, where both are NULL, use. */
struct verdict {
    const char *reject, *drop;
};

static struct verdict
take_visit(struct attribute *attribute, const struct record *record)
{
    struct visit visit = {
        .id = text_at(record, ID),
        .visitor = text_at(record, VISITOR),
        .url = text_at(record, URL),
        .referrer = text_at(record, REFERRER),
        .order = text_at(record, ORDER),
        .utm_source = text_at(record, UTM_SOURCE),
        .utm_medium = text_at(record, UTM_MEDIUM),
        .utm_campaign = text_at(record, UTM_CAMPAIGN),
        .utm_id = text_at(record, UTM_ID),
        .click_param = text_at(record, CLICK_PARAM),
        .stamp = stamp_of(record),
    };
    const char *why;

    if (record->fields[FLAGS].type == JSON_ARRAY && is_bot(record))
        return (struct verdict){NULL, "bot"};
    if (visit.visitor.len == 0)
        return (struct verdict){NULL, "no_visitor"};
    why = visits_add(attribute->visits, &visit);
    if (why == NULL && visit.order.len > 0)
        orders_name(attribute->orders, visit.order,
                    visits_person(visit.visitor), visit.stamp, visit.id);
    return (struct verdict){why, NULL};
}

static struct verdict
take_click(struct attribute *attribute, const struct record *record)
{
    struct text url = text_at(record, URL);
    struct text destination = text_at(record, DESTINATION);

    if (url.len == 0 || destination.len == 0)
        return (struct verdict){
            "no_destination: a click without url or destination", NULL};
    if (record->fields[FLAGS].type == JSON_ARRAY && is_bot(record))
        return (struct verdict){NULL, "bot"};
    if (!clicks_add(attribute->clicks, url, destination, stamp_of(record)))
        return (struct verdict){NULL, "no_short_link"};
    return (struct verdict){NULL, NULL};
}

/* links and shorts are parallel; either may be shorter. */
static struct verdict
take_post(struct attribute *attribute, const struct record *record)
{
    struct link_owner post = {
        .account = text_at(record, ACCOUNT),
        .post = text_at(record, ID),
        .from_s = record->time_s,
        .until_s = INT64_MAX,
    };
    struct json_items links = json_items(record->fields[LINKS]);
    struct json_items shorts = json_items(record->fields[SHORTS]);

    if (post.account.len == 0)
        return (struct verdict){NULL, "no_account"};
    attribute->has_own_post = true;
    for (;;) {
        struct json_slot link, shortened;
        bool has_link = json_next(&links, &link);
        bool has_short = json_next(&shorts, &shortened);

        if (!has_link && !has_short)
            return (struct verdict){NULL, NULL};
        link_table_add(
            attribute->links, &post,
            has_link && link.type == JSON_STRING ? link.text : TEXT_NONE,
            has_short && shortened.type == JSON_STRING ? shortened.text
                                                       : TEXT_NONE);
    }
}

static const char *
read_state(struct text text, enum order_state *state)
{
    if (text_equal(text, TEXT("paid")))
        *state = ORDER_PAID;
    else if (text_equal(text, TEXT("refund")))
        *state = ORDER_REFUND;
    else if (text_equal(text, TEXT("cancel")))
        *state = ORDER_CANCEL;
    else
        return "bad_state: an order is paid, pending, refund or cancel";
    return NULL;
}

static const char *
read_money(const struct record *record, size_t field, int64_t *money)
{
    static const int64_t most = INT64_C(1) << 53;

    *money = record_integer(record, field, CREDIT_ABSENT);
    if (*money == CREDIT_ABSENT && record->fields[field].type == JSON_ABSENT)
        return NULL;
    if (*money > most || *money < -most)
        return "bad_amount: no whole number of minor units up to 2^53";
    return NULL;
}

static const char *
read_order(const struct record *record, struct order *order)
{
    static const size_t moneys[CREDIT_MONEYS] = {AMOUNT, TAX, SHIPPING};
    const char *why = read_state(text_at(record, STATE), &order->state);

    for (size_t i = 0; why == NULL && i < CREDIT_MONEYS; i++)
        why = read_money(record, moneys[i], &order->moneys[i]);
    if (why != NULL)
        return why;
    order->exponent = record_integer(record, EXPONENT, -1);
    if (order->moneys[CREDIT_AMOUNT] == CREDIT_ABSENT)
        return "no_amount: an order without amount";
    if (order->currency.len == 0 || order->exponent < 0 || order->exponent > 9)
        return "no_currency: an order without currency or exponent";
    return NULL;
}

static struct verdict
take_order(struct attribute *attribute, const struct record *record)
{
    struct order order = {
        .id = text_at(record, ID),
        .target = text_at(record, TARGET),
        .number = text_at(record, NUMBER),
        .visitor = text_at(record, VISITOR),
        .currency = text_at(record, CURRENCY),
        .stamp = stamp_of(record),
    };
    const char *why;

    if (text_equal(text_at(record, STATE), TEXT("pending")))
        return (struct verdict){NULL, "pending"};
    why = read_order(record, &order);
    if (why == NULL)
        why = orders_add(attribute->orders, &order);
    return (struct verdict){why, NULL};
}

/* The most frequent first. */
static const struct {
    struct text name;
    struct verdict (*take)(struct attribute *, const struct record *);
} kinds[KINDS] = {{TEXT("visit"), take_visit},
                  {TEXT("order"), take_order},
                  {TEXT("post"), take_post},
                  {TEXT("click"), take_click}};

static struct verdict
take(struct attribute *attribute, const struct record *record)
{
    size_t kind = 0;

    while (kind < KINDS && record->kind != attribute->kinds[kind])
        kind++;
    if (kind == KINDS)
        return (struct verdict){NULL, "kind"};
    if (record->time_s == INT64_MIN)
        return (struct verdict){"no_time: a record without time", NULL};
    if (text_at(record, ID).len == 0)
        return (struct verdict){"no_id: a record without id", NULL};
    return kinds[kind].take(attribute, record);
}

static void
read_all(struct attribute *attribute)
{
    struct record record;

    while (reader_next(attribute->in, &record)) {
        struct verdict verdict = take(attribute, &record);

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

    set_models(&settings, "last");
    set_windows(&settings, "30d");
    given = options_parse(&program, argc, argv, &settings);
    attribute.books = books_open(given);
    attribute.memory = given->memory;
    attribute.links =
        link_table_new(settings.link_params.at, settings.link_params.count);
    if (settings.links != NULL)
        read_links(&attribute, settings.links);
    open_stores(&attribute);
    attribute.in = reader_open(attribute.books, fields, FIELDS);
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
