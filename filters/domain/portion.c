#include "domain/portion.h"

#include <assert.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/clock.h"
#include "domain/eligible.h"

void
portion_free(struct portions *portions)
{
    buffer_free(&portions->scratch);
    free(portions->at);
}

static struct portion *
add(struct portions *portions, size_t measure)
{
    portions->at = array_room(portions->at, portions->count, &portions->cap,
                              sizeof(*portions->at), "a record's values");
    portions->at[portions->count] = (struct portion){.measure = measure};
    return portions->at + portions->count++;
}

static const char *
add_number(struct portions *portions, const struct question *question,
           size_t measure, const struct json_slot *slot)
{
    struct figure figure;
    struct portion *portion;
    const char *why = figure_of(slot, &figure);

    if (why != NULL)
        return why;
    portion = add(portions, measure);
    portion->places = figure.places;
    portion->cell = (struct measure_cell){1, figure.millionths};
    if (!measure_keeps_numbers(question->measures + measure))
        return NULL;
    portion = add(portions, measure);
    portion->is_value = true;
    portion->value = tally_number(figure.millionths);
    return NULL;
}

/* A number is the same value as its text. */
static const char *
text_of_value(struct portions *portions, const struct json_slot *slot,
              struct text *text)
{
    struct figure figure;

    if (slot->type == JSON_STRING) {
        *text = slot->text;
        return NULL;
    }
    if (figure_of(slot, &figure) != NULL)
        return "bad_value: what is to be told apart is neither text nor number";
    buffer_clear(&portions->scratch);
    figure_write(&portions->scratch, figure.millionths, FIGURE_PLACES,
                 figure.places);
    *text = buffer_text(&portions->scratch);
    return NULL;
}

static const char *
add_text(struct portions *portions, const struct question *question,
         size_t measure, const struct json_slot *slot, struct tally *tally)
{
    bool is_top = question->measures[measure].kind == MEASURE_TOP;
    struct portion *portion;
    struct text text;
    const char *why = text_of_value(portions, slot, &text);

    if (why != NULL)
        return why;
    portion = add(portions, measure);
    portion->is_value = true;
    portion->value = is_top ? tally_text(tally, text) : tally_digest(text);
    return NULL;
}

/* Whether the last value came before in the same array, which begins at `first`. */
static bool
repeats(const struct portions *portions, size_t first)
{
    const struct portion *last = portions->at + portions->count - 1;

    for (const struct portion *one = portions->at + first; one < last; one++) {
        if (one->value.low == last->value.low
            && one->value.high == last->value.high)
            return true;
    }
    return false;
}

static const char *
add_texts(struct portions *portions, const struct question *question,
          size_t measure, const struct json_slot *slot, struct tally *tally)
{
    struct json_items items = json_items(*slot);
    size_t first = portions->count;
    struct json_slot item;

    if (slot->type != JSON_ARRAY)
        return add_text(portions, question, measure, slot, tally);
    while (json_next(&items, &item)) {
        const char *why =
            portions->count - first == PICK_ARRAY_MAX
                ? "too_many_values: an array of more than 4096 values"
                : add_text(portions, question, measure, &item, tally);

        if (why != NULL)
            return why;
        if (repeats(portions, first))
            portions->count--;
    }
    return NULL;
}

/* One of what a metric is made of. */
static const char *
take_input(const struct metric_input *input, const struct json_slot *slot,
           int64_t *value)
{
    if (input->equals != NULL) {
        *value = slot->type != JSON_ABSENT
                 && (input->equals[0] == '\0'
                     || (slot->type == JSON_STRING
                         && text_equal(slot->text, text_of(input->equals))));
        return NULL;
    }
    if (slot->type == JSON_ABSENT && !input->is_required)
        return NULL;
    if (input->is_time)
        return slot->type == JSON_STRING && clock_read(slot->text, value)
                   ? NULL
                   : "bad_time: no time as 2009-03-01T12:00:00Z";
    if (slot->type != JSON_INTEGER || slot->integer > FIGURE_LIMIT
        || slot->integer < -FIGURE_LIMIT)
        return "bad_amount: what a metric reads is no integer up to 2^53";
    *value = slot->integer;
    return NULL;
}

/* The day of its time, since 1970. */
static const char *
add_day(struct portions *portions, const struct question *question,
        size_t number, const struct json_slot *slots)
{
    int64_t day;

    if (!eligible_for(question, question->measures[number].metric, slots))
        return NULL;
    if (!pick_day(slots + question->time_field, &day))
        return "bad_time: no time as 2009-03-01T12:00:00Z";
    add(portions, number)->cell = (struct measure_cell){1, day};
    return NULL;
}

static const char *
take_inputs(const struct question *question, const struct measure *measure,
            const struct json_slot *slots, int64_t values[METRIC_INPUTS])
{
    const struct metric_input *inputs;

    assert(measure->metric != NULL);
    inputs = measure->metric->inputs;

    for (size_t i = 0; inputs[i].field != NULL; i++) {
        const char *why =
            take_input(inputs + i, slots + measure->inputs[i], values + i);

        if (inputs[i].is_change)
            values[i] = question->change_s;

        if (why != NULL)
            return why;
    }
    return NULL;
}

/* Inputs: until it happened; for how long it had not; whether it has. */
static const char *
add_survival(struct portions *portions, const struct question *question,
             size_t number, const struct json_slot *slots)
{
    const struct measure *measure = question->measures + number;
    int64_t values[METRIC_INPUTS] = {0};
    struct portion *portion;
    const char *why;

    if (!eligible_for(question, measure->metric, slots))
        return NULL;
    why = take_inputs(question, measure, slots, values);
    if (why != NULL)
        return why;
    if (values[0] < 0 || values[1] < 0)
        return "bad_time: a time until something is negative";
    add(portions, number)->cell = (struct measure_cell){1, values[2] == 0};
    portion = add(portions, number);
    portion->is_value = true;
    portion->value = tally_number(values[2] != 0 ? 2 * (__int128)values[0]
                                                 : 2 * (__int128)values[1] + 1);
    return NULL;
}

static const char *
add_metric(struct portions *portions, const struct question *question,
           size_t number, const struct json_slot *slots)
{
    const struct measure *measure = question->measures + number;
    int64_t values[METRIC_INPUTS] = {0};
    __int128 value;
    const char *why;

    if (!eligible_for(question, measure->metric, slots))
        return NULL;
    if (measure->is_money
        && (slots[QUESTION_CURRENCY].type != JSON_STRING
            || slots[QUESTION_EXPONENT].type != JSON_INTEGER))
        return "no_currency: an amount without currency and exponent";
    why = take_inputs(question, measure, slots, values);
    if (why != NULL)
        return why;
    value = metric_value(measure->metric, values);
    if (value != METRIC_NOTHING)
        add(portions, number)->cell = (struct measure_cell){1, value};
    return NULL;
}

/* The different values of its input; of a time its day by its first bytes. */
static const char *
add_distinct(struct portions *portions, const struct question *question,
             size_t number, const struct json_slot *slots)
{
    const struct measure *measure = question->measures + number;
    struct text value = pick_text(slots, measure->inputs[0]);
    size_t bytes = measure->metric->inputs[0].bytes;
    struct portion *portion;

    if (measure->metric->form != METRIC_DISTINCT || value.at == NULL
        || !eligible_for(question, measure->metric, slots))
        return NULL;
    if (bytes > 0 && bytes < value.len)
        value.len = bytes;
    portion = add(portions, number);
    portion->is_value = true;
    portion->value = tally_digest(value);
    return NULL;
}

static const char *
add_measure(struct portions *portions, const struct question *question,
            size_t number, const struct json_slot *slots, struct tally *tally)
{
    const struct measure *measure = question->measures + number;
    const struct json_slot *slot = slots + measure->field;

    if (measure->kind == MEASURE_COUNT || measure->kind == MEASURE_DERIVED)
        return NULL;
    if (measure->kind == MEASURE_DISTINCT && measure->metric != NULL)
        return add_distinct(portions, question, number, slots);
    if (measure->kind == MEASURE_QUIET)
        return add_day(portions, question, number, slots);
    if (measure->kind == MEASURE_SURVIVAL)
        return add_survival(portions, question, number, slots);
    if (measure->kind == MEASURE_METRIC
        || (measure->metric != NULL
            && (measure->kind == MEASURE_MIN || measure->kind == MEASURE_MAX)))
        return add_metric(portions, question, number, slots);
    if (measure->kind == MEASURE_H_INDEX) {
        slot = slots + measure->inputs[0];
        if (!eligible_for(question, measure->metric, slots))
            return NULL;
    }
    if (slot->type == JSON_ABSENT)
        return NULL;
    if (measure->kind == MEASURE_DISTINCT || measure->kind == MEASURE_TOP)
        return add_texts(portions, question, number, slot, tally);
    return add_number(portions, question, number, slot);
}

const char *
portion_take(struct portions *portions, const struct question *question,
             const struct json_slot *slots, struct tally *tally)
{
    const char *why = NULL;

    portions->count = 0;
    for (size_t i = 0; i < question->measure_count && why == NULL; i++)
        why = add_measure(portions, question, i, slots, tally);
    return why;
}

void
portion_take_nothing(struct portions *portions, const struct question *question)
{
    portions->count = 0;
    for (size_t i = 0; i < question->measure_count; i++) {
        const struct measure *measure = question->measures + i;

        if (measure->kind == MEASURE_METRIC
            && measure_choice(measure) == METRIC_EACH
            && (measure->metric->reads == METRIC_POSTS
                || measure->metric->reads == METRIC_OWN))
            add(portions, i)->cell = (struct measure_cell){1, 0};
    }
}

void
portion_keep_places(struct portions *portions)
{
    for (size_t i = 0; i < portions->count; i++) {
        const struct portion *portion = portions->at + i;

        if (portion->places > portions->places[portion->measure])
            portions->places[portion->measure] = portion->places;
    }
}
