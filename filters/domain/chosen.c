#include "domain/chosen.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/clock.h"
#include "domain/chosen_periods.h"

/* Before the groups of a payload: what its record brings, and how long the key's head is, which says what it is of. */
struct payload_head {
    uint32_t head_len, part_count;
};

struct part {
    size_t measure; /* SIZE_MAX: a record */
    struct measure_cell cell;
};

struct chosen {
    const struct question *question;
    struct sorter *sorter;
    struct chosen_periods *periods;

    /* The record at hand. */
    enum metric_choice choice;
    const struct json_slot *slots;
    struct buffer parts,
        listed; /* its groups, each with its length before it */
    struct buffer key, payload, scratch;
    int64_t seen_s;
    bool is_copy;

    /* While they are found. */
    struct buffer head,
        held;       /* of the thing at hand; the payload that counts so far */
    size_t period;  /* of the held one */
    int64_t time_s; /* of the last visit */
    struct buffer ready; /* payloads with their lengths: to be handed out */
    size_t ready_at, part, group_at; /* how far */
    struct buffer group;
    bool is_over;
};

struct chosen *
chosen_new(const struct question *question, size_t budget_bytes,
           struct spill *spill)
{
    struct chosen *chosen = calloc(1, sizeof(*chosen));

    if (chosen == NULL)
        err(EX_OSERR, "no memory for observations");
    chosen->question = question;
    chosen->sorter = sorter_new(budget_bytes, spill);
    chosen->periods = chosen_periods_new(question);
    return chosen;
}

void
chosen_free(struct chosen *chosen)
{
    if (chosen == NULL)
        return;
    sorter_free(chosen->sorter);
    chosen_periods_free(chosen->periods);
    buffer_free(&chosen->parts);
    buffer_free(&chosen->listed);
    buffer_free(&chosen->key);
    buffer_free(&chosen->payload);
    buffer_free(&chosen->scratch);
    buffer_free(&chosen->head);
    buffer_free(&chosen->held);
    buffer_free(&chosen->ready);
    buffer_free(&chosen->group);
    free(chosen);
}

/* Keys: the choice, the group of choices that are made in each, whose it is, and what says which one counts. */

static void
put_number(struct buffer *key, uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buffer_add_char(key, (char)(number >> shift));
}

static void
put_digest(struct buffer *key, struct text text)
{
    struct tally_value digest = tally_digest(text);

    put_number(key, digest.high);
    put_number(key, digest.low);
}

static void
put_raw(struct buffer *out, const void *bytes, size_t count)
{
    buffer_add(out, (struct text){bytes, count});
}

static void
put_counted(struct buffer *out, struct text text)
{
    put_raw(out, &text.len, sizeof(text.len));
    buffer_add(out, text);
}

static struct text
take_counted(struct text bytes, size_t *at)
{
    size_t len;
    struct text text;

    memcpy(&len, bytes.at + *at, sizeof(len));
    text = (struct text){bytes.at + *at + sizeof(len), len};
    *at += sizeof(len) + len;
    return text;
}

static struct text
whose(const struct chosen *chosen)
{
    const struct question *question = chosen->question;
    static const size_t none = 0;
    const size_t fields[] = {[METRIC_EACH] = none,
                             [METRIC_BY_ID] = question->id_field,
                             [METRIC_BY_AUTHOR] = question->author_field,
                             [METRIC_BY_ACCOUNT] = question->account_field,
                             [METRIC_BY_SESSION] = question->visitor_field};

    return pick_text(chosen->slots, fields[chosen->choice]);
}

/* Ends the key and adds the entry with these groups. */
static void
add_entry(struct chosen *chosen, size_t head_len, struct text groups)
{
    struct payload_head head = {
        .head_len = (uint32_t)head_len,
        .part_count = (uint32_t)(chosen->parts.len / sizeof(struct part))};

    buffer_clear(&chosen->payload);
    put_raw(&chosen->payload, &head, sizeof(head));
    buffer_add(&chosen->payload, buffer_text(&chosen->parts));
    buffer_add(&chosen->payload, groups);
    put_number(&chosen->key, (uint64_t)chosen->seen_s ^ UINT64_C(1) << 63);
    buffer_add_char(&chosen->key, chosen->is_copy ? 0 : 1);
    put_digest(&chosen->key, buffer_text(&chosen->payload));
    sorter_add(chosen->sorter, buffer_text(&chosen->key),
               buffer_text(&chosen->payload));
}

static void
list_group(void *context, struct text group)
{
    struct chosen *chosen = context;

    put_counted(&chosen->listed, group);
}

/* One entry for all groups of the record. */
static void
add_once(struct chosen *chosen)
{
    buffer_clear(&chosen->key);
    buffer_add_char(&chosen->key, (char)chosen->choice);
    put_digest(&chosen->key, whose(chosen));
    add_entry(chosen, chosen->key.len, buffer_text(&chosen->listed));
}

/* One for this group. */
static void
add_in(struct chosen *chosen, struct text group)
{
    struct text period = TEXT("");
    size_t head_len;

    if (chosen->choice == METRIC_BY_ACCOUNT)
        group = chosen_periods_take(chosen->periods, group, &period);
    buffer_clear(&chosen->key);
    buffer_add_char(&chosen->key, (char)chosen->choice);
    buffer_add(&chosen->key, group);
    put_digest(&chosen->key, whose(chosen));
    head_len = chosen->key.len;
    if (chosen->choice == METRIC_BY_ACCOUNT)
        group_put_text(&chosen->key, period);
    buffer_clear(&chosen->scratch);
    put_counted(&chosen->scratch, group);
    add_entry(chosen, head_len, buffer_text(&chosen->scratch));
}

static void
add_entries(struct chosen *chosen)
{
    struct text listed = buffer_text(&chosen->listed);

    if (chosen->choice == METRIC_BY_ID || chosen->choice == METRIC_BY_SESSION) {
        add_once(chosen);
        return;
    }
    for (size_t at = 0; at < listed.len;)
        add_in(chosen, take_counted(listed, &at));
}

static void
add_part(struct chosen *chosen, size_t measure, const struct measure_cell *cell)
{
    struct part part;

    memset(&part, 0, sizeof(part));
    part.measure = measure;
    part.cell = *cell;
    put_raw(&chosen->parts, &part, sizeof(part));
}

/* What the record brings to measures of that choice; whether it is anything. */
static bool
take_parts(struct chosen *chosen, const struct portions *portions,
           bool is_alone)
{
    const struct measure_cell one = {1, 1};
    bool any = false;

    buffer_clear(&chosen->parts);
    if (whose(chosen).at == NULL)
        return false;
    for (size_t i = 0; i < portions->count; i++) {
        const struct portion *portion = portions->at + i;

        if (measure_choice(chosen->question->measures + portion->measure)
            != chosen->choice)
            continue;
        if (!any && is_alone)
            add_part(chosen, SIZE_MAX, &one);
        any = true;
        add_part(chosen, portion->measure, &portion->cell);
    }
    return any;
}

static const char *
take_time(struct chosen *chosen)
{
    const struct question *question = chosen->question;
    bool is_visit = chosen->choice == METRIC_BY_SESSION;
    size_t field = is_visit ? question->time_field : question->seen_field;

    chosen->is_copy =
        pick_has(chosen->slots + question->flags_field, TEXT("observed"));
    return clock_read(pick_text(chosen->slots, field), &chosen->seen_s)
               ? NULL
               : "bad_time: no time as 2009-03-01T12:00:00Z";
}

const char *
chosen_take(struct chosen *chosen, const struct json_slot *slots,
            const struct portions *portions, struct groups *groups,
            bool is_alone)
{
    const char *why = NULL;
    struct text all;

    chosen->slots = slots;
    if (portions->count == 0)
        return NULL;
    buffer_clear(&chosen->listed);
    groups_each(groups, list_group, chosen);
    if (groups_all(groups, &all))
        put_counted(&chosen->listed, all);
    for (int i = METRIC_BY_ID; i <= METRIC_BY_SESSION && why == NULL; i++) {
        chosen->choice = (enum metric_choice)i;
        if (take_parts(chosen, portions, is_alone))
            why = take_time(chosen);
    }
    for (int i = METRIC_BY_ID; i <= METRIC_BY_SESSION && why == NULL; i++) {
        chosen->choice = (enum metric_choice)i;
        if (take_parts(chosen, portions, is_alone) && take_time(chosen) == NULL)
            add_entries(chosen);
    }
    return why;
}

/* Finding. */

static void
make_ready(struct chosen *chosen)
{
    put_counted(&chosen->ready, buffer_text(&chosen->held));
}

/* The held one in the periods from its own to before `end`. */
static void
carry(struct chosen *chosen, size_t end)
{
    struct text held = buffer_text(&chosen->held);
    struct payload_head head;
    size_t at, parts;
    struct text group;

    memcpy(&head, held.at, sizeof(head));
    parts = sizeof(head) + head.part_count * sizeof(struct part);
    at = parts;
    group = take_counted(held, &at);
    for (size_t i = chosen->period; i < end; i++) {
        buffer_clear(&chosen->payload);
        buffer_add(&chosen->payload, (struct text){held.at, parts});
        put_counted(&chosen->payload,
                    chosen_periods_put(chosen->periods, group, i));
        put_counted(&chosen->ready, buffer_text(&chosen->payload));
    }
}

/* No more of what was held comes. */
static void
settle(struct chosen *chosen)
{
    if (chosen->held.len == 0)
        return;
    if (chosen->head.at[0] == METRIC_BY_ACCOUNT)
        carry(chosen, chosen_periods_count(chosen->periods));
    else if (chosen->head.at[0] != METRIC_BY_SESSION)
        make_ready(chosen);
    buffer_clear(&chosen->held);
}

static void
hold(struct chosen *chosen, struct text payload)
{
    buffer_clear(&chosen->held);
    buffer_add(&chosen->held, payload);
}

static void
pass_visit(struct chosen *chosen, struct text rest, struct text payload,
           bool is_first)
{
    uint64_t bits = 0;
    int64_t time_s;

    for (size_t i = 0; i < 8; i++)
        bits = bits << 8 | (unsigned char)rest.at[i];
    time_s = (int64_t)(bits ^ UINT64_C(1) << 63);
    hold(chosen, payload);
    if (is_first || time_s - chosen->time_s > CHOSEN_IDLE_S)
        make_ready(chosen);
    chosen->time_s = time_s;
}

static void
pass_account(struct chosen *chosen, struct text rest, struct text payload,
             bool is_first)
{
    size_t period = chosen_periods_find(chosen->periods, rest);

    if (!is_first && period > chosen->period)
        carry(chosen, period);
    chosen->period = period;
    hold(chosen, payload);
}

/* Entries of one thing come from the first to the last. */
static void
pass(struct chosen *chosen, struct text key, struct text payload)
{
    struct payload_head said;
    struct text head, rest;
    bool is_first;

    memcpy(&said, payload.at, sizeof(said));
    head = (struct text){key.at, said.head_len};
    rest = text_from(key, said.head_len);
    is_first = !text_equal(head, buffer_text(&chosen->head));
    if (is_first) {
        settle(chosen);
        buffer_clear(&chosen->head);
        buffer_add(&chosen->head, head);
    }
    if (key.at[0] == METRIC_BY_SESSION)
        pass_visit(chosen, rest, payload, is_first);
    else if (key.at[0] == METRIC_BY_ACCOUNT)
        pass_account(chosen, rest, payload, is_first);
    else
        hold(chosen, payload);
}

/* The next of a payload's parts in the next of its groups; false where there is no more. */
static bool
next_part(struct chosen *chosen, struct text payload,
          struct chosen_found *found)
{
    struct payload_head head;
    struct part part;
    size_t at;

    memcpy(&head, payload.at, sizeof(head));
    if (chosen->group_at == 0)
        chosen->group_at = sizeof(head) + head.part_count * sizeof(part);
    if (chosen->group_at == payload.len)
        return false;
    memcpy(&part, payload.at + sizeof(head) + chosen->part * sizeof(part),
           sizeof(part));
    at = chosen->group_at;
    *found = (struct chosen_found){.group = take_counted(payload, &at),
                                   .is_record = part.measure == SIZE_MAX,
                                   .measure = part.measure,
                                   .cell = part.cell};
    if (++chosen->part == head.part_count) {
        chosen->part = 0;
        chosen->group_at = at;
    }
    return true;
}

static bool
next_ready(struct chosen *chosen, struct chosen_found *found)
{
    struct text ready = buffer_text(&chosen->ready);

    while (chosen->ready_at < ready.len) {
        size_t at = chosen->ready_at;

        if (next_part(chosen, take_counted(ready, &at), found))
            return true;
        chosen->ready_at = at;
        chosen->group_at = 0;
    }
    buffer_clear(&chosen->ready);
    chosen->ready_at = 0;
    return false;
}

bool
chosen_next(struct chosen *chosen, struct chosen_found *found)
{
    struct text key, payload;

    while (!next_ready(chosen, found)) {
        if (chosen->is_over)
            return false;
        if (sorter_next(chosen->sorter, &key, &payload)) {
            pass(chosen, key, payload);
            continue;
        }
        settle(chosen);
        chosen->is_over = true;
    }
    return true;
}
