#include "ports/json_count.h"

static bool
is_mark(char byte)
{
    return byte == ',' || byte == '[' || byte == '{';
}

static size_t
marks_of_all(struct text json)
{
    size_t count = 0;

    for (size_t i = 0; i < json.len; i++)
        count += is_mark(json.at[i]);
    return count;
}

/* Behind the string that begins there. */
static size_t
skip_string(struct text json, size_t at)
{
    for (at++; at < json.len && json.at[at] != '"'; at++)
        at += json.at[at] == '\\';
    return at;
}

static size_t
marks_outside_strings(struct text json)
{
    size_t count = 0;

    for (size_t i = 0; i < json.len; i++)
        if (json.at[i] == '"')
            i = skip_string(json, i);
        else
            count += is_mark(json.at[i]);
    return count;
}

bool
json_has_too_many(struct text json)
{
    return json.len > JSON_VALUES_MOST && marks_of_all(json) > JSON_VALUES_MOST
           && marks_outside_strings(json) > JSON_VALUES_MOST;
}
