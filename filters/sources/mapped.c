#include "sources/mapped_parts.h"

#include <err.h>
#include <stdlib.h>

#include "sources/campaign.h"

static const char *const first_paths[MAPPED_FIRST] = {
    "kind", "source", "currency", "visitor_by", "links", "shorts"};

struct mapped *
mapped_new(void)
{
    struct mapped *mapped = calloc(1, sizeof(*mapped));

    if (mapped == NULL)
        err(EX_OSERR, "map");
    mapped->plan = json_plan_new(first_paths, MAPPED_FIRST);
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

/* links and, parallel to them, shorts. */
static bool
set_links(struct mapped *mapped)
{
    struct json_items links = json_items(mapped->first[MAPPED_LINKS]);
    struct json_items shorts = json_items(mapped->first[MAPPED_SHORTS]);
    struct json_slot link;
    struct json_slot shortened = {0};
    bool has_shorts = mapped->first[MAPPED_SHORTS].type == JSON_ARRAY;

    if (mapped->first[MAPPED_LINKS].type != JSON_ARRAY)
        return mapped_fail(mapped, TEXT("links"), "wants an array of strings");
    if (mapped->first[MAPPED_SHORTS].type != JSON_ABSENT && !has_shorts)
        return mapped_fail(mapped, TEXT("shorts"), "wants an array of strings");
    while (json_next(&links, &link)) {
        if (link.type != JSON_STRING)
            return mapped_fail(mapped, TEXT("links"),
                               "wants an array of strings");
        if (has_shorts && !json_next(&shorts, &shortened))
            return mapped_fail(mapped, TEXT("shorts"), "fewer than links");
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
    const struct json_slot *by = &mapped->first[MAPPED_VISITOR_BY];

    if (value->type != JSON_STRING)
        return mapped_fail(mapped, TEXT("visitor"), "wants a string");
    if (by->type != JSON_ABSENT
        && !mapped_set_string(mapped, DRAFT_VISITOR_BY, by))
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
        return mapped_fail(mapped, TEXT("customer"), "wants a string");
    draft_customer(mapped->draft, space, plain);
    return true;
}

static bool
set(struct mapped *mapped, struct text name, const struct json_slot *value)
{
    enum draft_key key;

    if (value->type == JSON_ABSENT || text_equal(name, TEXT("kind"))
        || text_equal(name, TEXT("source")) || text_equal(name, TEXT("_")))
        return true;
    if (!find_key(name, &key))
        return mapped_fail(mapped, name, "not a key that a map may set");
    switch (key) {
    case DRAFT_CURRENCY:
    case DRAFT_VISITOR_BY:
        return true;
    case DRAFT_EXPONENT:
        return mapped_fail(mapped, name, "follows from the currency");
    case DRAFT_VISITOR:
        return set_visitor(mapped, value);
    case DRAFT_CUSTOMER:
        return set_customer(mapped, value);
    case DRAFT_LINKS:
        return set_links(mapped);
    case DRAFT_SHORTS:
        return mapped->first[MAPPED_LINKS].type != JSON_ABSENT
               || mapped_fail(mapped, name, "stands beside links");
    default:
        return mapped_set(mapped, key, value);
    }
}

/* What the other keys need: kind, source, currency. */
static bool
begin(struct mapped *mapped, struct json_slot result, struct emitter *emitter)
{
    const struct json_slot *currency = &mapped->first[MAPPED_CURRENCY];
    const char *why;

    if (result.type != JSON_OBJECT)
        return mapped_fail(mapped, TEXT("a result"), "not an object");
    why = json_pick(mapped->plan, result.node, mapped->first);
    if (why != NULL)
        return mapped_fail(mapped, TEXT("a result"), why);
    if (!find_kind(slot_text(&mapped->first[MAPPED_KIND]), &mapped->kind))
        return mapped_fail(mapped, TEXT("kind"),
                           "not a kind that a map may make");
    mapped->source = slot_text(&mapped->first[MAPPED_SOURCE]);
    if (!is_slug(mapped->source))
        return mapped_fail(mapped, TEXT("source"), "wants a-z, 0-9 and _");
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
