#include "domain/counter.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { COMBINATIONS_MAX = 1 << 20 };

/* One value of an array among the keys: where it stands in `bytes`. */
struct counter_choice {
    size_t start, len;
};

void
counter_start(struct counter *counter, const struct question *question,
              struct tally *tally)
{
    *counter = (struct counter){.question = question,
                                .tally = tally,
                                .first_day = INT64_MAX,
                                .last_day = INT64_MIN};
}

void
counter_free(struct counter *counter)
{
    table_free(counter->posted);
    ledger_free(&counter->ledger);
    portion_free(&counter->portions);
    buffer_free(&counter->scratch);
    buffer_free(&counter->key);
    buffer_free(&counter->bytes);
    free(counter->choices);
}

static bool
is_of_credits(const struct json_slot *slots)
{
    struct text kind = pick_text(slots, QUESTION_KIND);

    return text_equal(kind, TEXT("credit")) || text_equal(kind, TEXT("row"));
}

/* The keys that are no arrays: the beginning of every key of the record. */
static const char *
put_plain(struct counter *counter, const struct json_slot *slots)
{
    const struct question *question = counter->question;
    bool of_credits = is_of_credits(slots);

    buffer_clear(&counter->key);
    for (size_t i = 0; i < question->plain_count; i++) {
        const struct question_key *key = question->keys + question->order[i];
        struct group_value value = {.type = GROUP_ABSENT};
        const char *why = NULL;

        if (!key->of_credits || of_credits)
            why = pick_value(question, key, slots + key->field,
                             &counter->scratch, &value);
        if (why != NULL)
            return why;
        group_put(&counter->key, &value);
        counter->is_seen[question->order[i]] |= value.type != GROUP_ABSENT;
    }
    return NULL;
}

static struct text
choice_text(const struct counter *counter, size_t number)
{
    const struct counter_choice *choice = counter->choices + number;

    return (struct text){counter->bytes.at + choice->start, choice->len};
}

/* Keeps the value that was put behind `start`, unless its array had it before. */
static void
keep_choice(struct counter *counter, size_t start, size_t first)
{
    struct text text = {counter->bytes.at + start, counter->bytes.len - start};

    for (size_t i = first; i < counter->choice_count; i++) {
        if (text_equal(choice_text(counter, i), text)) {
            counter->bytes.len = start;
            return;
        }
    }
    if (counter->choice_count == counter->choice_cap) {
        counter->choice_cap =
            counter->choice_cap == 0 ? 16 : 2 * counter->choice_cap;
        counter->choices = reallocarray(counter->choices, counter->choice_cap,
                                        sizeof(*counter->choices));
        if (counter->choices == NULL)
            err(EX_OSERR, "no memory for a record's keys");
    }
    counter->choices[counter->choice_count++] =
        (struct counter_choice){start, text.len};
}

static const char *
put_choice(struct counter *counter, const struct question_key *key,
           const struct json_slot *slot, size_t first)
{
    size_t start = counter->bytes.len;
    struct group_value value;
    const char *why;

    if (counter->choice_count - first == PICK_ARRAY_MAX)
        return "too_many_values: an array of more than 4096 values";
    why = pick_value(counter->question, key, slot, &counter->scratch, &value);
    if (why != NULL)
        return why;
    group_put(&counter->bytes, &value);
    keep_choice(counter, start, first);
    return NULL;
}

static const char *
put_choices(struct counter *counter, const struct question_key *key,
            const struct json_slot *slot)
{
    static const struct json_slot absent = {.type = JSON_ABSENT};
    struct json_items items = json_items(*slot);
    size_t first = counter->choice_count;
    struct json_slot item;
    const char *why = NULL;

    if (slot->type != JSON_ARRAY)
        return put_choice(counter, key, slot, first);
    while (why == NULL && json_next(&items, &item))
        why = put_choice(counter, key, &item, first);
    if (why == NULL && counter->choice_count == first)
        why = put_choice(counter, key, &absent, first);
    return why;
}

static const char *
put_arrays(struct counter *counter, const struct json_slot *slots)
{
    const struct question *question = counter->question;
    size_t combinations = 1;

    buffer_clear(&counter->bytes);
    counter->choice_count = 0;
    for (size_t i = question->plain_count; i < question->key_count; i++) {
        const struct question_key *key = question->keys + question->order[i];
        const char *why;

        counter->firsts[i] = counter->choice_count;
        why = put_choices(counter, key, slots + key->field);
        if (why != NULL)
            return why;
        combinations *= counter->choice_count - counter->firsts[i];
        if (combinations > COMBINATIONS_MAX)
            return "too_many_keys: its arrays make more than a million groups";
    }
    counter->firsts[question->key_count] = counter->choice_count;
    return NULL;
}

static void
count_in(struct counter *counter, struct text key, uint64_t records)
{
    struct tally *tally = counter->tally;
    uint32_t group = tally_group(tally, key);

    tally_add_records(tally, group, records);
    for (size_t i = 0; i < counter->portions.count; i++) {
        const struct portion *portion = counter->portions.at + i;

        if (portion->is_value)
            tally_add_value(tally, group, portion->measure, portion->value, 1);
        else
            tally_add(tally, group, portion->measure, &portion->cell);
    }
}

/* Each combination of values of the arrays from number `at` on, behind the key so far. */
static void
count_choices(struct counter *counter, size_t at, uint64_t records)
{
    size_t len = counter->key.len;

    if (at == counter->question->key_count) {
        count_in(counter, buffer_text(&counter->key), records);
        return;
    }
    for (size_t i = counter->firsts[at]; i < counter->firsts[at + 1]; i++) {
        buffer_add(&counter->key, choice_text(counter, i));
        count_choices(counter, at + 1, records);
        counter->key.len = len;
    }
}

static void
count_once(struct counter *counter, uint64_t records)
{
    if (!question_has_arrays(counter->question))
        return;
    buffer_add_char(&counter->key, GROUP_ALL);
    tally_add_records(counter->tally,
                      tally_group(counter->tally, buffer_text(&counter->key)),
                      records);
    counter->key.len--;
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

/* Each combination of values of the arrays, as count_choices(). */
static void
refer_choices(struct counter *counter, size_t at)
{
    size_t len = counter->key.len;

    if (at == counter->question->key_count) {
        reference_group(counter->references, counter->tally,
                        buffer_text(&counter->key));
        return;
    }
    for (size_t i = counter->firsts[at]; i < counter->firsts[at + 1]; i++) {
        buffer_add(&counter->key, choice_text(counter, i));
        refer_choices(counter, at + 1);
        counter->key.len = len;
    }
}

/* What is known of a record beside what it says: whose handle it could be taken for. */
static bool
look_alike(struct counter *counter, const struct json_slot *slots)
{
    struct json_slot *more = counter->more;
    const struct question *question = counter->question;
    struct text handle = pick_text(slots, question->handle_field);
    enum lookalike_reason reason;
    struct text brand;

    if (handle.at == NULL || slots[question->account_field].type != JSON_ABSENT)
        return false;
    reason = lookalike_find(counter->brands, pick_text(slots, QUESTION_SOURCE),
                            handle, &brand);
    if (reason == LOOKALIKE_NONE)
        return false;
    memcpy(more, slots, question->field_count * sizeof(*more));
    more[question->lookalike_of_field] =
        (struct json_slot){.type = JSON_STRING, .text = brand};
    more[question->lookalike_by_field] = (struct json_slot){
        .type = JSON_STRING, .text = text_of(lookalike_name(reason))};
    return true;
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

static enum counter_found
count(struct counter *counter, const struct json_slot *slots, const char **why)
{
    const struct question *question = counter->question;
    enum counter_found found = check(counter, slots, why);

    if (found != COUNTER_TAKEN)
        return found;
    if ((*why = put_plain(counter, slots)) != NULL
        || (*why = put_arrays(counter, slots)) != NULL
        || (*why = take_portions(counter, slots)) != NULL)
        return COUNTER_REJECTED;
    portion_keep_places(&counter->portions);
    note_account(counter, slots);
    count_once(counter, 1);
    count_choices(counter, question->plain_count, 1);
    if (counter->references != NULL
        && text_equal(pick_text(slots, QUESTION_KIND), TEXT("post"))
        && slots[question->account_field].type == JSON_STRING) {
        reference_post(counter->references, slots);
        refer_choices(counter, question->plain_count);
    }
    return COUNTER_TAKEN;
}

enum counter_found
counter_take(struct counter *counter, const struct json_slot *slots,
             const char **why)
{
    enum counter_found found;

    if (counter->brands != NULL) {
        *why = "no_lookalike";
        if (!look_alike(counter, slots))
            return COUNTER_DROPPED;
        slots = counter->more;
    }
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

/* The members that classify gives an account's posts. */
static void
describe(const struct question *question, const struct account *account,
         struct json_slot *slots)
{
    const struct {
        const char *name;
        struct text value;
    } members[] = {{"kind", TEXT("post")},
                   {"account", account->name},
                   {"team", account->team},
                   {"role", account->role},
                   {"market", account->market}};

    for (size_t i = 0; i < question->field_count; i++) {
        slots[i] = (struct json_slot){.type = JSON_ABSENT};
        for (size_t j = 0; j < sizeof(members) / sizeof(members[0]); j++) {
            if (members[j].value.at != NULL
                && strcmp(question->fields[i], members[j].name) == 0)
                slots[i] = (struct json_slot){.type = JSON_STRING,
                                              .text = members[j].value};
        }
    }
}

void
counter_add_silent(struct counter *counter, const struct account *account)
{
    const struct question *question = counter->question;
    struct json_slot *slots = counter->more;
    bool holds = false;

    if (table_find(counter->posted, account->name) != TABLE_NONE)
        return;
    describe(question, account, slots);
    if (pick_holds(question, slots, &counter->scratch, &holds) != NULL || !holds
        || put_plain(counter, slots) != NULL
        || put_arrays(counter, slots) != NULL)
        return;
    portion_take_nothing(&counter->portions, question);
    count_once(counter, 0);
    count_choices(counter, question->plain_count, 0);
}
