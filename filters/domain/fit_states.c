#include <stdlib.h>

#include "base/array.h"
#include "domain/fit_rows.h"
#include "domain/markov.h"

const char *const fit_rows_fields[FIT_ROWS_FIELDS] = {
    "kind", "query", "key",       "count",      "a",
    "b",    "cells", "joined_by", "visitor_by", "orders"};

static const char bad_state[] = "bad_state: the state is not as it was written";

static const char *const counts[] = {
    [FIT_TOTAL] = "total", [FIT_EDGE] = "edge", [FIT_SHARE] = "share"};
static const char *const totals[] = {[FIT_CONVERSIONS] = "conversions",
                                     [FIT_NULLS] = "nulls",
                                     [FIT_PATHLESS] = "pathless"};

static void
add_transforms(struct buffer *out, const struct attribution_rules *rules)
{
    for (size_t i = 0; i < rules->transform_count; i++) {
        buffer_add(out, i == 0 ? TEXT(" --path-transform ") : TEXT(","));
        path_transform_write(out, &rules->transforms[i]);
    }
}

void
fit_rows_query(struct buffer *out, const struct attribution_rules *rules)
{
    buffer_printf(out, "--fit %s --unit %s --order %u --touches %s",
                  fit_period_name(rules->fit.period),
                  unit_name(rules->fit.unit), rules->fit.order,
                  rules->only_tracked ? "tracked" : "all");
    buffer_add(out, TEXT(" --window "));
    for (size_t i = 0; i < rules->window_count; i++) {
        if (i > 0)
            buffer_add_char(out, ',');
        buffer_add(out, rules->windows[i].name);
    }
    buffer_printf(out, " --session-gap %llds", (long long)rules->session_gap_s);
    if (rules->fit.has_markov)
        buffer_add(out, TEXT(" --model markov"));
    if (rules->fit.has_shapley)
        buffer_add(out, TEXT(" --model shapley"));
    if (rules->fit.reuses)
        buffer_add(out, TEXT(" --reuse"));
    add_transforms(out, rules);
    if (rules->into != NULL)
        buffer_printf(out, " --into %s", rules->into);
}

/* The lines of one group, each with a NUL behind it, to be sorted. */
struct lines {
    const struct attribution_rules *rules;
    struct fit *fit;
    struct buffer query, head, text;
    size_t *at;
    size_t count, cap;
};

static void
add_units(struct lines *lines, const char *name, uint32_t state)
{
    struct buffer *line = &lines->text;
    uint32_t units[MARKOV_ORDER];
    size_t count = 0;

    buffer_printf(line, ",\"%s\":[", name);
    if (state == MARKOV_CONVERSION)
        buffer_add(line, TEXT("\"*conversion\""));
    else if (state == MARKOV_NULL)
        buffer_add(line, TEXT("\"*null\""));
    else if (state != MARKOV_START)
        count = fit_state_units(lines->fit, state, units);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(line, ',');
        buffer_add_char(line, '"');
        buffer_add_char(line, '=');
        buffer_add_json(line, fit_unit_name(lines->fit, units[i]));
        buffer_add_char(line, '"');
    }
    buffer_add_char(line, ']');
}

static void
add_what(struct lines *lines, const struct fit_cell *cell)
{
    struct buffer *line = &lines->text;

    buffer_printf(line, ",\"count\":\"%s\"", counts[cell->kind]);
    if (cell->kind == FIT_TOTAL) {
        buffer_printf(line, ",\"a\":[\"%s\"]", totals[cell->a]);
    } else if (cell->kind == FIT_EDGE) {
        add_units(lines, "a", cell->a);
        add_units(lines, "b", cell->b);
    } else {
        buffer_add(line, TEXT(",\"a\":[\"="));
        buffer_add_json(line, fit_unit_name(lines->fit, cell->a));
        buffer_printf(line, "\"],\"b\":[\"%u\"]", cell->b);
    }
}

static void
add_line(struct lines *lines, const struct fit_cell *cell)
{
    struct buffer *line = &lines->text;

    lines->at = array_room(lines->at, lines->count, &lines->cap,
                           sizeof(*lines->at), "states");
    lines->at[lines->count++] = line->len;
    buffer_add(line, buffer_text(&lines->head));
    buffer_add_char(line, '"');
    buffer_add_json(line, fit_currency_name(lines->fit, cell->currency));
    buffer_add(line, TEXT("\"]"));
    add_what(lines, cell);
    buffer_printf(line, ",\"cells\":[\"%lld %lld\"]}", (long long)cell->count,
                  (long long)cell->value);
    buffer_add_char(line, '\0');
}

static int
compare_lines(const void *a, const void *b, void *text)
{
    const char *lines = text;

    return strcmp(lines + *(const size_t *)a, lines + *(const size_t *)b);
}

static void
write_group(struct lines *lines, const struct fit_group *group,
            const struct attribution_out *out)
{
    struct buffer *head = &lines->head;

    buffer_clear(head);
    buffer_add(head, TEXT("{\"v\":1,\"kind\":\"state\",\"query\":"));
    buffer_add_json_string(head, buffer_text(&lines->query));
    buffer_add(head, TEXT(",\"key\":[\""));
    fit_period_write(head, lines->rules->fit.period,
                     (uint32_t)(group->number >> 8));
    buffer_printf(head, "\",\"%.*s\",",
                  TEXT_ARGS(lines->rules->windows[group->number & 255].name));
    buffer_clear(&lines->text);
    lines->count = 0;
    for (size_t i = 0; i < group->count; i++)
        add_line(lines, &group->cells[i]);
    qsort_r(lines->at, lines->count, sizeof(*lines->at), compare_lines,
            lines->text.at);
    for (size_t i = 0; i < lines->count; i++)
        out->take(out->context, "state",
                  text_of(lines->text.at + lines->at[i]));
}

void
fit_rows_states(struct fit *fit, const struct attribution_rules *rules,
                const struct attribution_out *out)
{
    struct lines lines = {.rules = rules, .fit = fit};
    struct fit_group group;

    fit_rows_query(&lines.query, rules);
    while (fit_next(fit, &group))
        write_group(&lines, &group, out);
    buffer_free(&lines.query);
    buffer_free(&lines.head);
    buffer_free(&lines.text);
    free(lines.at);
}

/* Reading. */

static bool
read_group(const struct attribution_rules *rules, struct text period,
           struct text window, uint64_t *group)
{
    uint32_t number;

    if (!fit_period_read(period, rules->fit.period, &number))
        return false;
    for (size_t i = 0; i < rules->window_count; i++)
        if (text_equal(rules->windows[i].name, window)) {
            *group = (uint64_t)number << 8 | i;
            return true;
        }
    return false;
}

/* At most `most` texts of an array; false where there are more, or others than texts. */
static bool
read_texts(struct json_slot slot, struct text *texts, size_t most,
           size_t *count)
{
    struct json_items items = json_items(slot);
    struct json_slot item;

    *count = 0;
    while (json_next(&items, &item)) {
        if (item.type != JSON_STRING || *count == most)
            return false;
        texts[(*count)++] = item.text;
    }
    return true;
}

static bool
read_unit(struct fit *fit, struct text text, uint32_t *unit)
{
    if (!text_starts(text, TEXT("=")) || text.len == 1)
        return false;
    *unit = fit_unit(fit, text_from(text, 1));
    return true;
}

static bool
read_state(struct fit *fit, struct json_slot slot, uint32_t *state)
{
    struct text texts[MARKOV_ORDER];
    uint32_t units[MARKOV_ORDER];
    size_t count;

    if (!read_texts(slot, texts, fit_order(fit), &count))
        return false;
    *state = MARKOV_START;
    if (count == 0)
        return true;
    *state = text_equal(texts[0], TEXT("*conversion")) ? MARKOV_CONVERSION
                                                       : MARKOV_NULL;
    if (count == 1 && texts[0].at[0] == '*')
        return *state == MARKOV_CONVERSION
               || text_equal(texts[0], TEXT("*null"));
    for (size_t i = 0; i < count; i++)
        if (!read_unit(fit, texts[i], &units[i]))
            return false;
    *state = fit_state(fit, units, count);
    return true;
}

static bool
read_total(struct json_slot slot, uint32_t *total)
{
    struct text name;
    size_t count;

    if (!read_texts(slot, &name, 1, &count) || count != 1)
        return false;
    for (*total = 0; *total <= FIT_PATHLESS; ++*total)
        if (text_equal(name, text_of(totals[*total])))
            return true;
    return false;
}

static bool
read_share(struct fit *fit, const struct json_slot *slots,
           struct fit_cell *cell)
{
    struct text unit, whole;
    int64_t number;
    size_t count;

    if (!read_texts(slots[FIT_ROWS_A], &unit, 1, &count) || count != 1
        || !read_unit(fit, unit, &cell->a)
        || !read_texts(slots[FIT_ROWS_B], &whole, 1, &count) || count != 1
        || !text_integer(whole, &number) || number <= 0 || number > UINT32_MAX)
        return false;
    cell->b = (uint32_t)number;
    return true;
}

static bool
read_what(struct fit *fit, const struct json_slot *slots, struct fit_cell *cell)
{
    struct text name = slots[FIT_ROWS_COUNT].text;

    if (slots[FIT_ROWS_COUNT].type != JSON_STRING)
        return false;
    for (cell->kind = 0; cell->kind <= FIT_SHARE; cell->kind++)
        if (text_equal(name, text_of(counts[cell->kind])))
            break;
    switch (cell->kind) {
    case FIT_TOTAL:
        return read_total(slots[FIT_ROWS_A], &cell->a);
    case FIT_EDGE:
        return read_state(fit, slots[FIT_ROWS_A], &cell->a)
               && read_state(fit, slots[FIT_ROWS_B], &cell->b);
    case FIT_SHARE:
        return read_share(fit, slots, cell);
    default:
        return false;
    }
}

static bool
read_cells(struct json_slot slot, struct fit_cell *cell)
{
    struct text text, number;
    int64_t count, value;
    size_t texts;

    if (!read_texts(slot, &text, 1, &texts) || texts != 1
        || !text_split(&text, ' ', &number) || !text_integer(number, &count)
        || count < 0 || !text_integer(text, &value))
        return false;
    cell->count = count;
    cell->value = value;
    return true;
}

const char *
fit_rows_read(struct fit *fit, const struct attribution_rules *rules,
              struct text query, const struct json_slot *slots)
{
    struct text key[3];
    struct fit_cell cell = {0};
    uint64_t group;
    size_t count;

    if (slots[FIT_ROWS_QUERY].type != JSON_STRING)
        return bad_state;
    if (!text_equal(slots[FIT_ROWS_QUERY].text, query))
        return "other_query: the state is of another question";
    if (!read_texts(slots[FIT_ROWS_KEY], key, 3, &count) || count != 3
        || !read_group(rules, key[0], key[1], &group)
        || !read_what(fit, slots, &cell)
        || !read_cells(slots[FIT_ROWS_CELLS], &cell))
        return bad_state;
    cell.currency = fit_currency(fit, key[2]);
    fit_add(fit, group, &cell);
    return NULL;
}
