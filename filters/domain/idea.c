#include "domain/idea.h"

#include "base/calendar.h"
#include "base/clock.h"

enum { DAY_S = 86400, YEAR_MONTHS = 12 };

/* 31 August and six months is the last day of February. */
static int64_t
months_later(int64_t time_s, unsigned months)
{
    int64_t day = clock_day(time_s), year;
    int month, of_month;
    uint32_t last;

    clock_civil(day, &year, &month, &of_month);
    year += (month - 1 + (int64_t)months) / YEAR_MONTHS;
    month = (int)((month - 1 + (int64_t)months) % YEAR_MONTHS) + 1;
    last = calendar_month_days((uint32_t)year, (uint32_t)month);
    if ((uint32_t)of_month > last)
        of_month = (int)last;
    return time_s + (clock_days(year, month, of_month) - day) * DAY_S;
}

struct idea
idea_of(int64_t posted_s, unsigned months)
{
    struct idea idea = {
        .posted_s = posted_s,
        .old_s = months == 0 ? INT64_MAX : months_later(posted_s, months),
        .status = IDEA_SUBMITTED,
        .since_s = posted_s,
    };

    for (int i = 0; i < IDEA_STATUSES; i++)
        idea.reached_s[i] = IDEA_NEVER;
    idea.reached_s[IDEA_SUBMITTED] = posted_s;
    return idea;
}

/* From the row to the column. */
static const bool is_legal[IDEA_STATUSES][IDEA_STATUSES] = {
    [IDEA_SUBMITTED] = {[IDEA_UNDER_REVIEW] = true,
                        [IDEA_PARTIALLY_IMPLEMENTED] = true,
                        [IDEA_IMPLEMENTED] = true,
                        [IDEA_NOT_PLANNED] = true,
                        [IDEA_ARCHIVED] = true},
    [IDEA_UNDER_REVIEW] = {[IDEA_PARTIALLY_IMPLEMENTED] = true,
                           [IDEA_IMPLEMENTED] = true,
                           [IDEA_NOT_PLANNED] = true},
    [IDEA_PARTIALLY_IMPLEMENTED] = {[IDEA_IMPLEMENTED] = true},
    [IDEA_NOT_PLANNED] = {[IDEA_UNDER_REVIEW] = true, [IDEA_ARCHIVED] = true},
    [IDEA_ARCHIVED] = {[IDEA_UNDER_REVIEW] = true},
};

static void
enter(struct idea *idea, enum idea_status status, int64_t time_s)
{
    idea->status = status;
    idea->since_s = time_s;
    if (idea->reached_s[status] == IDEA_NEVER)
        idea->reached_s[status] = time_s;
}

enum idea_move
idea_take(struct idea *idea, enum idea_status status, int64_t time_s)
{
    enum idea_status before = idea->status;

    if (status == before)
        return IDEA_STAYS;
    if (time_s < idea->posted_s) /* clocks differ */
        time_s = idea->posted_s;
    enter(idea, status, time_s);
    if (!is_legal[before][status])
        return IDEA_LEAPS;
    return status == IDEA_ARCHIVED && time_s < idea->old_s ? IDEA_HURRIES
                                                           : IDEA_MOVES;
}

void
idea_end(struct idea *idea, int64_t as_of_s)
{
    if (as_of_s < idea->old_s || !is_legal[idea->status][IDEA_ARCHIVED])
        return;
    enter(idea, IDEA_ARCHIVED,
          idea->since_s > idea->old_s ? idea->since_s : idea->old_s);
    idea->is_archived_by_rule = true;
}

unsigned
idea_progress(enum idea_status status)
{
    return status <= IDEA_IMPLEMENTED ? status : 0;
}

static const char *const names[IDEA_STATUSES] = {
    "submitted",   "under_review", "partially_implemented",
    "implemented", "not_planned",  "archived"};

const char *
idea_status_name(enum idea_status status)
{
    return names[status];
}

bool
idea_status_of(struct text word, enum idea_status *status)
{
    for (int i = 0; i < IDEA_STATUSES; i++) {
        if (text_equal(word, text_of(names[i]))) {
            *status = (enum idea_status)i;
            return true;
        }
    }
    return false;
}
