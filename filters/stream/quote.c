#include "stream/quote.h"

/* Where in a row one is. */
struct reading {
    char separator;
    bool is_quoted;
    bool is_at_start; /* of a cell */
};

/* False at a bare quote; no pair of quotes lies across two of these texts. */
static bool
read_on(struct reading *reading, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char next = i + 1 < text.len ? text.at[i + 1] : '\n';

        if (!reading->is_quoted) {
            reading->is_quoted = reading->is_at_start && text.at[i] == '"';
            reading->is_at_start = text.at[i] == reading->separator;
        } else if (text.at[i] == '"' && next == '"') {
            i++;
        } else if (text.at[i] == '"') {
            if (next != reading->separator && next != '\n' && next != '\r')
                return false;
            reading->is_quoted = false;
        }
    }
    return true;
}

bool
quote_is_bare(struct text first, struct text last, char separator)
{
    struct reading reading = {.separator = separator, .is_at_start = true};

    return !read_on(&reading, first) || !read_on(&reading, last);
}
