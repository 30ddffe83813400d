#include "domain/pick.h"

#include "base/clock.h"

static const char *
value_of_time(const struct question *question, const struct question_key *key,
              const struct json_slot *slot, struct buffer *scratch,
              struct group_value *value)
{
    const struct zone *zone = question->zone;
    int64_t s;

    if (slot->type != JSON_STRING || !clock_read(slot->text, &s))
        return "bad_time: a key that is a time is not as 2009-03-01T12:00:00Z";
    buffer_clear(scratch);
    if (zone != NULL || !bucket_cut(scratch, key->bucket, slot->text))
        bucket_write(scratch, key->bucket, s, zone);
    *value =
        (struct group_value){.type = GROUP_TEXT, .text = buffer_text(scratch)};
    return NULL;
}

static const char *
value_of_number(const struct json_slot *slot, struct group_value *value)
{
    struct figure figure;
    const char *why = figure_of(slot, &figure);

    if (why != NULL)
        return why;
    *value = (struct group_value){.type = GROUP_NUMBER,
                                  .millionths = figure.millionths};
    return NULL;
}

const char *
pick_value(const struct question *question, const struct question_key *key,
           const struct json_slot *slot, struct buffer *scratch,
           struct group_value *value)
{
    *value = (struct group_value){.type = GROUP_ABSENT};
    if (slot->type == JSON_ABSENT)
        return NULL;
    if (key->bucket != BUCKET_NONE)
        return value_of_time(question, key, slot, scratch, value);
    switch (slot->type) {
    case JSON_STRING:
        value->type = GROUP_TEXT;
        value->text = slot->text;
        return NULL;
    case JSON_INTEGER:
    case JSON_DOUBLE:
        return value_of_number(slot, value);
    case JSON_FALSE:
    case JSON_TRUE:
        *value = group_truth(slot->type == JSON_TRUE);
        return NULL;
    case JSON_ARRAY:
        return "array_key: an array in a key that is not named with []";
    default:
        return "bad_key: a key is neither text, number, true nor false";
    }
}

static bool
equals(const struct group_value *value, struct text wanted)
{
    struct figure figure;

    if (value->type == GROUP_ABSENT)
        return wanted.len == 0;
    if (value->type != GROUP_NUMBER)
        return text_equal(value->text, wanted);
    return figure_parse(wanted, &figure)
           && figure.millionths == value->millionths;
}

static bool
is_any_of(const struct question_where *where, const struct group_value *value)
{
    for (size_t i = 0; i < where->count; i++) {
        if (equals(value, where->values[i]))
            return true;
    }
    return false;
}

static const char *
is_found(const struct question *question, const struct question_where *where,
         const struct json_slot *slot, struct buffer *scratch, bool *found)
{
    struct json_items items = json_items(*slot);
    struct group_value value;
    struct json_slot item;
    const char *why;

    *found = false;
    if (slot->type != JSON_ARRAY) {
        why = pick_value(question, &where->key, slot, scratch, &value);
        *found = why == NULL && is_any_of(where, &value);
        return why;
    }
    while (json_next(&items, &item)) {
        why = pick_value(question, &where->key, &item, scratch, &value);
        if (why != NULL)
            return why;
        *found |= is_any_of(where, &value);
    }
    return NULL;
}

/* What was spent and who came has no model: a choice among those of credits leaves it. */
static bool
is_passed_over(const struct question *question,
               const struct question_where *where,
               const struct json_slot *slots)
{
    return question_is_mixed(question) && where->key.field >= QUESTION_MODEL
           && where->key.field <= QUESTION_TOUCHES
           && (text_equal(pick_text(slots, QUESTION_KIND), TEXT("count"))
               || text_equal(pick_text(slots, QUESTION_KIND), TEXT("visit")));
}

const char *
pick_holds(const struct question *question, const struct json_slot *slots,
           struct buffer *scratch, bool *holds)
{
    *holds = true;
    for (size_t i = 0; i < question->where_count && *holds; i++) {
        const struct question_where *where = question->wheres + i;
        bool found;
        const char *why;

        if (is_passed_over(question, where, slots))
            continue;
        why = is_found(question, where, slots + where->key.field, scratch,
                       &found);

        if (why != NULL)
            return why;
        *holds = found != where->is_negated;
    }
    return NULL;
}

bool
pick_day(const struct json_slot *slot, int64_t *day)
{
    int64_t s;

    if (slot->type != JSON_STRING || !clock_read(slot->text, &s))
        return false;
    *day = clock_day(s);
    return true;
}

bool
pick_has(const struct json_slot *array, struct text text)
{
    struct json_items items = json_items(*array);
    struct json_slot item;

    if (array->type != JSON_ARRAY)
        return false;
    while (json_next(&items, &item)) {
        if (item.type == JSON_STRING && text_equal(item.text, text))
            return true;
    }
    return false;
}
