#include "domain/backtest.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/member.h"

struct incident {
    struct text series;
    int64_t start_s, end_s, peak_s;     /* peak_s INT64_MIN: not said */
    int64_t detected[DETECTOR_METHODS]; /* bucket, or INT64_MIN */
};

struct backtest {
    enum bucket bucket;
    const struct zone *zone;
    struct arena arena;
    struct incident *incidents;
    size_t count;
    uint64_t alarms[DETECTOR_METHODS], right[DETECTOR_METHODS];
};

enum { SERIES, START, END, PEAK, COLUMNS };
static const struct listing_column columns[COLUMNS] = {
    {{"series", 6}, true},
    {{"start", 5}, true},
    {{"end", 3}, true},
    {{"peak", 4}, false},
};

struct backtest *
backtest_new(enum bucket bucket, const struct zone *zone)
{
    struct backtest *backtest = calloc(1, sizeof(*backtest));

    if (backtest == NULL)
        err(EX_OSERR, "backtest");
    backtest->bucket = bucket;
    backtest->zone = zone;
    return backtest;
}

void
backtest_free(struct backtest *backtest)
{
    if (backtest == NULL)
        return;
    arena_free(&backtest->arena);
    free(backtest->incidents);
    free(backtest);
}

static bool
take_row(void *context, struct listing *row)
{
    struct backtest *backtest = context;
    struct incident incident = {
        .series = arena_copy(&backtest->arena, listing_cell(row, SERIES))};
    size_t count = backtest->count;

    if (incident.series.len == 0)
        return listing_fail(row, "an incident without a series");
    if (!listing_time(row, START, INT64_MIN, &incident.start_s)
        || !listing_time(row, END, INT64_MIN, &incident.end_s)
        || !listing_time(row, PEAK, INT64_MIN, &incident.peak_s))
        return false;
    if (incident.start_s == INT64_MIN || incident.end_s < incident.start_s)
        return listing_fail(row, "an incident starts before it ends");
    for (int i = 0; i < DETECTOR_METHODS; i++)
        incident.detected[i] = INT64_MIN;
    if ((count & (count - 1)) == 0)
        backtest->incidents =
            array_resize(backtest->incidents, count * 2,
                         sizeof(*backtest->incidents), "incidents");
    backtest->incidents[backtest->count++] = incident;
    return true;
}

static int
compare(const void *left, const void *right)
{
    const struct incident *a = left, *b = right;
    int order = text_compare(a->series, b->series);

    if (order != 0)
        return order;
    if (a->start_s != b->start_s)
        return a->start_s < b->start_s ? -1 : 1;
    return (a->end_s > b->end_s) - (a->end_s < b->end_s);
}

bool
backtest_add(void *list, struct text csv, struct listing_error *error)
{
    struct backtest *backtest = list;

    if (!listing_read(csv, columns, COLUMNS, take_row, backtest, error))
        return false;
    if (backtest->count > 0)
        qsort(backtest->incidents, backtest->count,
              sizeof(*backtest->incidents), compare);
    return true;
}

static int64_t
number(const struct backtest *backtest, int64_t s)
{
    return bucket_number(backtest->bucket, s, backtest->zone);
}

/* An alarm in the buckets from..to; true where it meets an incident. */
static bool
meet(struct backtest *backtest, enum detector_method method, struct text series,
     int64_t from, int64_t to)
{
    bool is_met = false;

    for (size_t i = 0; i < backtest->count; i++) {
        struct incident *incident = &backtest->incidents[i];
        int64_t start = number(backtest, incident->start_s);
        int64_t *detected = &incident->detected[method];

        if (!text_equal(incident->series, series) || to < start
            || from > number(backtest, incident->end_s))
            continue;
        is_met = true;
        if (*detected == INT64_MIN)
            *detected = from > start ? from : start;
    }
    return is_met;
}

void
backtest_take(struct backtest *backtest, enum detector_method method,
              struct text series, const struct series_frame *frame,
              const bool *raised)
{
    for (size_t t = 0; t < frame->count; t++) {
        size_t from = t;

        if (!raised[t])
            continue;
        while (t + 1 < frame->count && raised[t + 1])
            t++;
        backtest->alarms[method]++;
        backtest->right[method] +=
            meet(backtest, method, series, frame->first + (int64_t)from,
                 frame->first + (int64_t)t);
    }
}

static void
write_incident(struct buffer *out, const struct backtest *backtest,
               const struct incident *incident, enum detector_method method)
{
    int64_t known_s;

    buffer_add(out, TEXT("\"series\":"));
    buffer_add_json_string(out, incident->series);
    buffer_printf(out, ",\"method\":\"%s\"", detector_method_name(method));
    member_time(out, "start", incident->start_s);
    member_time(out, "end", incident->end_s);
    if (incident->peak_s != INT64_MIN)
        member_time(out, "peak", incident->peak_s);
    if (incident->detected[method] == INT64_MIN)
        return;
    known_s =
        bucket_number_start(backtest->bucket, incident->detected[method] + 1);
    member_time(out, "detected", known_s);
    buffer_printf(out, ",\"delay_s\":%lld",
                  (long long)(known_s - incident->start_s));
    if (incident->peak_s != INT64_MIN)
        buffer_printf(out, ",\"lead_s\":%lld",
                      (long long)(incident->peak_s - known_s));
}

static void
add_share(struct buffer *out, const char *name, uint64_t part, uint64_t whole)
{
    uint64_t share;

    if (whole == 0)
        return;
    share = (part * 20000 + whole) / (whole * 2);
    buffer_printf(out, ",\"%s\":%llu.%04llu", name,
                  (unsigned long long)(share / 10000),
                  (unsigned long long)(share % 10000));
}

static void
write_sums(struct buffer *out, const struct backtest *backtest,
           enum detector_method method)
{
    uint64_t found = 0;

    for (size_t i = 0; i < backtest->count; i++)
        found += backtest->incidents[i].detected[method] != INT64_MIN;
    buffer_printf(out,
                  "\"method\":\"%s\",\"incidents\":%zu,\"found\":%llu,"
                  "\"alarms\":%llu,\"true_alarms\":%llu",
                  detector_method_name(method), backtest->count,
                  (unsigned long long)found,
                  (unsigned long long)backtest->alarms[method],
                  (unsigned long long)backtest->right[method]);
    add_share(out, "precision", backtest->right[method],
              backtest->alarms[method]);
    add_share(out, "recall", found, backtest->count);
    buffer_add(out, TEXT(",\"definition\":\"backtest v1: precision true_alarms"
                         "/alarms, recall found/incidents, each bucket by "
                         "what was known at its end\""));
}

void
backtest_write(const struct backtest *backtest, enum detector_method method,
               void (*take)(void *context, struct text members), void *context)
{
    struct buffer members = {0};

    for (size_t i = 0; i < backtest->count; i++) {
        buffer_clear(&members);
        write_incident(&members, backtest, &backtest->incidents[i], method);
        take(context, buffer_text(&members));
    }
    buffer_clear(&members);
    write_sums(&members, backtest, method);
    take(context, buffer_text(&members));
    buffer_free(&members);
}
