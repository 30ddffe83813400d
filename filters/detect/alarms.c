#include "base/array.h"
#include "detect/detect.h"

#include <err.h>
#include <stdlib.h>

#include "domain/witness.h"

static bool
has_alarms(void *context, uint32_t number)
{
    struct detect *detect = context;
    size_t count;

    detector_alarms(detect->detector, number, &count);
    return count > 0;
}

static struct series_post *
posts_between(const struct series *series, uint32_t from, uint32_t to,
              size_t *count)
{
    size_t first = 0;

    while (first < series->post_count && series->posts[first].bucket < from)
        first++;
    for (*count = 0; first + *count < series->post_count
                     && series->posts[first + *count].bucket <= to;)
        ++*count;
    return series->posts + first;
}

static void
keep_line(struct detect *detect, const struct alarm *alarm)
{
    const struct detector_alarm *found = alarm->found;
    struct line *line;

    detect->lines =
        array_room(detect->lines, detect->line_count, &detect->line_cap,
                   sizeof(*detect->lines), "alarms");
    buffer_clear(&detect->json);
    alarm_write(&detect->json, alarm, series_frame(detect->store));
    line = &detect->lines[detect->line_count++];
    *line = (struct line){.detected = found->detected,
                          .opened = found->opened,
                          .series = alarm->series,
                          .method = found->method,
                          .json = strdup(buffer_string(&detect->json))};
    if (line->json == NULL)
        err(EX_OSERR, "an alarm");
}

static void
name_alarm(struct detect *detect, struct alarm *alarm)
{
    const struct detect_settings *settings = detect->settings;
    const struct series_frame *frame = series_frame(detect->store);
    struct text id;
    bool is_told;

    alarm->id = alarm_id(alarm->found, alarm->bucket, frame, alarm->series);
    id = (struct text){(const char *)&alarm->id, sizeof(alarm->id)};
    is_told = table_find(detect->told, id) != TABLE_NONE;
    if (!is_told && settings->index != NULL)
        index_add(detect->next, &alarm->id);
    alarm->state =
        alarm_state(alarm->found, frame, settings->index != NULL, is_told);
}

static void
take_alarm(struct detect *detect, const struct series *series,
           struct detector_alarm *found)
{
    const struct detect_settings *settings = detect->settings;
    struct alarm alarm = {.found = found,
                          .series = series_name(detect->store, series->number),
                          .bucket = settings->sighting.bucket,
                          .has_posts = series->has_posts};
    struct series_post *posts;
    size_t count;

    if (!detector_stands(detect->detector, detect->store, series, found->opened,
                         found->closed))
        return;
    if (found->method == DETECTOR_KLEINBERG)
        detector_trace(detect->detector, detect->store, series, found);
    name_alarm(detect, &alarm);
    if (settings->only >= 0 && (int)alarm.state != settings->only)
        return;
    posts = posts_between(series, found->opened, found->closed, &count);
    alarm.voices = series_voices(detect->store, posts, count);
    buffer_clear(&detect->examples);
    witness_write(&detect->examples, detect->store, posts, count);
    alarm.examples = buffer_text(&detect->examples);
    keep_line(detect, &alarm);
}

static int
compare_lines(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order;

    if (a->detected != b->detected)
        return a->detected < b->detected ? -1 : 1;
    order = text_compare(a->series, b->series);
    if (order != 0)
        return order;
    if (a->method != b->method)
        return a->method < b->method ? -1 : 1;
    return (a->opened > b->opened) - (a->opened < b->opened);
}

static void
keep_told(struct detect *detect)
{
    for (uint32_t i = 0; i < table_count(detect->told); i++)
        index_add(detect->next, table_text(detect->told, i).at);
}

void
detect_write_alarms(struct detect *detect)
{
    struct series series;

    if (detect->next != NULL)
        keep_told(detect);
    while (series_next(detect->store, has_alarms, detect, &series)) {
        size_t count;
        struct detector_alarm *alarms =
            detector_alarms(detect->detector, series.number, &count);

        for (size_t i = 0; i < count; i++)
            take_alarm(detect, &series, &alarms[i]);
    }
    if (detect->line_count > 0)
        qsort(detect->lines, detect->line_count, sizeof(*detect->lines),
              compare_lines);
    for (size_t i = 0; i < detect->line_count; i++)
        writer_make(detect->out, "alarm", text_of(detect->lines[i].json));
}
