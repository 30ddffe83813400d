#include "domain/opening.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/zone.h"
#include "ports/ical.h"

struct stretch {
    int64_t from_s, to_s;
    int64_t before_s;        /* open seconds before it; once it is settled */
    const struct zone *zone; /* NULL: UTC; while it is a wall-clock time */
    bool is_floating;        /* of no zone that it names */
};

struct stretches {
    struct stretch *at;
    size_t count, cap;
};

struct opening {
    struct stretches open, closed; /* closed: whole days */
    const struct zone *zone;       /* that the first event names */
    struct listing_error *error;
};

bool
opening_is(struct text file)
{
    static const struct text mark = {"\xef\xbb\xbf", 3};

    if (text_starts(file, mark))
        file = text_from(file, mark.len);
    return text_starts_nocase(text_trim(file), TEXT("BEGIN:VCALENDAR"));
}

void
opening_free(struct opening *opening)
{
    if (opening == NULL)
        return;
    free(opening->open.at);
    free(opening->closed.at);
    free(opening);
}

static void
add(struct stretches *stretches, struct stretch stretch)
{
    stretches->at = array_room(stretches->at, stretches->count, &stretches->cap,
                               sizeof(*stretches->at), "openings");
    stretches->at[stretches->count++] = stretch;
}

static bool
take_span(void *context, const struct ical_span *span)
{
    struct opening *opening = context;
    struct stretch stretch = {.from_s = span->from_s,
                              .to_s = span->to_s,
                              .is_floating = span->zone == NULL};

    if (span->zone != NULL) {
        stretch.zone = zone_find(span->zone);
        if (stretch.zone == NULL) {
            snprintf(opening->error->why, sizeof(opening->error->why),
                     "no such zone: %s", span->zone);
            return false;
        }
        if (opening->zone == NULL)
            opening->zone = stretch.zone;
    }
    add(span->is_days ? &opening->closed : &opening->open, stretch);
    return true;
}

static int
compare(const void *left, const void *right)
{
    const struct stretch *a = left, *b = right;

    return (a->from_s > b->from_s) - (a->from_s < b->from_s);
}

/* From wall-clock times to moments, sorted and without overlap. */
static void
settle(const struct opening *opening, struct stretches *stretches)
{
    size_t count = 0;

    for (size_t i = 0; i < stretches->count; i++) {
        struct stretch *one = &stretches->at[i];
        const struct zone *zone = one->is_floating ? opening->zone : one->zone;

        if (zone == NULL)
            continue;
        one->from_s = zone_to_utc(zone, one->from_s);
        one->to_s = zone_to_utc(zone, one->to_s);
    }
    if (stretches->count > 0)
        qsort(stretches->at, stretches->count, sizeof(*stretches->at), compare);
    for (size_t i = 0; i < stretches->count; i++) {
        struct stretch *last = count > 0 ? &stretches->at[count - 1] : NULL;

        if (last == NULL || stretches->at[i].from_s > last->to_s)
            stretches->at[count++] = stretches->at[i];
        else if (stretches->at[i].to_s > last->to_s)
            last->to_s = stretches->at[i].to_s;
    }
    stretches->count = count;
}

/* What is open and not closed. */
static void
subtract(struct opening *opening)
{
    const struct stretches *closed = &opening->closed;
    struct stretches rest = {0};
    size_t first = 0;

    for (size_t i = 0; i < opening->open.count; i++) {
        struct stretch one = opening->open.at[i];

        while (first < closed->count && closed->at[first].to_s <= one.from_s)
            first++;
        for (size_t j = first;
             j < closed->count && closed->at[j].from_s < one.to_s; j++) {
            struct stretch before = one;

            before.to_s = closed->at[j].from_s;
            if (before.to_s > before.from_s)
                add(&rest, before);
            one.from_s = closed->at[j].to_s;
        }
        if (one.to_s > one.from_s)
            add(&rest, one);
    }
    free(opening->open.at);
    opening->open = rest;
}

static void
add_up(struct opening *opening)
{
    int64_t sum_s = 0;

    for (size_t i = 0; i < opening->open.count; i++) {
        struct stretch *one = &opening->open.at[i];

        one->before_s = sum_s;
        sum_s += one->to_s - one->from_s;
    }
}

struct opening *
opening_read(struct text ics, struct listing_error *error)
{
    struct opening *opening = calloc(1, sizeof(*opening));
    const char *why;

    if (opening == NULL)
        err(EX_OSERR, "openings");
    *error = (struct listing_error){0};
    opening->error = error;
    why = ical_read(ics, OPENING_UNTIL, take_span, opening);
    if (why != NULL)
        snprintf(error->why, sizeof(error->why), "%s", why);
    if (error->why[0] != '\0') {
        opening_free(opening);
        return NULL;
    }
    settle(opening, &opening->open);
    settle(opening, &opening->closed);
    subtract(opening);
    add_up(opening);
    return opening;
}

/* Open seconds before a moment. */
static int64_t
until(const struct opening *opening, int64_t time_s)
{
    size_t low = 0, high = opening->open.count;
    const struct stretch *last;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (opening->open.at[middle].from_s <= time_s)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return 0;
    last = &opening->open.at[low - 1];
    return last->before_s + (time_s < last->to_s ? time_s : last->to_s)
           - last->from_s;
}

int64_t
opening_between(const struct opening *opening, int64_t from_s, int64_t to_s)
{
    return to_s <= from_s ? 0 : until(opening, to_s) - until(opening, from_s);
}
