#include "domain/chosen.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/clock.h"
#include "domain/chosen_parts.h"

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
    buffer_free(&chosen->parts.bytes);
    buffer_free(&chosen->listed);
    buffer_free(&chosen->of_panel);
    buffer_free(&chosen->key);
    buffer_free(&chosen->entry);
    buffer_free(&chosen->scratch);
    buffer_free(&chosen->head);
    buffer_free(&chosen->held);
    buffer_free(&chosen->ready);
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
    buffer_clear(&chosen->entry);
    chosen_entry_write(&chosen->entry, head_len, &chosen->parts, groups);
    put_number(&chosen->key, (uint64_t)chosen->seen_s ^ UINT64_C(1) << 63);
    buffer_add_char(&chosen->key, chosen->is_copy ? 0 : 1);
    put_number(&chosen->key, (uint64_t)chosen->written_s ^ UINT64_C(1) << 63);
    put_digest(&chosen->key, buffer_text(&chosen->entry));
    sorter_add(chosen->sorter, buffer_text(&chosen->key),
               buffer_text(&chosen->entry));
}

/* One entry for all groups of the record, and the rows of its panel. */
static void
add_once(struct chosen *chosen)
{
    buffer_clear(&chosen->key);
    buffer_add_char(&chosen->key, (char)chosen->choice);
    put_digest(&chosen->key, whose(chosen));
    buffer_clear(&chosen->scratch);
    buffer_add(&chosen->scratch, buffer_text(&chosen->listed));
    buffer_add(&chosen->scratch, buffer_text(&chosen->of_panel));
    add_entry(chosen, chosen->key.len, buffer_text(&chosen->scratch));
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
    chosen_entry_list(&chosen->scratch, group, false);
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
        add_in(chosen, chosen_entry_listed(listed, &at));
}

/* Each label of the panel that the record names has the whole of it. */
static void
add_part(struct chosen *chosen, const struct portion *portion)
{
    const struct measure *measure =
        chosen->question->measures + portion->measure;
    struct measure_cell cell = portion->cell;

    if (measure_is_of_panel(measure))
        cell.value *= (__int128)chosen->label_count;
    chosen_entry_add(&chosen->parts, portion->measure, measure, cell);
}

/* What the record brings to measures of that choice; whether it is anything. */
static bool
take_parts(struct chosen *chosen, const struct portions *portions,
           bool is_alone)
{
    const struct measure *measures = chosen->question->measures;

    chosen_entry_clear(&chosen->parts);
    if (whose(chosen).at == NULL)
        return false;
    for (size_t i = 0; i < portions->count; i++) {
        const struct portion *portion = portions->at + i;

        if (measure_choice(measures + portion->measure) != chosen->choice)
            continue;
        if (chosen->parts.count == 0 && is_alone)
            chosen_entry_add_record(&chosen->parts);
        add_part(chosen, portion);
    }
    return chosen->parts.count > 0;
}

static const char *
take_time(struct chosen *chosen)
{
    const struct question *question = chosen->question;
    bool is_visit = chosen->choice == METRIC_BY_SESSION;
    size_t field = is_visit ? question->time_field : question->seen_field;

    chosen->is_copy =
        pick_has(chosen->slots + question->flags_field, TEXT("observed"));
    if (!clock_read(pick_text(chosen->slots, question->time_field),
                    &chosen->written_s))
        chosen->written_s = INT64_MIN;
    return clock_read(pick_text(chosen->slots, field), &chosen->seen_s)
               ? NULL
               : "bad_time: no time as 2009-03-01T12:00:00Z";
}

static void
list_group(void *context, struct text group)
{
    struct chosen *chosen = context;

    chosen_entry_list(&chosen->listed, group, false);
    chosen->label_count++;
}

static void
list_of_panel(void *context, struct text group)
{
    struct chosen *chosen = context;

    chosen_entry_list(&chosen->of_panel, group, true);
}

/* A record that names nobody of the panel is in no group, and still takes the place of what it said before. */
static void
list_groups(struct chosen *chosen, struct groups *groups)
{
    struct text all;

    buffer_clear(&chosen->listed);
    buffer_clear(&chosen->of_panel);
    chosen->label_count = 0;
    groups_each(groups, list_group, chosen);
    if (chosen->label_count == 0)
        return;
    if (groups_all(groups, &all))
        chosen_entry_list(&chosen->listed, all, false);
    if (chosen->question->rows == METRIC_PANELS)
        groups_each_of_panel(groups, list_of_panel, chosen);
}

const char *
chosen_take(struct chosen *chosen, const struct json_slot *slots,
            const struct portions *portions, struct groups *groups,
            bool is_alone)
{
    const char *why = NULL;

    chosen->slots = slots;
    if (portions->count == 0)
        return NULL;
    list_groups(chosen, groups);
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
