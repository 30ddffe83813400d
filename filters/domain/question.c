#include "domain/question.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

static const char *const own_fields[QUESTION_OWN] = {
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
    *question = (struct question){.zone_name = "UTC", .ledger = TEXT_NONE};
    for (size_t i = 0; i < QUESTION_OWN; i++)
        question->fields[i] = own_fields[i];
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
    key->is_array |= IS_AMONG(key->name, arrays);
    if (key->is_array && key->bucket != BUCKET_NONE)
        return "an array is no time";
    return question_field(question, key->name, &key->field);
}

static const char *
add_key(struct question *question, struct text text, bool is_forced)
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
        const char *why = add_key(question, piece, false);

        if (why != NULL)
            return why;
    }
    return NULL;
}

static const char *
find_inputs(struct question *question, struct measure *measure)
{
    const struct metric_input *inputs = measure->metric->inputs;

    for (size_t i = 0; inputs[i].field != NULL; i++) {
        const char *why = question_field(question, text_of(inputs[i].field),
                                         measure->inputs + i);

        if (why != NULL)
            return why;
    }
    return NULL;
}

/* The number of a metric among the measures; it is added where it is not there. */
static const char *
find_metric(struct question *question, const char *name, size_t *number)
{
    for (*number = 0; *number < question->measure_count; ++*number) {
        const struct metric *metric = question->measures[*number].metric;

        if (metric != NULL && strcmp(metric->name, name) == 0)
            return NULL;
    }
    return question_measure(question, MEASURE_METRIC, name);
}

/* What it is made of comes first. */
static const char *
add_derived(struct question *question, struct measure derived)
{
    const struct metric *metric = derived.metric;
    bool is_bundle = metric->form == METRIC_BUNDLE;
    size_t number;

    if (metric->rows != METRIC_ANY && question->rows != METRIC_ANY
        && metric->rows != question->rows)
        return "rows of our accounts are no rows of lookalikes";
    if (metric->rows != METRIC_ANY)
        question->rows = metric->rows;
    for (size_t i = 0; metric->parts[i] != NULL; i++) {
        const char *why = find_metric(question, metric->parts[i],
                                      is_bundle ? &number : &derived.parts[i]);

        if (why != NULL)
            return why;
    }
    if (is_bundle)
        return NULL;
    if (question->measure_count == QUESTION_MEASURES)
        return "more than 64 measures";
    question->measures[question->measure_count++] = derived;
    return NULL;
}

static const char *
note_references(struct question *question, enum metric_form form)
{
    const struct {
        struct text name;
        size_t *field;
    } fields[] = {{TEXT("id"), &question->id_field},
                  {TEXT("reply_to"), &question->reply_field},
                  {TEXT("links"), &question->links_field},
                  {TEXT("shorts"), &question->shorts_field},
                  {TEXT("url"), &question->url_field},
                  {TEXT("referrer"), &question->referrer_field}};
    const char *why = NULL;

    if (form < METRIC_ANSWERS || form > METRIC_REACHED)
        return NULL;
    question->has_references = true;
    question->references[form - METRIC_ANSWERS] = question->measure_count;
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields) && why == NULL; i++)
        why = question_field(question, fields[i].name, fields[i].field);
    return why;
}

static const char *
note_posts(struct question *question, const struct metric *metric)
{
    const char *why;

    question->has_span |=
        metric->form == METRIC_DAYS || metric->form == METRIC_QUIET;
    question->has_posts |= metric->reads == METRIC_POSTS;
    question->has_originals |= metric->reads == METRIC_ORIGINALS;
    question->has_own |=
        metric->reads == METRIC_OWN || metric->form == METRIC_DAYS;
    why = question_field(question, TEXT("account"), &question->account_field);
    if (why == NULL)
        why = question_field(question, TEXT("flags"), &question->flags_field);
    if (why == NULL)
        why = question_field(question, TEXT("time"), &question->time_field);
    if (why == NULL)
        why = question_field(question, TEXT("repost_of"),
                             &question->repost_field);
    if (why == NULL)
        why = note_references(question, metric->form);
    return why;
}

static const char *
note_cases(struct question *question, const struct metric *metric)
{
    question->has_opened |= metric->reads == METRIC_OPENED;
    question->has_closed |= metric->reads == METRIC_CLOSED;
    question->has_survival |= metric->form == METRIC_SURVIVAL;
    return question_field(question, TEXT("closed"), &question->closed_field);
}

/* What tells its records from others. */
static const char *
note_reads(struct question *question, const struct metric *metric)
{
    if (metric->form == METRIC_DAYS || metric->reads >= METRIC_POSTS)
        return note_posts(question, metric);
    if (metric->reads == METRIC_NONE)
        return NULL;
    if (metric->reads == METRIC_OPENED || metric->reads == METRIC_CLOSED)
        return note_cases(question, metric);
    if (metric->reads == METRIC_SPEND) {
        question->has_spend = true;
        return question_field(question, TEXT("measure"),
                              &question->measure_field);
    }
    question->has_sales = true;
    return question_field(question, TEXT("row"), &question->row_field);
}

const char *
question_measure(struct question *question, enum measure_kind kind,
                 const char *argument)
{
    struct measure *measure = question->measures + question->measure_count;
    const char *why;

    if (question->measure_count == QUESTION_MEASURES)
        return "more than 64 measures";
    why = measure_parse(measure, kind, argument);
    if (why == NULL && kind == MEASURE_METRIC) {
        question->has_metrics = true;
        why = note_reads(question, measure->metric);
    }
    if (why == NULL && measure->kind == MEASURE_DERIVED)
        return add_derived(question, *measure);
    if (why == NULL && kind == MEASURE_METRIC)
        why = find_inputs(question, measure);
    else if (why == NULL && kind != MEASURE_COUNT)
        why = question_field(question, measure->name, &measure->field);
    if (why != NULL)
        return why;
    question->has_measures |= kind != MEASURE_METRIC;
    question->is_money |= measure->is_money;
    question->measure_count++;
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
    if (where->count == where->cap) {
        where->cap = where->cap == 0 ? 4 : 2 * where->cap;
        where->values =
            reallocarray(where->values, where->cap, sizeof(*where->values));
        if (where->values == NULL)
            err(EX_OSERR, "no memory for a condition");
    }
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

static bool
has_key(const struct question *question, struct text name)
{
    for (size_t i = 0; i < question->key_count; i++) {
        if (text_equal(question->keys[i].name, name))
            return true;
    }
    return false;
}

static const char *
force_keys(struct question *question)
{
    for (size_t i = QUESTION_MODEL; i <= QUESTION_EXPONENT; i++) {
        struct text name = text_of(own_fields[i]);
        const char *why;

        if (has_key(question, name)
            || (i <= QUESTION_TOUCHES && question_is_mixed(question)))
            continue;
        why = add_key(question, name, true);
        if (why != NULL)
            return why;
        question->keys[question->key_count - 1].of_credits =
            i <= QUESTION_HEADLINE;
    }
    return NULL;
}

static const char *
add_missing_key(struct question *question, const char *name)
{
    return has_key(question, text_of(name))
               ? NULL
               : add_key(question, text_of(name), false);
}

/* Whose rows these are. */
static const char *
add_row_keys(struct question *question)
{
    static const char *const of_lookalikes[] = {"source", "handle",
                                                "lookalike_of", "lookalike_by"};
    const char *why = NULL;

    if (question->rows == METRIC_ACCOUNTS)
        return add_missing_key(question, "account");
    if (question->rows != METRIC_LOOKALIKES)
        return NULL;
    for (size_t i = 0; i < 4 && why == NULL; i++)
        why = add_missing_key(question, of_lookalikes[i]);
    if (why == NULL)
        why = question_field(question, TEXT("handle"), &question->handle_field);
    if (why == NULL)
        why = question_field(question, TEXT("lookalike_of"),
                             &question->lookalike_of_field);
    if (why == NULL)
        why = question_field(question, TEXT("lookalike_by"),
                             &question->lookalike_by_field);
    return why;
}

/* The whole span is no month's. */
static const char *
settle_posts(struct question *question)
{
    for (size_t i = 0; question->has_span && i < question->key_count; i++) {
        if (question->keys[i].bucket != BUCKET_NONE)
            return "a metric of the whole span beside a time among the keys";
    }
    return add_row_keys(question);
}

static void
order_keys(struct question *question)
{
    size_t count = 0;

    for (size_t i = 0; i < question->key_count; i++) {
        if (!question->keys[i].is_array)
            question->order[count++] = i;
    }
    question->plain_count = count;
    for (size_t i = 0; i < question->key_count; i++) {
        if (question->keys[i].is_array)
            question->order[count++] = i;
    }
}

/* All columns of a row, each with a NUL behind it. */
static size_t
list_columns(const struct question *question, struct buffer *out)
{
    size_t count = 0;

    for (size_t i = 0; i < question->key_count; i++, count++) {
        question_column(out, question->keys + i);
        buffer_add_char(out, '\0');
    }
    for (size_t i = 0; i < question->measure_count; i++) {
        const struct measure *measure = question->measures + i;

        for (size_t j = 0; j < measure_columns(measure); j++, count++) {
            measure_column(out, measure, j);
            buffer_add_char(out, '\0');
        }
    }
    return count;
}

static bool
names_repeat(const struct question *question)
{
    struct buffer names = {0};
    size_t count = list_columns(question, &names);
    const char *a = names.at;
    bool repeat = false;

    for (size_t i = 0; i < count; i++, a += strlen(a) + 1) {
        const char *b = a + strlen(a) + 1;

        for (size_t j = i + 1; j < count; j++, b += strlen(b) + 1)
            repeat |= strcmp(a, b) == 0;
    }
    buffer_free(&names);
    return repeat;
}

/* Of metrics of cases that closed a row's time is when they did. */
static const char *
settle_cases(struct question *question)
{
    if (!question->has_opened && !question->has_closed)
        return NULL;
    if (question->has_opened && question->has_closed)
        return "cases count when they were opened (_cohort) or when they were "
               "closed (_flow): not both in one row";
    if (question->has_sales || question->has_spend
        || question_asks_posts(question))
        return "metrics of cases go without metrics of other records";
    for (size_t i = 0; question->has_closed && i < question->key_count; i++)
        if (text_equal(question->keys[i].name, TEXT("time")))
            question->keys[i].field = question->closed_field;
    return NULL;
}

const char *
question_settle(struct question *question)
{
    const char *why;

    if (question->has_metrics && question->has_measures)
        return "measures or metrics, not both: a metric chooses its records";
    if (question->measure_count == 0)
        question_measure(question, MEASURE_COUNT, NULL);
    why = settle_posts(question);
    if (why == NULL)
        why = settle_cases(question);
    if (why == NULL)
        why = force_keys(question);
    if (why != NULL)
        return why;
    order_keys(question);
    return names_repeat(question) ? "two columns of the rows would have the "
                                    "same name"
                                  : NULL;
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

static void
format_key(struct buffer *out, const struct question_key *key)
{
    buffer_add(out, key->name);
    if (key->is_array && !IS_AMONG(key->name, arrays))
        buffer_add(out, TEXT("[]"));
    if (key->bucket != BUCKET_NONE)
        buffer_printf(out, ":%s", bucket_name(key->bucket));
}

static void
format_where(struct buffer *out, const struct question_where *where)
{
    for (size_t i = 0; i < where->count; i++) {
        buffer_add(out, TEXT(" --where "));
        format_key(out, &where->key);
        buffer_add_string(out, where->is_negated ? "!=" : "=");
        buffer_add(out, where->values[i]);
    }
}

void
question_format(struct buffer *out, const struct question *question)
{
    buffer_add(out, TEXT("--by "));
    for (size_t i = 0; i < question->key_count; i++) {
        if (question->keys[i].is_forced)
            continue;
        if (i > 0)
            buffer_add_char(out, ',');
        format_key(out, question->keys + i);
    }
    buffer_printf(out, " --zone %s", question->zone_name);
    for (size_t i = 0; i < question->measure_count; i++) {
        buffer_add_char(out, ' ');
        measure_format(out, question->measures + i);
    }
    for (size_t i = 0; i < question->where_count; i++)
        format_where(out, question->wheres + i);
    if (question->ledger.at != NULL) {
        buffer_add(out, TEXT(" --ledger "));
        buffer_add(out, question->ledger);
    }
}

void
question_define(struct buffer *out, const struct question *question)
{
    const char *before = "";

    for (size_t i = 0; i < question->measure_count; i++) {
        if (question->measures[i].metric == NULL)
            continue;
        buffer_add_string(out, before);
        metric_write(out, question->measures[i].metric);
        before = "; ";
    }
}
