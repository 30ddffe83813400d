#include "domain/group.h"

#include <assert.h>

void
group_put(struct buffer *key, const struct group_value *value)
{
    if (value->type == GROUP_TEXT) {
        group_put_text(key, value->text);
        return;
    }
    buffer_add_char(key, (char)value->type);
    if (value->type == GROUP_NUMBER)
        figure_put(key, value->millionths);
}

bool
group_next(struct text *rest, struct group_value *value)
{
    if (rest->len == 0)
        return false;
    *value = (struct group_value){.type = (enum group_type)rest->at[0]};
    *rest = text_from(*rest, 1);
    if (value->type == GROUP_FALSE || value->type == GROUP_TRUE)
        *value = group_truth(value->type == GROUP_TRUE);
    if (value->type == GROUP_NUMBER) {
        assert(rest->len >= FIGURE_BYTES);
        value->millionths = figure_get(rest->at);
        *rest = text_from(*rest, FIGURE_BYTES);
    } else if (value->type == GROUP_TEXT) {
        size_t end = text_find_char(*rest, '\0');

        assert(end < rest->len);
        value->text = (struct text){rest->at, end};
        *rest = text_from(*rest, end + 1);
    }
    return true;
}

void
group_format(struct buffer *out, const struct group_value *value)
{
    static const char marks[] = "*-FT#=";

    buffer_add_char(out, marks[value->type]);
    if (value->type == GROUP_NUMBER)
        figure_write(out, value->millionths, FIGURE_PLACES,
                     figure_places(value->millionths));
    if (value->type == GROUP_TEXT)
        buffer_add(out, value->text);
}

bool
group_parse(struct text text, struct group_value *value)
{
    struct text rest = text_from(text, 1);
    struct figure figure;

    *value = (struct group_value){.type = GROUP_ABSENT};
    switch (text.len == 0 ? '\0' : text.at[0]) {
    case '=':
        value->type = GROUP_TEXT;
        value->text = rest;
        return text_find_char(rest, '\0') == SIZE_MAX;
    case '#':
        value->type = GROUP_NUMBER;
        if (!figure_parse(rest, &figure))
            return false;
        value->millionths = figure.millionths;
        return true;
    case '*':
        value->type = GROUP_ALL;
        return rest.len == 0;
    case 'F':
    case 'T':
        *value = group_truth(text.at[0] == 'T');
        return rest.len == 0;
    case '-':
        return rest.len == 0;
    default:
        return false;
    }
}
