#include "sources/seen.h"

#include "base/clock.h"

/* From coarse to fine; what a pattern does not name is -1. */
enum { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, PARTS };
static const char letters[PARTS + 1] = "YmdHMS";
static const int lowest[PARTS] = {1, 1, 1, 0, 0, 0};
static const int highest[PARTS] = {9998, 12, 31, 23, 59, 59};

const char *
seen_check(const char *pattern)
{
    bool has_year = false;

    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at != '%')
            continue;
        at++;
        if (*at == '\0' || (*at != '%' && strchr(letters, *at) == NULL))
            return "knows %Y %m %d %H %M %S and %% only";
        has_year |= *at == 'Y';
    }
    return has_year ? NULL : "wants at least %Y";
}

static bool
take_digits(struct text *rest, size_t count, int *value)
{
    *value = 0;
    if (rest->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rest->at[i] < '0' || rest->at[i] > '9')
            return false;
        *value = *value * 10 + (rest->at[i] - '0');
    }
    *rest = text_from(*rest, count);
    return true;
}

/* Whether the pattern stands at the front of the text. */
static bool
fits(const char *pattern, struct text text, int parts[PARTS])
{
    for (size_t i = 0; i < PARTS; i++)
        parts[i] = -1;
    for (; *pattern != '\0'; pattern++) {
        const char *letter = NULL;

        if (*pattern == '%')
            letter = strchr(letters, *++pattern);
        if (letter == NULL) {
            if (text.len == 0 || text.at[0] != *pattern)
                return false;
            text = text_from(text, 1);
            continue;
        }
        size_t part = (size_t)(letter - letters);
        if (!take_digits(&text, part == YEAR ? 4 : 2, &parts[part])
            || parts[part] < lowest[part] || parts[part] > highest[part])
            return false;
    }
    return true;
}

/* The first moment after the period that the parts name. */
static int64_t
end_of(int parts[PARTS])
{
    static const int64_t seconds[PARTS] = {0, 0, 86400, 3600, 60, 0};
    size_t finest = YEAR;
    int64_t start;

    while (finest + 1 < PARTS && parts[finest + 1] >= 0)
        finest++;
    for (size_t i = finest + 1; i < PARTS; i++)
        parts[i] = lowest[i];
    if (finest == YEAR)
        parts[YEAR]++;
    if (finest == MONTH && ++parts[MONTH] == 13) {
        parts[YEAR]++;
        parts[MONTH] = 1;
    }
    start = clock_days(parts[YEAR], parts[MONTH], parts[DAY]) * 86400
            + parts[HOUR] * 3600 + parts[MINUTE] * 60 + parts[SECOND];
    return start + seconds[finest];
}

bool
seen_find(const char *pattern, struct text name, int64_t *seen_s)
{
    int parts[PARTS];

    for (size_t from = name.len; from-- > 0;) {
        if (fits(pattern, text_from(name, from), parts)) {
            *seen_s = end_of(parts);
            return true;
        }
    }
    return false;
}
