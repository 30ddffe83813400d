#include "domain/chosen_periods.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/table.h"

struct chosen_periods {
    size_t
        place; /* of the time among the plain keys; SIZE_MAX: there is none */
    struct table *names;
    struct text *sorted;
    size_t count;
    struct buffer group, period;
};

struct chosen_periods *
chosen_periods_new(const struct question *question)
{
    struct chosen_periods *periods = calloc(1, sizeof(*periods));

    if (periods == NULL)
        err(EX_OSERR, "no memory for periods");
    periods->names = table_new();
    periods->place = SIZE_MAX;
    for (size_t i = 0; i < question->plain_count; i++) {
        if (question->keys[question->order[i]].bucket != BUCKET_NONE)
            periods->place = i;
    }
    return periods;
}

void
chosen_periods_free(struct chosen_periods *periods)
{
    if (periods == NULL)
        return;
    table_free(periods->names);
    free(periods->sorted);
    buffer_free(&periods->group);
    buffer_free(&periods->period);
    free(periods);
}

/* The group with `value` in the period's place, and what stood there. */
static struct text
exchange(struct chosen_periods *periods, struct text group,
         const struct group_value *value, struct group_value *old)
{
    struct group_value each;

    buffer_clear(&periods->group);
    for (size_t i = 0; group_next(&group, &each); i++) {
        if (i == periods->place)
            *old = each;
        group_put(&periods->group, i == periods->place ? value : &each);
    }
    return buffer_text(&periods->group);
}

struct text
chosen_periods_take(struct chosen_periods *periods, struct text group,
                    struct text *period)
{
    const struct group_value absent = {.type = GROUP_ABSENT};
    struct group_value old = {.type = GROUP_TEXT, .text = TEXT("")};
    struct text rest = exchange(periods, group, &absent, &old);

    assert(periods->sorted == NULL);
    *period = old.type == GROUP_TEXT ? old.text : TEXT("");
    table_add(periods->names, *period);
    return rest;
}

static int
compare(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static void
sort(struct chosen_periods *periods)
{
    if (periods->sorted != NULL)
        return;
    periods->count = table_count(periods->names);
    periods->sorted = calloc(periods->count + 1, sizeof(*periods->sorted));
    if (periods->sorted == NULL)
        err(EX_OSERR, "no memory for periods");
    for (size_t i = 0; i < periods->count; i++)
        periods->sorted[i] = table_text(periods->names, (uint32_t)i);
    qsort(periods->sorted, periods->count, sizeof(*periods->sorted), compare);
}

size_t
chosen_periods_count(struct chosen_periods *periods)
{
    sort(periods);
    return periods->count;
}

size_t
chosen_periods_find(struct chosen_periods *periods, struct text bytes)
{
    struct group_value period;
    const struct text *found;

    sort(periods);
    (void)group_next(&bytes, &period);
    found = bsearch(&period.text, periods->sorted, periods->count,
                    sizeof(*periods->sorted), compare);
    assert(found != NULL);
    return (size_t)(found - periods->sorted);
}

struct text
chosen_periods_put(struct chosen_periods *periods, struct text group,
                   size_t number)
{
    struct group_value old,
        period = {.type = GROUP_TEXT, .text = periods->sorted[number]};

    if (period.text.len == 0)
        period.type = GROUP_ABSENT;
    return exchange(periods, group, &period, &old);
}
