#include "sources/logwords.h"

/* Of a word that begins with a quote, the offset of the one that ends it; or SIZE_MAX. */
static size_t
closing(struct text rest, char separator)
{
    for (size_t i = 1; i < rest.len; i++) {
        bool is_last = i + 1 == rest.len || rest.at[i + 1] == separator;

        if (rest.at[i] == '\\')
            i++;
        else if (rest.at[i] == '"' && is_last)
            return i;
        else if (rest.at[i] == '"' && rest.at[i + 1] == '"')
            i++;
    }
    return SIZE_MAX;
}

bool
logwords_next(struct text *rest, char separator, struct text *word)
{
    size_t end;

    if (rest->len == 0 || rest->at[0] != '"')
        return text_split(rest, separator, word);
    end = closing(*rest, separator);
    if (end == SIZE_MAX)
        return false;
    *word = (struct text){rest->at + 1, end - 1};
    *rest = end + 1 == rest->len ? TEXT_NONE : text_from(*rest, end + 2);
    return true;
}

size_t
logwords_cut(struct text line, char separator, struct text *words, size_t most)
{
    size_t count = 0;

    while (count < most && logwords_next(&line, separator, &words[count]))
        count++;
    return count;
}
