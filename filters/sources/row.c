#include "sources/row.h"

#include <err.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/url.h"
#include "base/zone.h"

struct row_regex {
    regex_t compiled;
};

static const struct {
    const char *name;
    size_t offset;
} keys[] = {
    {"format", offsetof(struct row, format)},
    {"map", offsetof(struct row, map)},
    {"host", offsetof(struct row, host)},
    {"zone", offsetof(struct row, zone)},
    {"log-format", offsetof(struct row, log_format)},
    {"columns", offsetof(struct row, columns)},
    {"currency", offsetof(struct row, currency)},
    {"order-param", offsetof(struct row, order_param)},
    {"order-url", offsetof(struct row, order_url)},
    {"visitor-from", offsetof(struct row, visitor_from)},
    {"source", offsetof(struct row, source)},
};

enum { KEYS = sizeof(keys) / sizeof(*keys) };

static const char **
value_of(struct row *row, size_t key)
{
    return (const char **)(void *)((char *)row + keys[key].offset);
}

bool
row_set(struct row *row, struct text name, const char *value)
{
    for (size_t i = 0; i < KEYS; i++) {
        if (text_equal(name, text_of(keys[i].name))) {
            *value_of(row, i) = value;
            return true;
        }
    }
    return false;
}

void
row_fill(struct row *row, const struct row *below)
{
    bool has_choice = row->format != NULL || row->map != NULL;

    for (size_t i = 0; i < KEYS; i++) {
        const char **value = value_of(row, i);
        bool is_choice = value == &row->format || value == &row->map;

        if (*value == NULL && !(is_choice && has_choice))
            *value = *value_of((struct row *)below, i);
    }
}

/* A message that lives on: told once, before the run ends. */
static const char *
say(const char *format, const char *a, const char *b)
{
    char *text;

    if (asprintf(&text, format, a, b) == -1)
        err(EX_OSERR, "message");
    return text;
}

static const char *
compile_order_url(struct row *row)
{
    struct row_regex *pattern = calloc(1, sizeof(*pattern));
    char reason[256];
    int error;

    if (pattern == NULL)
        err(EX_OSERR, "pattern");
    error = regcomp(&pattern->compiled, row->order_url, REG_EXTENDED);
    if (error != 0) {
        regerror(error, &pattern->compiled, reason, sizeof(reason));
        free(pattern);
        return say("order-url: %s: %s", row->order_url, reason);
    }
    if (pattern->compiled.re_nsub == 0)
        return say("order-url: %s: it has no group ( ) for the order id%s",
                   row->order_url, "");
    row->order_pattern = pattern;
    return NULL;
}

const char *
row_compile(struct row *row)
{
    if (row->format != NULL && row->map != NULL)
        return "format and map: a row has one of them";
    if (row->zone != NULL) {
        row->times = zone_find(row->zone);
        if (row->times == NULL)
            return say("zone: %s: neither a zone of this system%s", row->zone,
                       " nor +HH:MM");
    }
    return row->order_url == NULL ? NULL : compile_order_url(row);
}

/* Takes the next "name=column" off *rest. */
static bool
next_column(struct text *rest, struct text *name, struct text *column)
{
    size_t equals;

    while (text_split(rest, ',', name)) {
        *name = text_trim(*name);
        equals = text_find_char(*name, '=');
        if (name->len == 0)
            continue;
        *column = *name;
        if (equals != SIZE_MAX) {
            *column = text_trim(text_from(*name, equals + 1));
            *name = text_trim((struct text){name->at, equals});
        }
        return true;
    }
    return false;
}

bool
row_column(const struct row *row, const char *name, struct text *column)
{
    struct text rest = text_of(row->columns);
    struct text found;

    while (next_column(&rest, &found, column)) {
        if (text_equal(found, text_of(name)))
            return true;
    }
    return false;
}

static bool
is_known(struct text name, const char *const *known)
{
    while (*known != NULL && !text_equal(name, text_of(*known)))
        known++;
    return *known != NULL;
}

const char *
row_unknown_column(const struct row *row, const char *const *known)
{
    struct text rest = text_of(row->columns);
    struct text name, column;
    char *copy;

    while (next_column(&rest, &name, &column)) {
        if (is_known(name, known))
            continue;
        copy = strndup(name.at, name.len);
        if (copy == NULL)
            err(EX_OSERR, "columns");
        return copy;
    }
    return NULL;
}

bool
row_time(const struct row *row, struct text text, struct moment *moment)
{
    text = text_trim(text);
    if (clock_parse_epoch(text, moment))
        return true;
    if (!clock_parse(text, moment) && !clock_parse_twitter(text, moment)
        && !clock_parse_clf(text, moment))
        return false;
    if (moment->tz_min == CLOCK_NO_TZ && row->times != NULL)
        moment->s = zone_to_utc(row->times, moment->s);
    return true;
}

static struct text
order_by_param(const struct row *row, struct text address)
{
    struct url url = url_split(address);
    struct text value;

    return url_find(&url, text_of(row->order_param), &value) ? value
                                                             : TEXT_NONE;
}

static struct text
order_by_url(const struct row *row, struct text address)
{
    regmatch_t groups[2];

    groups[0].rm_so = 0;
    groups[0].rm_eo = (regoff_t)address.len;
    if (address.len > INT32_MAX
        || regexec(&row->order_pattern->compiled, address.at, 2, groups,
                   REG_STARTEND)
               != 0
        || groups[1].rm_so < 0)
        return TEXT_NONE;
    return (struct text){address.at + groups[1].rm_so,
                         (size_t)(groups[1].rm_eo - groups[1].rm_so)};
}

struct text
row_order(const struct row *row, struct text url, struct arena *arena)
{
    struct text order = TEXT_NONE;
    struct buffer built;

    if (row->order_param != NULL)
        order = order_by_param(row, url);
    if (order.len == 0 && row->order_pattern != NULL)
        order = order_by_url(row, url);
    if (order.len == 0 || !url_is_encoded(order))
        return order;
    built = (struct buffer){arena_get(arena, order.len), 0, order.len};
    url_decode(&built, order);
    return buffer_text(&built);
}
