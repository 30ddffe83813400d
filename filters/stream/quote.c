#include "stream/quote.h"

bool
quote_is_bare(struct text row, char separator)
{
    bool is_quoted = false, at_start = true;

    for (size_t i = 0; i < row.len; i++) {
        char next = i + 1 < row.len ? row.at[i + 1] : '\n';

        if (!is_quoted) {
            is_quoted = at_start && row.at[i] == '"';
            at_start = row.at[i] == separator;
        } else if (row.at[i] == '"' && next == '"') {
            i++;
        } else if (row.at[i] == '"') {
            if (next != separator && next != '\n' && next != '\r')
                return true;
            is_quoted = false;
        }
    }
    return false;
}
