/*
 * shape_parts - by what a shape is told, for the files of shape alone
 */
#ifndef HARK_STREAM_SHAPE_PARTS_H
#define HARK_STREAM_SHAPE_PARTS_H

#include "stream/shape.h"

/* Of what is told by its first bytes; SHAPE_EMPTY where these tell nothing. */
enum shape shape_of_magic(struct text first);

/* Control bytes of many kinds, which no text has. */
bool shape_is_binary(struct text first);

/* Of what begins with a brace or bracket. */
enum shape shape_of_json(struct text first);

/* It begins with a header of such cells. */
bool shape_is_table(struct text first, char separator);

static inline struct text
shape_skip_space(struct text text)
{
    while (text.len > 0
           && (*text.at == ' ' || *text.at == '\t' || *text.at == '\r'
               || *text.at == '\n'))
        text = text_from(text, 1);
    return text;
}

static inline struct text
shape_first_line(struct text text)
{
    size_t newline = text_find_char(text, '\n');

    if (newline != SIZE_MAX)
        text.len = newline;
    return text;
}

#endif
