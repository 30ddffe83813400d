#include "domain/question_parts.h"

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
        struct text name = text_of(question_own[i]);
        const char *why;

        if (has_key(question, name) || question->has_visits
            || (i <= QUESTION_TOUCHES && question_is_mixed(question)))
            continue;
        why = question_key(question, name, true);
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
               : question_key(question, text_of(name), false);
}

static const char *
add_panel_key(struct question *question)
{
    for (size_t i = 0; i < question->key_count; i++) {
        if (question->keys[i].is_array
            && question->keys[i].field != question->labels_field)
            return "a share of voice is of labels: no other array among the "
                   "keys";
    }
    return add_missing_key(question, "labels");
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
    if (question->rows == METRIC_PANELS)
        return add_panel_key(question);
    if (question->rows == METRIC_MARKETS) {
        why = question_field(question, TEXT("market"), &question->market_field);
        return why != NULL ? why : add_missing_key(question, "market");
    }
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

static const char *
settle_coverage(struct question *question)
{
    const char *why =
        question_field(question, TEXT("from"), &question->from_field);

    if (why == NULL)
        why = question_field(question, TEXT("to"), &question->to_field);
    return why != NULL
               ? why
               : question_field(question, TEXT("lost"), &question->lost_field);
}

static bool
is_of_register(struct text name)
{
    return text_equal(name, TEXT("team")) || text_equal(name, TEXT("role"))
           || text_equal(name, TEXT("market"));
}

/* Credits and cases name their account; what else is known of it the register
   says. */
static const char *
settle_register(struct question *question)
{
    for (size_t i = 0; i < question->key_count; i++)
        question->has_register |= is_of_register(question->keys[i].name);
    for (size_t i = 0; i < question->where_count; i++)
        question->has_register |= is_of_register(question->wheres[i].key.name);
    return question_field(question, TEXT("account"), &question->account_field);
}

static const char *
settle_chosen(struct question *question)
{
    size_t times = 0;

    if (question->has_visits && question->is_money)
        return "visits have no currency: ask for money and for visits apart";
    for (size_t i = 0; i < question->key_count; i++)
        times += question->keys[i].bucket != BUCKET_NONE;
    return question->has_audiences && times > 1
               ? "an audience is of one period: one time among the keys"
               : NULL;
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
    if (why == NULL && question->has_metrics)
        why = settle_coverage(question);
    if (why == NULL)
        why = settle_cases(question);
    if (why == NULL)
        why = settle_chosen(question);
    if (why == NULL
        && (question->has_sales || question->has_opened
            || question->has_closed))
        why = settle_register(question);
    if (why == NULL)
        why = force_keys(question);
    if (why != NULL)
        return why;
    order_keys(question);
    return names_repeat(question) ? "two columns of the rows would have the "
                                    "same name"
                                  : NULL;
}

/* One run alone sees what they ask for. */
static const char *
refuse_parts(const struct question *question)
{
    if (question->has_span || question->has_references)
        return "a metric of the whole span, or of what refers to posts, is one "
               "run's: no --partial, no --merge";
    if (question->has_chosen)
        return "which observations count is seen when all have come: no "
               "--partial and no --merge";
    if (question->has_survival)
        return "first responses want all cases in one run: no --partial and no "
               "--merge";
    return NULL;
}

const char *
question_stands(const struct question *question, const struct question_run *run)
{
    const char *why = run->is_part ? refuse_parts(question) : NULL;

    if (question->rows == METRIC_MARKETS && !run->has_accounts)
        return "--metric requests wants --accounts: whose market is asked";
    if (run->has_accounts && question->rows != METRIC_MARKETS
        && !question->has_register
        && (!question_asks_posts(question)
            || !has_key(question, TEXT("account"))))
        return "--accounts wants a metric of posts by account, or one of sales "
               "or cases by market, role or team";
    if ((question->panel_count > 1) != (question->rows == METRIC_PANELS))
        return "shares of voice want --panel LABEL,LABEL,... and nothing else "
               "does";
    if (question->sampled.len > 0 && !question->has_metrics)
        return "--sampled goes with metrics";
    if (question->has_change != question->asks_change)
        return "--metric issues_change wants --change DAY, and nothing else "
               "does";
    if (why == NULL && run->has_brands != (question->rows == METRIC_LOOKALIKES))
        return "--metric lookalikes wants --brands, and nothing else does";
    if (why == NULL && run->has_accounts && run->is_part
        && question->rows != METRIC_MARKETS && question_asks_posts(question))
        return "--accounts is one run's: no --partial, no --merge";
    return why;
}
