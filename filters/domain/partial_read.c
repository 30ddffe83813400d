#include "domain/partial.h"

const char *const partial_fields[PARTIAL_FIELDS] = {
    "kind",  "query",   "from",   "key",  "n",
    "cells", "measure", "values", "gaps", "rejected"};

static const char bad_state[] = "bad_state: the state is not as it was written";

/* The group's key; false where the state has other keys than the question. */
static bool
read_key(struct counter *counter, const struct json_slot *slots)
{
    const struct question *question = counter->question;
    struct json_items items = json_items(slots[PARTIAL_KEY]);
    struct group_value value = {.type = GROUP_ABSENT};
    struct json_slot item;
    size_t count = 0;

    buffer_clear(&counter->groups.key);
    for (; value.type != GROUP_ALL && json_next(&items, &item); count++) {
        if (item.type != JSON_STRING || !group_parse(item.text, &value))
            return false;
        if (count < question->key_count && value.type > GROUP_ABSENT)
            counter->groups.is_seen[question->order[count]] = true;
        group_put(&counter->groups.key, &value);
    }
    if (json_next(&items, &item))
        return false;
    if (value.type == GROUP_ALL)
        return count == question->plain_count + 1
               && question_has_arrays(question);
    return count == question->key_count;
}

/* "value count": the count behind the last space. */
static bool
split_count(struct text text, struct text *value, uint64_t *n)
{
    size_t at = text.len;
    int64_t count;

    while (at > 0 && text.at[at - 1] != ' ')
        at--;
    if (at == 0 || !text_integer(text_from(text, at), &count) || count <= 0)
        return false;
    *value = (struct text){text.at, at - 1};
    *n = (uint64_t)count;
    return true;
}

static bool
read_digest(struct text text, struct tally_value *value)
{
    uint64_t halves[2] = {0};

    if (text.len != 32)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                           : -1;

        if (digit < 0)
            return false;
        halves[i / 16] = halves[i / 16] << 4 | (uint64_t)digit;
    }
    *value = (struct tally_value){halves[0], halves[1]};
    return true;
}

static void
keep_places(struct counter *counter, size_t measure, int places)
{
    int *most = counter->portions.places + measure;

    if (places > *most)
        *most = places;
}

static bool
read_value(struct counter *counter, size_t measure, struct text text,
           struct portion *portion)
{
    uint64_t n = 1;
    struct figure figure;
    struct text value;

    switch (counter->question->measures[measure].kind) {
    case MEASURE_DISTINCT:
        portion->cell.n = n;
        return read_digest(text, &portion->value);
    case MEASURE_QUANTILE:
    case MEASURE_H_INDEX:
        if (!split_count(text, &value, &n) || !figure_parse(value, &figure))
            return false;
        keep_places(counter, measure, figure.places);
        portion->value = tally_number(figure.millionths);
        portion->cell.n = n;
        return true;
    case MEASURE_TOP:
        if (!split_count(text, &value, &n))
            return false;
        portion->value = tally_text(counter->tally, value);
        portion->cell.n = n;
        return true;
    default:
        return false;
    }
}

static bool
read_cell(struct counter *counter, size_t measure, struct text text,
          struct measure_cell *cell)
{
    const struct measure *of = counter->question->measures + measure;
    struct text rest = text;
    struct text count;
    struct figure figure = {0};
    int64_t n;

    *cell = (struct measure_cell){0};
    if (text.len == 0)
        return true;
    (void)text_split(&rest, ' ', &count);
    if (!text_integer(count, &n) || n <= 0)
        return false;
    if (measure_keeps_numbers(of) ? rest.at != NULL
                                  : !figure_parse(rest, &figure))
        return false;
    keep_places(counter, measure, figure.places);
    cell->n = (uint64_t)n;
    cell->value = figure.millionths;
    if (of->kind == MEASURE_METRIC)
        cell->value /= FIGURE_ONE;
    return true;
}

static bool
add_cells(struct counter *counter, const struct json_slot *slots,
          uint32_t group)
{
    struct json_items items = json_items(slots[PARTIAL_CELLS]);
    struct measure_cell cells[QUESTION_MEASURES];
    size_t count = counter->question->measure_count;
    struct json_slot item;

    for (size_t i = 0; i < count; i++) {
        if (!json_next(&items, &item) || item.type != JSON_STRING
            || !read_cell(counter, i, item.text, cells + i))
            return false;
    }
    if (json_next(&items, &item) || slots[PARTIAL_N].type != JSON_INTEGER
        || slots[PARTIAL_N].integer < 0)
        return false;
    tally_add_records(counter->tally, group,
                      (uint64_t)slots[PARTIAL_N].integer);
    for (size_t i = 0; i < count; i++) {
        if (cells[i].n > 0)
            tally_add(counter->tally, group, i, cells + i);
    }
    return true;
}

static bool
add_values(struct counter *counter, const struct json_slot *slots,
           uint32_t group)
{
    struct json_items items = json_items(slots[PARTIAL_VALUES]);
    const struct json_slot *number = slots + PARTIAL_MEASURE;
    struct portion portion;
    struct json_slot item;
    size_t measure;

    if (number->type != JSON_INTEGER || number->integer < 0
        || number->integer >= (int64_t)counter->question->measure_count)
        return false;
    measure = (size_t)number->integer;
    while (json_next(&items, &item)) {
        if (item.type != JSON_STRING
            || !read_value(counter, measure, item.text, &portion))
            return false;
        tally_add_value(counter->tally, group, measure, portion.value,
                        portion.cell.n);
    }
    return true;
}

enum counter_found
partial_read(struct counter *counter, const struct json_slot *slots,
             struct text query, const char **why)
{
    bool has_values = slots[PARTIAL_VALUES].type == JSON_ARRAY;
    uint32_t group;

    *why = "not_a_state: --merge reads what --partial wrote";
    if (!text_equal(pick_text(slots, PARTIAL_KIND), TEXT("state")))
        return COUNTER_REJECTED;
    *why = "other_query: the state answers another question";
    if (!text_equal(pick_text(slots, PARTIAL_QUERY), query))
        return COUNTER_STOPPED;
    *why = bad_state;
    if (slots[PARTIAL_GAPS].type == JSON_ARRAY
        || slots[PARTIAL_REJECTED].type == JSON_INTEGER)
        return coverage_get(&counter->coverage, slots + PARTIAL_GAPS,
                            slots + PARTIAL_REJECTED)
                   ? COUNTER_TAKEN
                   : COUNTER_REJECTED;
    if (!read_key(counter, slots))
        return COUNTER_REJECTED;
    if (!ledger_read(&counter->ledger, pick_text(slots, PARTIAL_FROM), why))
        return COUNTER_REJECTED;
    if (*why != NULL)
        return COUNTER_STOPPED;
    group = tally_group(counter->tally, buffer_text(&counter->groups.key));
    *why = bad_state;
    if (!(has_values ? add_values(counter, slots, group)
                     : add_cells(counter, slots, group)))
        return COUNTER_REJECTED;
    return COUNTER_TAKEN;
}
