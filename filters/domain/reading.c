#include "domain/reading.h"

#include "base/clock.h"

enum {
    ID,
    MS,
    VISITOR,
    VISITOR_BY,
    CUSTOMER,
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
    SEEN,
    COUPON,
    AUTHOR
};

const char *const reading_fields[READING_FIELDS] = {
    "id",         "ms",           "visitor", "visitor_by",  "customer",
    "url",        "referrer",     "flags",   "order",       "utm_source",
    "utm_medium", "utm_campaign", "utm_id",  "click_param", "destination",
    "account",    "links",        "shorts",  "target",      "number",
    "state",      "amount",       "tax",     "shipping",    "currency",
    "exponent",   "seen",         "coupon",  "author"};

static inline struct text
text_at(const struct reading *reading, size_t field)
{
    const struct json_slot *slot = &reading->fields[field];

    return slot->type == JSON_STRING ? slot->text : TEXT_NONE;
}

static int64_t
integer_at(const struct reading *reading, size_t field, int64_t other)
{
    const struct json_slot *slot = &reading->fields[field];

    return slot->type == JSON_INTEGER ? slot->integer : other;
}

static int64_t
stamp_of(const struct reading *reading)
{
    int64_t ms = integer_at(reading, MS, -1);

    return touch_stamp(reading->time_s, ms >= 0 && ms <= 999 ? ms : -1);
}

struct text
reading_id(const struct reading *reading)
{
    return text_at(reading, ID);
}

int64_t
reading_seen(const struct reading *reading)
{
    int64_t seen_s;

    return clock_read(text_at(reading, SEEN), &seen_s) ? seen_s : INT64_MIN;
}

static bool
has_flag(const struct reading *reading, struct text wanted)
{
    struct json_items items;
    struct json_slot flag;

    items = json_items(reading->fields[FLAGS]);
    while (json_next(&items, &flag))
        if (flag.type == JSON_STRING && text_equal(flag.text, wanted))
            return true;
    return false;
}

const char *
reading_robot(const struct reading *reading)
{
    if (reading->fields[FLAGS].type != JSON_ARRAY)
        return NULL;
    if (has_flag(reading, TEXT("preview")))
        return "preview";
    return has_flag(reading, TEXT("bot")) ? "bot" : NULL;
}

void
reading_visit(const struct reading *reading, struct visit *visit)
{
    visit->id = text_at(reading, ID);
    visit->visitor = text_at(reading, VISITOR);
    visit->customer = text_at(reading, CUSTOMER);
    visit->url = text_at(reading, URL);
    visit->referrer = text_at(reading, REFERRER);
    visit->order = text_at(reading, ORDER);
    visit->utm_source = text_at(reading, UTM_SOURCE);
    visit->utm_medium = text_at(reading, UTM_MEDIUM);
    visit->utm_campaign = text_at(reading, UTM_CAMPAIGN);
    visit->utm_id = text_at(reading, UTM_ID);
    visit->click_param = text_at(reading, CLICK_PARAM);
    visit->stamp = stamp_of(reading);
    visit->is_bot = reading_robot(reading) != NULL;
    visit->basis = touch_basis_of(text_at(reading, VISITOR_BY));
}

const char *
reading_click(const struct reading *reading, struct reading_click *click)
{
    click->shortened = text_at(reading, URL);
    click->destination = text_at(reading, DESTINATION);
    click->stamp = stamp_of(reading);
    return click->shortened.len > 0 && click->destination.len > 0
               ? NULL
               : "no_destination: a click without url or destination";
}

/* The next text of an array; false at its end. */
static bool
next_text(struct json_items *items, struct text *text)
{
    struct json_slot slot;

    *text = TEXT_NONE;
    if (!json_next(items, &slot))
        return false;
    if (slot.type == JSON_STRING)
        *text = slot.text;
    return true;
}

static void
add_link(struct link_table *links, struct redirects *redirects,
         const struct link_owner *post, struct text address,
         struct text shortened)
{
    struct text known = shortened.len > 0 ? shortened : address;
    struct text destination =
        redirects_destination(redirects, known, post->from_s);

    link_table_add(links, post, address, shortened);
    if (destination.len > 0)
        link_table_add(links, post, destination, known);
}

/* links and shorts are parallel; either may be shorter. */
bool
reading_post(const struct reading *reading, struct link_table *links,
             struct redirects *redirects)
{
    struct link_owner post = {
        .account = text_at(reading, ACCOUNT),
        .post = text_at(reading, ID),
        .from_s = reading->time_s,
        .until_s = INT64_MAX,
    };
    struct json_items addresses = json_items(reading->fields[LINKS]);
    struct json_items shorts = json_items(reading->fields[SHORTS]);
    struct text address, shortened;
    bool is_there = post.account.len > 0;

    while (is_there) {
        is_there = next_text(&addresses, &address);
        is_there |= next_text(&shorts, &shortened);
        if (is_there)
            add_link(links, redirects, &post, address, shortened);
    }
    return post.account.len > 0;
}

void
reading_conversation(const struct reading *reading,
                     struct conversation *conversation)
{
    conversation->id = text_at(reading, ID);
    conversation->author = text_at(reading, AUTHOR);
    conversation->account = text_at(reading, ACCOUNT);
    conversation->stamp = stamp_of(reading);
}

bool
reading_is_pending(const struct reading *reading)
{
    return text_equal(text_at(reading, STATE), TEXT("pending"));
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
read_money(const struct reading *reading, size_t field, int64_t *money)
{
    static const int64_t most = INT64_C(1) << 53;

    *money = integer_at(reading, field, CREDIT_ABSENT);
    if (reading->fields[field].type == JSON_ABSENT)
        return NULL;
    if (*money > most || *money < -most)
        return "bad_amount: no whole number of minor units up to 2^53";
    return NULL;
}

/* Who is named as a customer: a visitor may be a device alone. */
static struct text
customer_of(const struct reading *reading)
{
    struct text visitor = text_at(reading, VISITOR);

    if (text_at(reading, CUSTOMER).len > 0)
        return text_at(reading, CUSTOMER);
    return text_equal(text_at(reading, VISITOR_BY), TEXT("user"))
                   || text_starts(visitor, TEXT("shop:"))
               ? visitor
               : TEXT_NONE;
}

const char *
reading_order(const struct reading *reading, struct order *order)
{
    static const size_t moneys[CREDIT_MONEYS] = {AMOUNT, TAX, SHIPPING};
    const char *why = read_state(text_at(reading, STATE), &order->state);

    for (size_t i = 0; why == NULL && i < CREDIT_MONEYS; i++)
        why = read_money(reading, moneys[i], &order->moneys[i]);
    if (why != NULL)
        return why;
    order->id = text_at(reading, ID);
    order->target = text_at(reading, TARGET);
    order->number = text_at(reading, NUMBER);
    order->coupon = text_at(reading, COUPON);
    order->visitor = text_at(reading, VISITOR);
    order->customer = customer_of(reading);
    order->currency = text_at(reading, CURRENCY);
    order->stamp = stamp_of(reading);
    order->is_carried = reading->is_carried;
    order->exponent = integer_at(reading, EXPONENT, -1);
    if (order->moneys[CREDIT_AMOUNT] == CREDIT_ABSENT)
        return "no_amount: an order without amount";
    if (order->currency.len == 0 || order->exponent < 0 || order->exponent > 9)
        return "no_currency: an order without currency or exponent";
    return NULL;
}
