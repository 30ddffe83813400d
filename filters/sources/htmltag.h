/*
 * htmltag - what stands between `<` and `>`: what a tag does to the text, how long it is, its attributes
 *
 * Cost:    linear in the tag.
 */
#ifndef HARK_SOURCES_HTMLTAG_H
#define HARK_SOURCES_HTMLTAG_H

#include "base/text.h"

/* What a tag does to the text. */
enum htmltag {
    HTMLTAG_NONE,
    HTMLTAG_BREAK,
    HTMLTAG_PARAGRAPH,
    HTMLTAG_LINE,
    HTMLTAG_PRE,
    HTMLTAG_SKIP,
    HTMLTAG_LINK
};

/* By the name, in either case. */
enum htmltag htmltag_act(struct text name);

/* The length of the tag at the front; quotes may hold a `>`. 0 where all that follow are in quotes. */
size_t htmltag_length(struct text text);

/* Takes the next attribute off a tag's inside. */
bool htmltag_attribute(struct text *rest, struct text *name,
                       struct text *value);

/* White space of HTML. */
static inline bool
htmltag_is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

#endif
