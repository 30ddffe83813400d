#include "domain/panel.h"

#include "domain/eligible.h"
#include "domain/pick.h"

struct counting {
    const struct question *question;
    const struct json_slot *slots;
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

static void
count_label(void *context, struct text key)
{
    const struct counting *counting = context;
    const struct question *question = counting->question;
    uint32_t group = tally_group(counting->tally, key);
    const struct measure_cell all = {counting->named_count,
                                     (__int128)counting->named_count};
    const struct measure_cell nothing = {1, 0};

    tally_add_records(counting->tally, group, 0);
    for (size_t i = 0; i < question->measure_count; i++) {
        const struct measure *measure = question->measures + i;

        if (!eligible_for(question, measure->metric, counting->slots))
            continue;
        if (measure->metric->form == METRIC_PANEL)
            tally_add(counting->tally, group, i, &all);
        else if (measure->metric->form == METRIC_PANEL_DISTINCT)
            add_values(counting, group, i);
        else if (measure->kind == MEASURE_METRIC
                 && measure_choice(measure) == METRIC_EACH)
            tally_add(counting->tally, group, i, &nothing);
    }
}

void
panel_count(const struct question *question, const struct json_slot *slots,
            struct groups *groups, struct tally *tally)
{
    struct counting counting = {
        .question = question, .slots = slots, .tally = tally};

    for (size_t i = 0; i < question->panel_count; i++) {
        if (pick_has(slots + question->labels_field, question->panel[i]))
            counting.named[counting.named_count++] = question->panel[i];
    }
    groups_each_of_panel(groups, count_label, &counting);
}
