#include "sources/lognames.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct letter {
    char letter;
    enum log_field field;
};

struct word {
    const char *word;
    enum log_field field;
};

static enum log_field
find_letter(const struct letter *letters, size_t count, char letter)
{
    for (size_t i = 0; i < count; i++)
        if (letters[i].letter == letter)
            return letters[i].field;
    return LOG_SKIP;
}

/* Names of headers are the same in either case. */
static enum log_field
find_word(const struct word *words, size_t count, struct text word)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(word, text_of(words[i].word)))
            return words[i].field;
    return LOG_SKIP;
}

enum log_field
lognames_apache(char letter)
{
    static const struct letter letters[] = {
        {'h', LOG_ADDRESS}, {'a', LOG_ADDRESS}, {'u', LOG_USER},
        {'r', LOG_REQUEST}, {'m', LOG_METHOD},  {'U', LOG_PATH},
        {'q', LOG_QUERY},   {'s', LOG_STATUS},  {'v', LOG_SITE},
        {'V', LOG_SITE},    {'p', LOG_PORT}};

    return find_letter(letters, COUNT(letters), letter);
}

enum log_field
lognames_header(struct text name)
{
    static const struct word words[] = {{"Referer", LOG_REFERRER},
                                        {"User-Agent", LOG_AGENT},
                                        {"Host", LOG_SITE},
                                        {"Cookie", LOG_COOKIES},
                                        {"X-Forwarded-For", LOG_FORWARDED},
                                        {"X-Real-IP", LOG_FORWARDED},
                                        {"X-Client-IP", LOG_FORWARDED},
                                        {"True-Client-IP", LOG_FORWARDED},
                                        {"CF-Connecting-IP", LOG_FORWARDED},
                                        {"X-Forwarded-Proto", LOG_SCHEME}};

    return find_word(words, COUNT(words), name);
}

static bool
has_any(struct text strftime, const char *const *conversions)
{
    for (; *conversions != NULL; conversions++)
        if (text_find(strftime, text_of(*conversions)) != SIZE_MAX)
            return true;
    return false;
}

enum log_field
lognames_time(struct text strftime)
{
    static const struct word words[] = {{"", LOG_TIME},
                                        {"sec", LOG_TIME},
                                        {"msec", LOG_TIME_MS},
                                        {"usec", LOG_TIME_US},
                                        {"msec_frac", LOG_FRACTION},
                                        {"usec_frac", LOG_FRACTION},
                                        {"%z", LOG_ZONE},
                                        {"%s", LOG_TIME}};
    static const char *const dates[] = {"%Y", "%F", NULL};
    static const char *const clocks[] = {"%T", "%H", "%X", "%R", NULL};
    enum log_field field;

    if (text_starts(strftime, TEXT("begin:")))
        strftime = text_from(strftime, 6);
    else if (text_starts(strftime, TEXT("end:")))
        strftime = text_from(strftime, 4);
    field = find_word(words, COUNT(words), strftime);
    if (field != LOG_SKIP)
        return field;
    if (has_any(strftime, dates))
        return has_any(strftime, clocks) ? LOG_TIME : LOG_DATE;
    return has_any(strftime, clocks) ? LOG_CLOCK : LOG_SKIP;
}

enum log_field
lognames_goaccess(char letter)
{
    static const struct letter letters[] = {
        {'h', LOG_ADDRESS}, {'e', LOG_USER},     {'x', LOG_TIME},
        {'d', LOG_DATE},    {'t', LOG_CLOCK},    {'r', LOG_REQUEST},
        {'m', LOG_METHOD},  {'U', LOG_PATH},     {'q', LOG_QUERY},
        {'s', LOG_STATUS},  {'R', LOG_REFERRER}, {'u', LOG_AGENT},
        {'v', LOG_SITE}};

    return find_letter(letters, COUNT(letters), letter);
}

enum log_field
lognames_nginx(struct text name)
{
    static const struct word words[] = {
        {"remote_addr", LOG_ADDRESS},
        {"http_x_forwarded_for", LOG_FORWARDED},
        {"proxy_add_x_forwarded_for", LOG_FORWARDED},
        {"http_x_real_ip", LOG_FORWARDED},
        {"http_x_client_ip", LOG_FORWARDED},
        {"http_true_client_ip", LOG_FORWARDED},
        {"http_cf_connecting_ip", LOG_FORWARDED},
        {"remote_user", LOG_USER},
        {"time_local", LOG_TIME},
        {"time_iso8601", LOG_TIME},
        {"msec", LOG_TIME},
        {"request", LOG_REQUEST},
        {"request_method", LOG_METHOD},
        {"request_uri", LOG_TARGET},
        {"uri", LOG_PATH},
        {"document_uri", LOG_PATH},
        {"args", LOG_QUERY},
        {"query_string", LOG_QUERY},
        {"status", LOG_STATUS},
        {"http_referer", LOG_REFERRER},
        {"http_user_agent", LOG_AGENT},
        {"http_cookie", LOG_COOKIES},
        {"host", LOG_SITE},
        {"http_host", LOG_SITE},
        {"server_name", LOG_SITE},
        {"server_port", LOG_PORT},
        {"scheme", LOG_SCHEME},
        {"http_x_forwarded_proto", LOG_SCHEME}};

    return find_word(words, COUNT(words), name);
}
