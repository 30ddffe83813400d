#include "sources/mapped.h"

#include <err.h>
#include <stdlib.h>

#include "sources/campaign.h"

/* What must be known before the rest, or goes together. */
enum { KIND, SOURCE, CURRENCY, VISITOR_BY, LINKS, SHORTS, FIRST_SLOTS };
static const char *const first_paths[FIRST_SLOTS] = {
    "kind", "source", "currency", "visitor_by", "links", "shorts"};

struct mapped {
    struct json_plan *plan; /* of first_paths */
    struct buffer why;
    /* Of the current result. */
    struct draft *draft;
    enum draft_kind kind;
    struct text source;
    const struct row *row;
    struct json_slot first[FIRST_SLOTS];
};

struct mapped *
mapped_new(void)
{
    struct mapped *mapped = calloc(1, sizeof(*mapped));

    if (mapped == NULL)
        err(EX_OSERR, "map");
    mapped->plan = json_plan_new(first_paths, FIRST_SLOTS);
    return mapped;
}

void
mapped_free(struct mapped *mapped)
{
    if (mapped == NULL)
        return;
    json_plan_free(mapped->plan);
    buffer_free(&mapped->why);
    free(mapped);
}

static bool
fail(struct mapped *mapped, struct text key, const char *what)
{
    buffer_clear(&mapped->why);
    buffer_printf(&mapped->why, "bad_map: %.*s: %s", TEXT_ARGS(key), what);
    return false;
}

static bool
find_kind(struct text name, enum draft_kind *kind)
{
    for (int i = 0; i < DRAFT_KINDS; i++) {
        if (text_equal(name, text_of(draft_kinds[i]))) {
            *kind = (enum draft_kind)i;
            return true;
        }
    }
    return false;
}

static bool
find_key(struct text name, enum draft_key *key)
{
    for (int i = 0; i < DRAFT_KEYS; i++) {
        if (text_equal(name, text_of(draft_fields[i].name))) {
            *key = (enum draft_key)i;
            return true;
        }
    }
    return false;
}

static bool
is_slug(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.at[i];

        if (!(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9')
            && byte != '_')
            return false;
    }
    return text.len > 0;
}

/* The fixed vocabularies of record.md, each between spaces. */
static const char *
vocabulary(enum draft_key key)
{
    switch (key) {
    case DRAFT_SCOPE:
        return " item author geo withheld ";
    case DRAFT_STATE:
        return " paid pending refund cancel ";
    case DRAFT_VISITOR_BY:
        return " user cookie ip_agent ";
    case DRAFT_IDEA_STATUS:
        return " under_review partially_implemented implemented "
               "not_planned archived ";
    default:
        return NULL;
    }
}

static bool
is_in_vocabulary(enum draft_key key, struct text word)
{
    struct text rest = text_of(vocabulary(key));
    struct text one;

    if (rest.at == NULL)
        return true;
    while (text_split(&rest, ' ', &one)) {
        if (one.len > 0 && text_equal(one, word))
            return true;
    }
    return false;
}

static bool
set_string(struct mapped *mapped, enum draft_key key,
           const struct json_slot *value)
{
    struct text name = text_of(draft_fields[key].name);

    if (value->type != JSON_STRING)
        return fail(mapped, name, "wants a string");
    if (!is_in_vocabulary(key, value->text))
        return fail(mapped, name, "not a word of its vocabulary");
    if (key == DRAFT_TEXT || key == DRAFT_TITLE)
        draft_plain(mapped->draft, key, value->text);
    else
        draft_text(mapped->draft, key, value->text);
    return true;
}

/* "facebook:123", which the draft holds as "123". */
static bool
set_id(struct mapped *mapped, enum draft_key key, const struct json_slot *value)
{
    struct text name = text_of(draft_fields[key].name);
    size_t len = mapped->source.len;

    if (value->type != JSON_STRING)
        return fail(mapped, name, "wants a string");
    if (value->text.len <= len + 1 || value->text.at[len] != ':'
        || !text_starts(value->text, mapped->source))
        return fail(mapped, name, "does not begin with its source and a colon");
    draft_id(mapped->draft, key, text_from(value->text, len + 1));
    return true;
}

static bool
read_time(const struct mapped *mapped, const struct json_slot *value,
          struct moment *moment)
{
    *moment = (struct moment){0, -1, CLOCK_NO_TZ};
    if (value->type == JSON_INTEGER) {
        moment->s = value->integer;
        return true;
    }
    return value->type == JSON_STRING
           && row_time(mapped->row, value->text, moment);
}

static bool
set_time(struct mapped *mapped, enum draft_key key,
         const struct json_slot *value)
{
    struct moment moment;

    if (!read_time(mapped, value, &moment))
        return fail(mapped, text_of(draft_fields[key].name),
                    "not a time that hark knows");
    if (moment.tz_min == 0)
        moment.tz_min = CLOCK_NO_TZ; /* UTC is no place */
    if (key == DRAFT_TIME)
        draft_moment(mapped->draft, &moment);
    else
        draft_time(mapped->draft, key, moment.s);
    return true;
}

/* A decimal string, "6 * 2.55", or an integer, which is minor units as in the record. */
static bool
set_money(struct mapped *mapped, enum draft_key key,
          const struct json_slot *value)
{
    struct text a = slot_text(value);
    struct text b;
    size_t times;

    if (value->type == JSON_INTEGER) {
        draft_integer(mapped->draft, key, value->integer);
        return true;
    }
    if (value->type != JSON_STRING)
        return fail(mapped, text_of(draft_fields[key].name),
                    "wants a decimal in a string: no number of jq is exact");
    times = text_find_char(a, '*');
    if (times == SIZE_MAX) {
        draft_money(mapped->draft, key, text_trim(a));
        return true;
    }
    b = text_trim(text_from(a, times + 1));
    a.len = times;
    draft_money_product(mapped->draft, key, text_trim(a), b);
    return true;
}

static bool
set_number(struct mapped *mapped, enum draft_key key,
           const struct json_slot *value)
{
    if (key == DRAFT_AMOUNT || key == DRAFT_TAX || key == DRAFT_SHIPPING)
        return set_money(mapped, key, value);
    if (value->type != JSON_INTEGER)
        return fail(mapped, text_of(draft_fields[key].name),
                    "wants an integer");
    draft_integer(mapped->draft, key, value->integer);
    return true;
}

static bool
set_list(struct mapped *mapped, enum draft_key key,
         const struct json_slot *value)
{
    struct json_items items = json_items(*value);
    struct json_slot item;

    if (value->type != JSON_ARRAY)
        return fail(mapped, text_of(draft_fields[key].name),
                    "wants an array of strings");
    while (json_next(&items, &item)) {
        if (item.type != JSON_STRING)
            return fail(mapped, text_of(draft_fields[key].name),
                        "wants an array of strings");
        if (key == DRAFT_TAGS)
            draft_tag(mapped->draft, item.text);
        else
            draft_add(mapped->draft, key, item.text);
    }
    return true;
}

/* links and, parallel to them, shorts. */
static bool
set_links(struct mapped *mapped)
{
    struct json_items links = json_items(mapped->first[LINKS]);
    struct json_items shorts = json_items(mapped->first[SHORTS]);
    struct json_slot link;
    struct json_slot shortened = {0};
    bool has_shorts = mapped->first[SHORTS].type == JSON_ARRAY;

    if (mapped->first[LINKS].type != JSON_ARRAY)
        return fail(mapped, TEXT("links"), "wants an array of strings");
    if (mapped->first[SHORTS].type != JSON_ABSENT && !has_shorts)
        return fail(mapped, TEXT("shorts"), "wants an array of strings");
    while (json_next(&links, &link)) {
        if (link.type != JSON_STRING)
            return fail(mapped, TEXT("links"), "wants an array of strings");
        if (has_shorts && !json_next(&shorts, &shortened))
            return fail(mapped, TEXT("shorts"), "fewer than links");
        draft_link(mapped->draft, link.text, slot_text(&shortened));
    }
    return true;
}

/* A plain name, or with its space: "web:…" on an order whose row has the visit's own cookie. */
static struct text
take_space(struct text plain, const char **space)
{
    if (text_starts(plain, TEXT("web:"))) {
        *space = "web";
        return text_from(plain, 4);
    }
    if (text_starts(plain, TEXT("shop:"))) {
        *space = "shop";
        return text_from(plain, 5);
    }
    return plain;
}

static bool
set_visitor(struct mapped *mapped, const struct json_slot *value)
{
    const char *space = mapped->kind == DRAFT_ORDER ? "shop" : "web";
    struct text plain = take_space(slot_text(value), &space);
    const struct json_slot *by = &mapped->first[VISITOR_BY];

    if (value->type != JSON_STRING)
        return fail(mapped, TEXT("visitor"), "wants a string");
    if (by->type != JSON_ABSENT && !set_string(mapped, DRAFT_VISITOR_BY, by))
        return false;
    draft_visitor(mapped->draft, space, NULL, plain);
    return true;
}

static bool
set_customer(struct mapped *mapped, const struct json_slot *value)
{
    const char *space = "shop";
    struct text plain = take_space(slot_text(value), &space);

    if (value->type != JSON_STRING)
        return fail(mapped, TEXT("customer"), "wants a string");
    draft_customer(mapped->draft, space, plain);
    return true;
}

static bool
set_by_type(struct mapped *mapped, enum draft_key key,
            const struct json_slot *value)
{
    switch (draft_fields[key].type) {
    case DRAFT_IS_TEXT:
    case DRAFT_IS_SLUG:
        return set_string(mapped, key, value);
    case DRAFT_IS_ID:
        return set_id(mapped, key, value);
    case DRAFT_IS_TIME:
        return set_time(mapped, key, value);
    case DRAFT_IS_INTEGER:
    case DRAFT_IS_COUNT:
        return set_number(mapped, key, value);
    default:
        return set_list(mapped, key, value);
    }
}

static bool
set(struct mapped *mapped, struct text name, const struct json_slot *value)
{
    enum draft_key key;

    if (value->type == JSON_ABSENT || text_equal(name, TEXT("kind"))
        || text_equal(name, TEXT("source")) || text_equal(name, TEXT("_")))
        return true;
    if (!find_key(name, &key))
        return fail(mapped, name, "not a key that a map may set");
    switch (key) {
    case DRAFT_CURRENCY:
    case DRAFT_VISITOR_BY:
        return true;
    case DRAFT_EXPONENT:
        return fail(mapped, name, "follows from the currency");
    case DRAFT_VISITOR:
        return set_visitor(mapped, value);
    case DRAFT_CUSTOMER:
        return set_customer(mapped, value);
    case DRAFT_LINKS:
        return set_links(mapped);
    case DRAFT_SHORTS:
        return mapped->first[LINKS].type != JSON_ABSENT
               || fail(mapped, name, "stands beside links");
    default:
        return set_by_type(mapped, key, value);
    }
}

/* What the other keys need: kind, source, currency. */
static bool
begin(struct mapped *mapped, struct json_slot result, struct emitter *emitter)
{
    const struct json_slot *currency = &mapped->first[CURRENCY];
    const char *why;

    if (result.type != JSON_OBJECT)
        return fail(mapped, TEXT("a result"), "not an object");
    why = json_pick(mapped->plan, result.node, mapped->first);
    if (why != NULL)
        return fail(mapped, TEXT("a result"), why);
    if (!find_kind(slot_text(&mapped->first[KIND]), &mapped->kind))
        return fail(mapped, TEXT("kind"), "not a kind that a map may make");
    mapped->source = slot_text(&mapped->first[SOURCE]);
    if (!is_slug(mapped->source))
        return fail(mapped, TEXT("source"), "wants a-z, 0-9 and _");
    mapped->draft = emitter_draft_of(emitter, mapped->kind, mapped->source);
    if (currency->type != JSON_ABSENT)
        draft_currency(mapped->draft, slot_text(currency));
    else if (mapped->row->currency != NULL && mapped->kind == DRAFT_ORDER)
        draft_currency(mapped->draft, text_of(mapped->row->currency));
    return true;
}

const char *
mapped_emit(struct mapped *mapped, struct json_slot result,
            const struct row *row, struct emitter *emitter)
{
    struct json_items members = json_members(result);
    struct json_slot value;
    struct text name;
    struct text url = TEXT_NONE;

    mapped->row = row;
    if (!begin(mapped, result, emitter))
        return buffer_string(&mapped->why);
    while (json_next_member(&members, &name, &value)) {
        if (!set(mapped, name, &value))
            return buffer_string(&mapped->why);
        if (text_equal(name, TEXT("url")))
            url = slot_text(&value);
    }
    if (mapped->kind == DRAFT_VISIT)
        campaign_read(mapped->draft, row, url);
    return emitter_add(emitter);
}
