#include "domain/fit_period.h"

#include "base/calendar.h"

enum { DAY_S = 86400, MONTHS = 12 };

static const char *const names[] = {
    [FIT_MONTH] = "month", [FIT_YEAR] = "year", [FIT_ALL] = "all"};

bool
fit_period_find(struct text name, enum fit_period *period)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (text_equal(name, text_of(names[i]))) {
            *period = (enum fit_period)i;
            return true;
        }
    return false;
}

const char *
fit_period_name(enum fit_period period)
{
    return names[period];
}

uint32_t
fit_period_of(enum fit_period period, int64_t time_s)
{
    int64_t days = time_s / DAY_S - (time_s % DAY_S < 0);
    int32_t first = calendar_days(1, 1, 1);
    int32_t last = calendar_days(9999, 12, 31);
    uint32_t year, month, day;

    if (period == FIT_ALL)
        return 0;
    calendar_date(days < first  ? first
                  : days > last ? last
                                : (int32_t)days,
                  &year, &month, &day);
    return period == FIT_YEAR ? year : year * MONTHS + month - 1;
}

int64_t
fit_period_start(enum fit_period period, uint32_t number)
{
    uint32_t year = period == FIT_YEAR ? number : number / MONTHS;
    uint32_t month = period == FIT_YEAR ? 1 : number % MONTHS + 1;

    return period == FIT_ALL ? INT64_MIN / 2
                             : (int64_t)calendar_days(year, month, 1) * DAY_S;
}

void
fit_period_write(struct buffer *out, enum fit_period period, uint32_t number)
{
    if (period == FIT_MONTH)
        buffer_printf(out, "%04u-%02u", number / MONTHS, number % MONTHS + 1);
    else if (period == FIT_YEAR)
        buffer_printf(out, "%04u", number);
    else
        buffer_add(out, TEXT("all"));
}

bool
fit_period_read(struct text text, enum fit_period period, uint32_t *number)
{
    struct text head = {text.at, 4};
    int64_t year, month = 1;

    *number = 0;
    if (period == FIT_ALL)
        return text_equal(text, TEXT("all"));
    if (text.len != (period == FIT_YEAR ? 4 : 7) || !text_integer(head, &year)
        || year < 1)
        return false;
    if (period == FIT_MONTH
        && (text.at[4] != '-' || !text_integer(text_from(text, 5), &month)
            || month < 1 || month > MONTHS))
        return false;
    *number = (uint32_t)(period == FIT_YEAR ? year : year * MONTHS + month - 1);
    return true;
}
