#include "domain/question.h"

static const char too_many[] = "more than 64 measures";

static const char *
find_inputs(struct question *question, struct measure *measure)
{
    const struct metric_input *inputs = measure->metric->inputs;

    for (size_t i = 0; inputs[i].field != NULL; i++) {
        const char *why = question_field(question, text_of(inputs[i].field),
                                         measure->inputs + i);

        question->asks_change |= inputs[i].is_change;
        if (why != NULL)
            return why;
    }
    return NULL;
}

/* The number of a metric among the measures; it is added where it is not there. */
static const char *
find_metric(struct question *question, const char *name, size_t *number)
{
    const char *why;

    for (*number = 0; *number < question->measure_count; ++*number) {
        const struct metric *metric = question->measures[*number].metric;

        if (metric != NULL && strcmp(metric->name, name) == 0)
            return NULL;
    }
    why = question_measure(question, MEASURE_METRIC, name);
    *number = question->measure_count - 1; /* behind what it is made of */
    return why;
}

/* Whose figures all rows are. */
static const char *
note_rows(struct question *question, const struct metric *metric)
{
    if (metric->rows != METRIC_ANY && question->rows != METRIC_ANY
        && metric->rows != question->rows)
        return "rows of our accounts, of lookalikes, of a panel and of markets "
               "are asked for apart";
    if (metric->rows != METRIC_ANY)
        question->rows = metric->rows;
    return NULL;
}

/* What it is made of, and its n, come first. */
static const char *
add_parts(struct question *question, struct measure *measure)
{
    const struct metric *metric = measure->metric;

    for (size_t i = 0; metric->parts[i] != NULL; i++) {
        size_t number;
        const char *why = find_metric(question, metric->parts[i], &number);

        if (why != NULL)
            return why;
        if (i < MEASURE_PARTS)
            measure->parts[i] = number;
    }
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

/* What tells posts, profiles, counts and visits apart. */
static const char *
note_fields(struct question *question)
{
    const struct {
        struct text name;
        size_t *field;
    } fields[] = {{TEXT("account"), &question->account_field},
                  {TEXT("flags"), &question->flags_field},
                  {TEXT("time"), &question->time_field},
                  {TEXT("repost_of"), &question->repost_field},
                  {TEXT("labels"), &question->labels_field},
                  {TEXT("mentions"), &question->mentions_field},
                  {TEXT("inbound"), &question->inbound_field},
                  {TEXT("measure"), &question->measure_field}};
    const char *why = NULL;

    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields) && why == NULL; i++)
        why = question_field(question, fields[i].name, fields[i].field);
    return why;
}

static const char *
note_choice(struct question *question, enum metric_choice choice)
{
    const struct {
        struct text name;
        size_t *field;
    } fields[] = {{TEXT("id"), &question->id_field},
                  {TEXT("author"), &question->author_field},
                  {TEXT("visitor"), &question->visitor_field},
                  {TEXT("seen"), &question->seen_field}};
    const char *why = NULL;

    question->has_chosen |= choice != METRIC_EACH;
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields) && why == NULL; i++)
        why = question_field(question, fields[i].name, fields[i].field);
    return why;
}

static const char *
note_posts(struct question *question, const struct metric *metric)
{
    const char *why;

    question->has_span |=
        metric_is_days(metric->form) || metric->form == METRIC_QUIET;
    question->has_posts |= metric->reads == METRIC_POSTS;
    question->asks_change |=
        metric->form == METRIC_DAYS_BEFORE || metric->form == METRIC_DAYS_AFTER;
    question->has_originals |= metric->reads == METRIC_ORIGINALS;
    question->has_own |=
        metric->reads == METRIC_OWN || metric->form == METRIC_DAYS;
    question->has_others |=
        metric->reads >= METRIC_OTHERS && metric->reads <= METRIC_CONTACTS;
    question->has_visits |= metric->reads == METRIC_VISITS;
    question->has_audiences |= metric->reads == METRIC_AUDIENCES;
    why = note_fields(question);
    if (why == NULL
        && (metric->choice != METRIC_EACH || metric->reads == METRIC_VISITS))
        why = note_choice(question, metric->choice);
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

static const char *
note_ideas(struct question *question, const struct metric *metric)
{
    question->has_ideas = true;
    question->has_versions |= metric->reads == METRIC_VERSIONS;
    question->has_survival |= metric->form == METRIC_SURVIVAL;
    return question_field(question, TEXT("version_of"),
                          &question->version_field);
}

/* What tells its records from others. */
static const char *
note_reads(struct question *question, const struct metric *metric)
{
    if (metric_is_days(metric->form) || metric->reads >= METRIC_POSTS)
        return note_posts(question, metric);
    if (metric->reads == METRIC_NONE)
        return NULL;
    if (metric->reads == METRIC_OPENED || metric->reads == METRIC_CLOSED)
        return note_cases(question, metric);
    if (metric->reads == METRIC_IDEAS || metric->reads == METRIC_VERSIONS)
        return note_ideas(question, metric);
    if (metric->reads == METRIC_SPEND) {
        question->has_spend = true;
        return question_field(question, TEXT("measure"),
                              &question->measure_field);
    }
    question->has_sales = true;
    return question_field(question, TEXT("row"), &question->row_field);
}

static const char *
add_metric(struct question *question, struct measure measure)
{
    const struct metric *metric = measure.metric;
    const char *why;

    question->has_metrics = true;
    why = note_rows(question, metric);
    if (why == NULL)
        why = add_parts(question, &measure);
    if (why == NULL)
        why = note_reads(question, metric);
    if (why == NULL)
        why = find_inputs(question, &measure);
    if (why != NULL || metric->form == METRIC_BUNDLE)
        return why;
    if (question->measure_count == QUESTION_MEASURES)
        return too_many;
    question->is_money |= measure.is_money && measure.kind != MEASURE_DERIVED;
    question->measures[question->measure_count++] = measure;
    return NULL;
}

const char *
question_measure(struct question *question, enum measure_kind kind,
                 const char *argument)
{
    struct measure measure;
    const char *why;

    if (question->measure_count == QUESTION_MEASURES)
        return too_many;
    why = measure_parse(&measure, kind, argument);
    if (why == NULL && kind == MEASURE_METRIC)
        return add_metric(question, measure);
    if (why == NULL && kind != MEASURE_COUNT)
        why = question_field(question, measure.name, &measure.field);
    if (why != NULL)
        return why;
    question->has_measures = true;
    question->is_money |= measure.is_money;
    question->measures[question->measure_count++] = measure;
    return NULL;
}
