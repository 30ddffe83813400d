#include "base/array.h"
#include "domain/question_parts.h"

#include "base/clock.h"

const char *const question_own[QUESTION_OWN] = {
    "kind",    "source",   "state",    "order",    "model",   "window",
    "touches", "additive", "headline", "currency", "exponent"};

static const char *const arrays[] = {"links",    "shorts",  "tags",
                                     "mentions", "labels",  "flags",
                                     "why",      "product", "examples"};

/* Names that a row has for itself. */
static const char *const reserved[] = {"v", "kind", "of", "definition"};

static bool
is_among(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(name, text_of(names[i])))
            return true;
    }
    return false;
}

#define IS_AMONG(name, names)                                                  \
    is_among((name), (names), sizeof(names) / sizeof((names)[0]))

void
question_start(struct question *question)
{
    *question = (struct question){
        .zone_name = "UTC", .ledger = TEXT_NONE, .sampled = TEXT("")};
    for (size_t i = 0; i < QUESTION_OWN; i++)
        question->fields[i] = question_own[i];
    question->field_count = QUESTION_OWN;
    for (size_t i = 0; i < QUESTION_REFERENCES; i++)
        question->references[i] = SIZE_MAX;
}

/* What stands in a row's JSON as it is. */
static bool
is_plain(struct text name)
{
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.at[i] < ' ' || name.at[i] == '"'
            || name.at[i] == '\\')
            return false;
    }
    return name.len > 0;
}

const char *
question_field(struct question *question, struct text name, size_t *field)
{
    if (!is_plain(name))
        return "a field has a name, without quotes and backslashes";
    for (*field = 0; *field < question->field_count; (*field)++) {
        if (text_equal(name, text_of(question->fields[*field])))
            return NULL;
    }
    if (question->field_count == QUESTION_FIELDS)
        return "more than 200 fields";
    question->fields[question->field_count++] =
        arena_copy(&question->arena, name).at;
    return NULL;
}

bool
question_is_array(struct text name)
{
    return IS_AMONG(name, arrays);
}

static const char *
parse_key(struct question *question, struct text text, struct question_key *key)
{
    struct text rest = text;

    *key = (struct question_key){.name = TEXT("")};
    if (text_split(&rest, ':', &key->name) && rest.at != NULL) {
        key->bucket = bucket_parse(rest);
        if (key->bucket == BUCKET_NONE)
            return "a time goes by minute, hour, day, week, month, quarter or "
                   "year";
    }
    if (text_ends(key->name, TEXT("[]"))) {
        key->name.len -= 2;
        key->is_array = true;
    }
    if (key->name.len == 0)
        return "a key wants the name of a field";
    key->name = arena_copy(&question->arena, key->name);
    key->is_array |= question_is_array(key->name);
    if (key->is_array && key->bucket != BUCKET_NONE)
        return "an array is no time";
    return question_field(question, key->name, &key->field);
}

const char *
question_key(struct question *question, struct text text, bool is_forced)
{
    struct question_key *key = question->keys + question->key_count;
    const char *why;

    if (question->key_count == QUESTION_KEYS)
        return "more than 32 keys";
    why = parse_key(question, text, key);
    if (why != NULL)
        return why;
    key->is_forced = is_forced;
    question->key_count++;
    return NULL;
}

const char *
question_by(struct question *question, const char *keys)
{
    struct text rest = text_of(keys);
    struct text piece;

    while (text_split(&rest, ',', &piece)) {
        const char *why = question_key(question, piece, false);

        if (why != NULL)
            return why;
    }
    return NULL;
}

/* The one with that key and sign, old or new. */
static struct question_where *
find_where(struct question *question, const struct question_key *key,
           bool is_negated)
{
    for (size_t i = 0; i < question->where_count; i++) {
        struct question_where *where = question->wheres + i;

        if (where->key.field == key->field && where->key.bucket == key->bucket
            && where->is_negated == is_negated)
            return where;
    }
    if (question->where_count == QUESTION_WHERES)
        return NULL;
    question->wheres[question->where_count] =
        (struct question_where){.key = *key, .is_negated = is_negated};
    return question->wheres + question->where_count++;
}

static void
add_value(struct question *question, struct question_where *where,
          struct text value)
{
    where->values = array_room(where->values, where->count, &where->cap,
                               sizeof(*where->values), "values of a condition");
    where->values[where->count++] = arena_copy(&question->arena, value);
}

const char *
question_where(struct question *question, const char *condition)
{
    struct text text = {condition, strlen(condition)};
    size_t equals = text_find_char(text, '=');
    struct text name = {text.at, equals};
    struct question_where *where;
    struct question_key key;
    bool is_negated;
    const char *why;

    if (equals == SIZE_MAX || equals == 0)
        return "a condition is FIELD=VALUE or FIELD!=VALUE";
    is_negated = name.at[name.len - 1] == '!';
    name.len -= is_negated;
    why = parse_key(question, name, &key);
    if (why != NULL)
        return why;
    where = find_where(question, &key, is_negated);
    if (where == NULL)
        return "conditions on more than 32 fields";
    add_value(question, where, text_from(text, equals + 1));
    question->asks_match |=
        key.field == QUESTION_KIND && !is_negated
        && text_equal(text_from(text, equals + 1), TEXT("match"));
    return NULL;
}

const char *
question_zone(struct question *question, const char *name)
{
    question->zone_name = name;
    question->zone = strcmp(name, "UTC") == 0 ? NULL : zone_find(name);
    return question->zone != NULL || strcmp(name, "UTC") == 0
               ? NULL
               : "there is no such zone (an IANA name such as Europe/Berlin; "
                 "tzdata must be installed)";
}

void
question_column(struct buffer *out, const struct question_key *key)
{
    if (IS_AMONG(key->name, reserved))
        buffer_add(out, TEXT("record_"));
    buffer_add(out, key->name);
}

int
question_places(struct text field)
{
    return text_equal(field, TEXT("score")) ? 4 : 0;
}

void
question_read_group(const struct question *question, struct text group,
                    struct group_value *values)
{
    for (size_t i = 0; i < question->key_count; i++) {
        struct group_value *value = values + question->order[i];

        if (!group_next(&group, value))
            *value = (struct group_value){.type = GROUP_ALL};
    }
}

const char *
question_panel(struct question *question, const char *labels)
{
    struct text rest = text_of(labels);
    struct text label;

    while (text_split(&rest, ',', &label)) {
        if (label.len == 0)
            return "a panel is LABEL,LABEL,...";
        for (size_t i = 0; i < question->panel_count; i++) {
            if (text_equal(question->panel[i], label))
                return "a label stands twice in the panel";
        }
        if (question->panel_count == QUESTION_PANEL)
            return "more than 32 labels in a panel";
        question->panel[question->panel_count++] =
            arena_copy(&question->arena, label);
    }
    return NULL;
}

const char *
question_change(struct question *question, const char *day)
{
    struct moment moment;

    if (strlen(day) != sizeof("2009-03-01") - 1
        || !clock_parse(text_of(day), &moment))
        return "a change is a day: 2009-03-01";
    question->change_s = moment.s;
    question->has_change = true;
    return NULL;
}

const char *
question_sampled(struct question *question, const char *share)
{
    struct figure figure;

    if (!figure_parse(text_of(share), &figure) || figure.millionths <= 0
        || figure.millionths > FIGURE_ONE)
        return "a sample is a share of all: 0.01";
    question->sampled = text_of(share);
    return NULL;
}
