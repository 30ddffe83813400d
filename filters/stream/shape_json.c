#include "stream/shape_parts.h"

#include "stream/record.h"

/*
 * How deep the JSON is open at the end of the text, strings minded; *key is where `"orderedItems"`
 * stands at the top level, or NULL.
 */
static int
open_depth(struct text json, const char **key)
{
    static const struct text wanted = {"\"orderedItems\"", 14};
    int depth = 0;

    *key = NULL;
    for (size_t i = 0; i < json.len; i++) {
        char byte = json.at[i];

        if (byte == '"') {
            if (depth == 1 && *key == NULL
                && text_starts(text_from(json, i), wanted))
                *key = json.at + i;
            for (i++; i < json.len && json.at[i] != '"'; i++)
                i += json.at[i] == '\\';
            if (i >= json.len)
                return depth == 0 ? 1 : depth;
        } else if (byte == '{' || byte == '[') {
            depth++;
        } else if (byte == '}' || byte == ']') {
            depth--;
        }
    }
    return depth;
}

bool
shape_is_closed(struct text json)
{
    const char *key;

    json = shape_skip_space(json);
    return json.len > 0 && (json.at[0] == '{' || json.at[0] == '[')
           && open_depth(json, &key) == 0;
}

/*
 * A first line that closes what it opens is a record of JSON lines. One that does not, and more
 * lines behind it, is a document; unless the second line opens an object too: then the first is
 * a broken record among good ones.
 */
enum shape
shape_of_json(struct text first)
{
    struct text line = shape_first_line(first), rest;
    const char *key;
    int depth = open_depth(line, &key);

    if (text_starts(first, TEXT(RECORD_PREFIX "begin\"")))
        return SHAPE_HARK;
    if (key != NULL && first.at[0] == '{')
        return SHAPE_ORDERED;
    if (first.at[0] == '[')
        return depth == 0
                       && text_starts(
                           shape_skip_space(text_from(first, line.len)),
                           TEXT("["))
                   ? SHAPE_JSON
                   : SHAPE_ARRAY;
    if (depth <= 0 || line.len == first.len)
        return SHAPE_JSON;
    rest = text_from(first, line.len + 1);
    if (rest.len > 0 && rest.at[0] == '{' && line.len > 2)
        return SHAPE_JSON;
    open_depth(first, &key);
    return key != NULL ? SHAPE_ORDERED : SHAPE_DOCUMENT;
}
