#include "domain/counter.h"

#include "domain/beside.h"
#include "domain/panel.h"

void
counter_start(struct counter *counter, const struct question *question,
              struct tally *tally)
{
    *counter = (struct counter){.question = question,
                                .tally = tally,
                                .groups = {.question = question},
                                .first_day = INT64_MAX,
                                .last_day = INT64_MIN};
}

void
counter_free(struct counter *counter)
{
    table_free(counter->posted);
    ledger_free(&counter->ledger);
    coverage_free(&counter->coverage);
    portion_free(&counter->portions);
    buffer_free(&counter->scratch);
    groups_free(&counter->groups);
}

/* Whether it counts in the record's own groups, whatever else comes. */
static bool
is_immediate(const struct counter *counter, const struct portion *portion)
{
    const struct measure *measure =
        counter->question->measures + portion->measure;

    return measure_choice(measure) == METRIC_EACH
           && !measure_is_of_panel(measure);
}

static void
count_in(struct counter *counter, struct text key, uint64_t records)
{
    struct tally *tally = counter->tally;
    uint32_t group = tally_group(tally, key);

    tally_add_records(tally, group, records);
    for (size_t i = 0; i < counter->portions.count; i++) {
        const struct portion *portion = counter->portions.at + i;

        if (!is_immediate(counter, portion))
            continue;
        if (portion->is_value)
            tally_add_value(tally, group, portion->measure, portion->value, 1);
        else
            tally_add(tally, group, portion->measure, &portion->cell);
    }
}

static void
count_group(void *context, struct text group)
{
    count_in(context, group, 1);
}

static void
count_nothing(void *context, struct text group)
{
    count_in(context, group, 0);
}

static void
count_once(struct counter *counter, uint64_t records)
{
    struct text key;

    if (!groups_all(&counter->groups, &key))
        return;
    tally_add_records(counter->tally, tally_group(counter->tally, key),
                      records);
}

/* Of posts alone, whoever wrote them. */
static const char *
note_post(struct counter *counter, const struct json_slot *slots)
{
    const struct question *question = counter->question;
    int64_t day;

    if (!question->has_span
        || !text_equal(pick_text(slots, QUESTION_KIND), TEXT("post")))
        return NULL;
    if (!pick_day(slots + question->time_field, &day))
        return "bad_time: no time as 2009-03-01T12:00:00Z";
    counter->first_day = day < counter->first_day ? day : counter->first_day;
    counter->last_day = day > counter->last_day ? day : counter->last_day;
    return NULL;
}

static void
note_account(struct counter *counter, const struct json_slot *slots)
{
    struct text account;

    if (counter->posted == NULL)
        return;
    account = pick_text(slots, counter->question->account_field);
    if (account.at != NULL)
        table_add(counter->posted, account);
}

static enum counter_found
check(struct counter *counter, const struct json_slot *slots, const char **why)
{
    bool holds;

    *why = "is_a_state: states are joined by --merge";
    if (text_equal(pick_text(slots, QUESTION_KIND), TEXT("state")))
        return COUNTER_REJECTED;
    *why = "match";
    if (!counter->question->asks_match
        && text_equal(pick_text(slots, QUESTION_KIND), TEXT("match")))
        return COUNTER_DROPPED;
    *why = pick_holds(counter->question, slots, &counter->scratch, &holds);
    if (*why != NULL)
        return COUNTER_REJECTED;
    if (!holds) {
        *why = "where";
        return COUNTER_DROPPED;
    }
    *why = note_post(counter, slots);
    if (*why != NULL)
        return COUNTER_REJECTED;
    switch (ledger_take(&counter->ledger, counter->question, slots, why)) {
    case LEDGER_DROPPED:
        return COUNTER_DROPPED;
    case LEDGER_STOPPED:
        return COUNTER_STOPPED;
    default:
        return COUNTER_TAKEN;
    }
}

static void
refer_group(void *context, struct text group)
{
    struct counter *counter = context;

    reference_group(counter->references, counter->tally, group);
}

static const char *
take_portions(struct counter *counter, const struct json_slot *slots)
{
    const struct question *question = counter->question;

    if (question->rows == METRIC_LOOKALIKES
        && text_equal(pick_text(slots, QUESTION_KIND), TEXT("account"))) {
        portion_take_nothing(&counter->portions, question);
        return NULL;
    }
    return portion_take(&counter->portions, question, slots, counter->tally);
}

/* Whether it is one of its rows' records, chosen or not. */
static bool
counts_at_once(const struct counter *counter)
{
    if (counter->chosen == NULL)
        return true;
    for (size_t i = 0; i < counter->portions.count; i++) {
        if (is_immediate(counter, counter->portions.at + i))
            return true;
    }
    return false;
}

static bool
names_nobody(const struct question *question, const struct json_slot *slots,
             const char **why)
{
    if (question->rows != METRIC_PANELS || panel_names(question, slots))
        return false;
    *why = "not_of_the_panel";
    return true;
}

static enum counter_found
count(struct counter *counter, const struct json_slot *slots, const char **why)
{
    const struct question *question = counter->question;
    enum counter_found found = check(counter, slots, why);
    bool counts;

    if (found != COUNTER_TAKEN)
        return found;
    if ((*why = groups_of(&counter->groups, slots)) != NULL
        || (*why = take_portions(counter, slots)) != NULL)
        return COUNTER_REJECTED;
    counts = counts_at_once(counter);
    if (counter->chosen != NULL)
        *why = chosen_take(counter->chosen, slots, &counter->portions,
                           &counter->groups, !counts);
    if (*why != NULL)
        return COUNTER_REJECTED;
    if (names_nobody(question, slots, why))
        return COUNTER_DROPPED;
    portion_keep_places(&counter->portions);
    note_account(counter, slots);
    if (counts) {
        count_once(counter, 1);
        groups_each(&counter->groups, count_group, counter);
    }
    if (counts && question->rows == METRIC_PANELS)
        panel_count(question, slots, &counter->portions, &counter->groups,
                    counter->tally);
    if (counter->references != NULL
        && text_equal(pick_text(slots, QUESTION_KIND), TEXT("post"))
        && slots[question->account_field].type == JSON_STRING) {
        reference_post(counter->references, slots);
        groups_each(&counter->groups, refer_group, counter);
    }
    return COUNTER_TAKEN;
}

/* What lists know of the record beside what it says; why it is none of those
   that are asked for, or NULL. */
static const char *
look_up(struct counter *counter, const struct json_slot *slots)
{
    const struct question *question = counter->question;
    struct json_slot *more = counter->more;

    counter->is_more = true;
    if (counter->brands != NULL)
        return beside_brand(question, counter->brands, slots, more)
                   ? NULL
                   : "no_lookalike";
    if (question->rows == METRIC_MARKETS)
        return beside_request(question, counter->accounts, slots, more)
                   ? NULL
                   : "names_no_account";
    counter->is_more =
        counter->accounts != NULL && question->has_register
        && beside_account(question, counter->accounts, slots, more);
    return NULL;
}

enum counter_found
counter_take(struct counter *counter, const struct json_slot *slots,
             const char **why)
{
    enum counter_found found;

    if (counter->question->has_metrics
        && text_equal(pick_text(slots, QUESTION_KIND), TEXT("gap"))) {
        coverage_take(&counter->coverage, counter->question, slots);
        return COUNTER_TAKEN;
    }
    *why = look_up(counter, slots);
    if (*why != NULL)
        return COUNTER_DROPPED;
    if (counter->is_more)
        slots = counter->more;
    if (counter->chosen == NULL && names_nobody(counter->question, slots, why))
        return COUNTER_DROPPED;
    found = count(counter, slots, why);
    if (counter->references != NULL
        && (found == COUNTER_TAKEN || found == COUNTER_DROPPED)
        && reference_take(counter->references, slots))
        found = COUNTER_TAKEN;
    return found;
}

bool
counter_take_reference(struct counter *counter)
{
    struct tally *tally = counter->tally;
    struct reference found;
    uint32_t group;

    if (!reference_next(counter->references, &found))
        return false;
    group = tally_group(tally, found.group);
    if (found.is_value)
        tally_add_value(tally, group, found.measure, found.value, 1);
    else
        tally_add(tally, group, found.measure, &(struct measure_cell){1, 1});
    return true;
}

bool
counter_take_chosen(struct counter *counter)
{
    struct tally *tally = counter->tally;
    struct chosen_found found;
    uint32_t group;

    if (!chosen_next(counter->chosen, &found))
        return false;
    group = tally_group(tally, found.group);
    if (found.is_record)
        tally_add_records(tally, group, 1);
    else
        tally_add(tally, group, found.measure, &found.cell);
    return true;
}

void
counter_add_silent(struct counter *counter, const struct account *account)
{
    const struct question *question = counter->question;
    struct json_slot *slots = counter->more;
    bool holds = false;

    if (table_find(counter->posted, account->name) != TABLE_NONE)
        return;
    beside_silent(question, account, slots);
    if (pick_holds(question, slots, &counter->scratch, &holds) != NULL || !holds
        || groups_of(&counter->groups, slots) != NULL)
        return;
    portion_take_nothing(&counter->portions, question);
    count_once(counter, 0);
    groups_each(&counter->groups, count_nothing, counter);
}
