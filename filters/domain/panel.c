#include "domain/panel.h"

#include "domain/eligible.h"

struct counting {
    const struct question *question;
    const struct json_slot *slots;
    const struct portions *portions;
    struct tally *tally;
    struct text named[QUESTION_PANEL];
    size_t named_count;
};

bool
panel_names(const struct question *question, const struct json_slot *slots)
{
    for (size_t i = 0; i < question->panel_count; i++) {
        if (pick_has(slots + question->labels_field, question->panel[i]))
            return true;
    }
    return false;
}

/* Each value with each label is another. */
static void
add_values(const struct counting *counting, uint32_t group, size_t measure)
{
    const struct question *question = counting->question;
    size_t field = question->measures[measure].inputs[0];
    struct text value = pick_text(counting->slots, field);
    struct buffer both = {0};

    if (value.at == NULL)
        return;
    for (size_t i = 0; i < counting->named_count; i++) {
        buffer_clear(&both);
        buffer_add(&both, counting->named[i]);
        buffer_add_char(&both, '\0');
        buffer_add(&both, value);
        tally_add_value(counting->tally, group, measure,
                        tally_digest(buffer_text(&both)), 1);
    }
    buffer_free(&both);
}

/* Each label that the post names has the whole of it; what is not of the panel is nothing here. */
static void
add_cell(const struct counting *counting, uint32_t group,
         const struct portion *portion)
{
    const struct measure *measure =
        counting->question->measures + portion->measure;
    struct measure_cell cell = {.n = 1};

    if (measure->kind != MEASURE_METRIC
        || measure_choice(measure) != METRIC_EACH)
        return;
    if (measure->metric->form == METRIC_PANEL)
        cell.value = portion->cell.value * (__int128)counting->named_count;
    tally_add(counting->tally, group, portion->measure, &cell);
}

static void
count_label(void *context, struct text key)
{
    const struct counting *counting = context;
    const struct question *question = counting->question;
    uint32_t group = tally_group(counting->tally, key);

    tally_add_records(counting->tally, group, 0);
    for (size_t i = 0; i < counting->portions->count; i++)
        add_cell(counting, group, counting->portions->at + i);
    for (size_t i = 0; i < question->measure_count; i++) {
        const struct measure *measure = question->measures + i;

        if (measure->metric != NULL
            && measure->metric->form == METRIC_PANEL_DISTINCT
            && eligible_for(question, measure->metric, counting->slots))
            add_values(counting, group, i);
    }
}

void
panel_count(const struct question *question, const struct json_slot *slots,
            const struct portions *portions, struct groups *groups,
            struct tally *tally)
{
    struct counting counting = {.question = question,
                                .slots = slots,
                                .portions = portions,
                                .tally = tally};

    for (size_t i = 0; i < question->panel_count; i++) {
        if (pick_has(slots + question->labels_field, question->panel[i]))
            counting.named[counting.named_count++] = question->panel[i];
    }
    groups_each_of_panel(groups, count_label, &counting);
}
