#include "sources/combined.h"

#include "sources/logquote.h"

/* Only what is no digit and no letter of it is looked at: the rest is base/clock.h's to judge. */
static const char time_shape[] = " [00/Xxx/0000:00:00:00 +0000] \"";
enum {
    TIME_SHAPE = sizeof(time_shape) - 1,
    TIME_AT = 2,
    TIME_LEN = sizeof("18/Sep/2011:19:18:28 -0400") - 1
};

static bool
has_time_shape(const char *at)
{
    static const unsigned char signs[] = {0,  1,  4,  8,  13, 16,
                                          19, 22, 28, 29, 30};

    for (size_t i = 0; i < sizeof(signs); i++)
        if (at[signs[i]] != time_shape[signs[i]])
            return false;
    return true;
}

/* Where the time with its brackets and spaces stands, or SIZE_MAX. */
static size_t
find_time(struct text line)
{
    size_t from = 1;

    while (line.len >= TIME_SHAPE && from <= line.len - TIME_SHAPE + 1) {
        const char *open =
            memchr(line.at + from, '[', line.len - TIME_SHAPE + 2 - from);

        if (open == NULL)
            return SIZE_MAX;
        from = (size_t)(open - line.at);
        if (has_time_shape(open - 1))
            return from - 1;
        from++;
    }
    return SIZE_MAX;
}

bool
combined_is(struct text line)
{
    return find_time(line) != SIZE_MAX;
}

static bool
is_nothing(struct text word)
{
    return word.len == 1 && word.at[0] == '-';
}

static bool
has_any(struct text word, const char *bytes)
{
    for (; *bytes != '\0'; bytes++)
        if (text_find_char(word, *bytes) != SIZE_MAX)
            return true;
    return false;
}

/* Three words are a client's; of more, one is the site's, or a user's name has spaces. What stands before those,
   as syslog puts it there, is none of it. */
static bool
is_site_first(struct text second, struct text third, struct text more)
{
    if (is_nothing(second))
        return is_nothing(third) && is_nothing(more);
    return is_nothing(third) || (has_any(second, ".:") && !has_any(more, " "));
}

/* What stands before the time: false where it is not what a server puts there. */
static bool
cut_head(struct text rest, struct text *cells)
{
    struct text first, second, third, user;

    if (!text_split(&rest, ' ', &first) || !text_split(&rest, ' ', &second)
        || rest.len == 0)
        return false;
    user = rest;
    text_split(&rest, ' ', &third);
    if (rest.at != NULL && is_site_first(second, third, rest)) {
        logfield_set(cells, LOG_SITE, first);
        logfield_set(cells, LOG_ADDRESS, second);
        logfield_set(cells, LOG_USER, rest);
        return true;
    }
    if (rest.at != NULL && !is_nothing(second))
        return false;
    logfield_set(cells, LOG_ADDRESS, first);
    if (has_any(second, ".")) /* lighttpd */
        logfield_set(cells, LOG_SITE, second);
    logfield_set(cells, LOG_USER, user);
    return true;
}

/* Takes a quoted field and its quotes off *rest: up to a quote behind which `follows`. */
static bool
take_quoted(struct text *rest, struct text *cell, bool (*follows)(struct text))
{
    size_t end = 0;

    while ((end = logquote_end(*rest, end + 1)) != SIZE_MAX) {
        struct text behind = text_from(*rest, end + 1);

        if (!follows(behind))
            continue;
        *cell = (struct text){rest->at + 1, end - 1};
        *rest = behind;
        return true;
    }
    return false;
}

static bool
is_status(struct text behind)
{
    return behind.len > 1 && behind.at[0] == ' '
           && (behind.at[1] == '-'
               || (behind.at[1] >= '0' && behind.at[1] <= '9'));
}

static bool
is_quote(struct text behind)
{
    return text_starts(behind, TEXT(" \""));
}

static bool
is_end(struct text behind)
{
    return behind.len == 0 || behind.at[0] == ' ';
}

/* Behind the size: nothing, what a format of its own adds, or referrer and agent. */
static const char *
cut_end(struct text rest, struct text *cells)
{
    struct text cell;

    if (rest.len == 0 || rest.at[0] != '"')
        return text_find_char(rest, '"') == SIZE_MAX
                   ? NULL
                   : "bad_log_line: fields between the size and the first "
                     "quote behind it: --log-format can name them";
    if (!take_quoted(&rest, &cell, is_quote))
        return "bad_log_line: it ends in its referrer";
    logfield_set(cells, LOG_REFERRER, cell);
    rest = text_from(rest, 1);
    if (!take_quoted(&rest, &cell, is_end))
        return "bad_log_line: the quote of its agent is not closed";
    logfield_set(cells, LOG_AGENT, cell);
    return NULL;
}

const char *
combined_cut(struct text line, struct text *cells)
{
    size_t time = find_time(line);
    struct text rest, cell;

    if (time == SIZE_MAX)
        return "bad_log_line: no time in brackets and request in quotes";
    if (!cut_head((struct text){line.at, time}, cells))
        return "bad_log_line: before the time stands not [site] address ident "
               "user";
    logfield_set(cells, LOG_TIME,
                 (struct text){line.at + time + TIME_AT, TIME_LEN});
    rest = text_from(line, time + TIME_SHAPE - 1);
    if (!take_quoted(&rest, &cell, is_status))
        return "bad_log_line: the quote of its request is not closed";
    logfield_set(cells, LOG_REQUEST, cell);
    rest = text_from(rest, 1);
    text_split(&rest, ' ', &cell);
    logfield_set(cells, LOG_STATUS, cell);
    if (!text_split(&rest, ' ', &cell) || cell.len == 0)
        return "bad_log_line: it ends in its status";
    return cut_end(rest, cells);
}
