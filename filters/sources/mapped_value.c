#include "sources/mapped_parts.h"

bool
mapped_fail(struct mapped *mapped, struct text key, const char *what)
{
    buffer_clear(&mapped->why);
    buffer_printf(&mapped->why, "bad_map: %.*s: %s", TEXT_ARGS(key), what);
    return false;
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

bool
mapped_set_string(struct mapped *mapped, enum draft_key key,
                  const struct json_slot *value)
{
    struct text name = text_of(draft_fields[key].name);

    if (value->type != JSON_STRING)
        return mapped_fail(mapped, name, "wants a string");
    if (!is_in_vocabulary(key, value->text))
        return mapped_fail(mapped, name, "not a word of its vocabulary");
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
        return mapped_fail(mapped, name, "wants a string");
    if (value->text.len <= len + 1 || value->text.at[len] != ':'
        || !text_starts(value->text, mapped->source))
        return mapped_fail(mapped, name,
                           "does not begin with its source and a colon");
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
        return mapped_fail(mapped, text_of(draft_fields[key].name),
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
        return mapped_fail(
            mapped, text_of(draft_fields[key].name),
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
        return mapped_fail(mapped, text_of(draft_fields[key].name),
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
        return mapped_fail(mapped, text_of(draft_fields[key].name),
                           "wants an array of strings");
    while (json_next(&items, &item)) {
        if (item.type != JSON_STRING)
            return mapped_fail(mapped, text_of(draft_fields[key].name),
                               "wants an array of strings");
        if (key == DRAFT_TAGS)
            draft_tag(mapped->draft, item.text);
        else
            draft_add(mapped->draft, key, item.text);
    }
    return true;
}

bool
mapped_set(struct mapped *mapped, enum draft_key key,
           const struct json_slot *value)
{
    switch (draft_fields[key].type) {
    case DRAFT_IS_TEXT:
    case DRAFT_IS_SLUG:
        return mapped_set_string(mapped, key, value);
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
