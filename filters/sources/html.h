/*
 * html - HTML to the plain text that its readers saw, and the links in it
 *
 * Blocks and <br> are line breaks, paragraphs an empty line; white space collapses but in <pre>; scripts, styles,
 * comments and tags go; references are decoded once. Nothing is balanced or mended: a tag is whatever stands between
 * `<` and `>`, and a `<` that begins none is text. Bytes that are no markup come out as they came.
 * Lives:   text and links in the arena or in what is read: a text without `<` and `&`, an address without `&` are taken as they are.
 * Cost:    one pass.
 */
#ifndef HARK_SOURCES_HTML_H
#define HARK_SOURCES_HTML_H

#include "base/arena.h"

struct html_link {
    struct text href;  /* decoded, trimmed; may be relative */
    struct text class; /* "mention hashtag" */
};

struct html {
    struct text text;
    const struct html_link *links; /* of <a href>, in order */
    size_t count;
};

struct html html_read(struct arena *arena, struct text utf8);

/* One of the words in its class. */
bool html_has_class(const struct html_link *link, struct text wanted);

#endif
