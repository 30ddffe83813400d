#include "sources/feed_date.h"

enum { DAY_S = 86400, WORDS = 10 };

static int
month_of(struct text word)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    for (int i = 0; word.len >= 3 && i < 12; i++) {
        if (text_starts_nocase(word, (struct text){names + 3 * i, 3}))
            return i + 1;
    }
    return 0;
}

static bool
is_number(struct text word, int64_t *number)
{
    return word.len > 0 && word.len <= 4 && word.at[0] >= '0'
           && word.at[0] <= '9' && text_integer(word, number);
}

/* 10:14, 10:14:55; seconds since midnight. A fraction is cut. */
static bool
take_clock(struct text word, int64_t *s)
{
    static const int64_t weights[] = {3600, 60, 1};
    static const int64_t limits[] = {24, 60, 61};
    struct text part;
    size_t count = 0;
    int64_t sum = 0;

    while (text_split(&word, ':', &part)) {
        size_t dot = text_find_char(part, '.');
        int64_t number;

        if (dot != SIZE_MAX)
            part.len = dot;
        if (count == 3 || !is_number(part, &number) || number >= limits[count])
            return false;
        sum += (number == 60 ? 59 : number) * weights[count++];
    }
    if (count < 2)
        return false;
    *s = sum;
    return true;
}

static bool
take_offset(struct text word, int16_t *tz_min)
{
    bool is_west = word.len > 0 && word.at[0] == '-';
    int64_t hours, minutes = 0;
    struct text digits = text_from(word, 1);

    if (word.len < 3 || (word.at[0] != '+' && !is_west))
        return false;
    if (!is_number((struct text){digits.at, 2}, &hours))
        return false;
    digits = text_from(digits, 2);
    if (digits.len > 0 && digits.at[0] == ':')
        digits = text_from(digits, 1);
    if (digits.len > 0 && (digits.len != 2 || !is_number(digits, &minutes)))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *tz_min = (int16_t)((is_west ? -1 : 1) * (hours * 60 + minutes));
    return true;
}

static bool
take_zone(struct text word, int16_t *tz_min)
{
    static const struct {
        struct text name;
        int16_t hours;
    } zones[] = {{{"UT", 2}, 0},   {{"GMT", 3}, 0},  {{"UTC", 3}, 0},
                 {{"Z", 1}, 0},    {{"EST", 3}, -5}, {{"EDT", 3}, -4},
                 {{"ET", 2}, -5},  {{"CST", 3}, -6}, {{"CDT", 3}, -5},
                 {{"CT", 2}, -6},  {{"MST", 3}, -7}, {{"MDT", 3}, -6},
                 {{"MT", 2}, -7},  {{"PST", 3}, -8}, {{"PDT", 3}, -7},
                 {{"PT", 2}, -8},  {{"AST", 3}, -4}, {{"CET", 3}, 1},
                 {{"CEST", 4}, 2}, {{"MSK", 3}, 3},  {{"JST", 3}, 9}};

    for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
        if (text_equal_nocase(zones[i].name, word)) {
            *tz_min = (int16_t)(zones[i].hours * 60);
            return true;
        }
    }
    return false;
}

static bool
is_day(int64_t year, int month, int64_t day)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return day >= 1 && day <= lengths[month - 1]
           && (month != 2 || day < 29 || is_leap);
}

/* What has been found of a date so far; -1 or 0 where not. */
struct found {
    int64_t year, day, clock_s;
    int month;
    int16_t tz_min;
};

static void
take_word(struct found *found, struct text word)
{
    int64_t number;
    int month = month_of(word);

    if (month > 0 && found->month == 0) {
        found->month = month;
    } else if (is_number(word, &number)) {
        if (found->day < 0 && word.len <= 2)
            found->day = number;
        else if (found->year < 0)
            found->year =
                word.len > 2 ? number : number + (number < 90 ? 2000 : 1900);
    } else if (!take_clock(word, &found->clock_s)
               && !take_offset(word, &found->tz_min)) {
        take_zone(word, &found->tz_min);
    }
}

/* The words of a date in the order of RFC 822 or of asctime. */
static bool
parse_words(struct text text, struct moment *moment)
{
    struct found found = {-1, -1, 0, 0, CLOCK_NO_TZ};
    size_t words = 0;

    while (text.len > 0 && words++ < WORDS) {
        struct text word = {text.at, 0};

        while (
            word.len < text.len
            && text_find_char(TEXT(" ,\t\n\r"), text.at[word.len]) == SIZE_MAX
            && (text.at[word.len] != '-' || word.len == 0 || found.month > 0))
            word.len++;
        text = text_from(text, word.len == 0 || word.len == text.len
                                   ? word.len + 1
                                   : word.len + (text.at[word.len] != '\0'));
        if (word.len > 0)
            take_word(&found, word);
    }
    if (found.month == 0 || found.year < 1
        || !is_day(found.year, found.month, found.day))
        return false;
    *moment = (struct moment){
        clock_days(found.year, found.month, (int)found.day) * DAY_S
            + found.clock_s,
        -1, found.tz_min};
    if (found.tz_min != CLOCK_NO_TZ)
        moment->s -= (int64_t)found.tz_min * 60;
    return true;
}

static bool
all_digits(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    }
    return true;
}

/* 2003, 2003-12, 20031231: whole periods, by their first moment. */
static bool
parse_period(struct text text, struct moment *moment)
{
    int64_t year, month = 1, day = 1;

    if (text.len < 4 || !is_number((struct text){text.at, 4}, &year)
        || year < 1)
        return false;
    text = text_from(text, 4);
    if (text.len == 4 && all_digits(text)) {
        if (!is_number((struct text){text.at, 2}, &month)
            || !is_number(text_from(text, 2), &day))
            return false;
    } else if (text.len > 0
               && (text.at[0] != '-' || text.len != 3
                   || !is_number(text_from(text, 1), &month))) {
        return false;
    }
    if (month < 1 || month > 12 || !is_day(year, (int)month, day))
        return false;
    *moment = (struct moment){clock_days(year, (int)month, (int)day) * DAY_S,
                              -1, CLOCK_NO_TZ};
    return true;
}

bool
feed_date_parse(struct text text, struct moment *moment)
{
    text = text_trim(text);
    return clock_parse(text, moment) || parse_period(text, moment)
           || parse_words(text, moment);
}
