/*
 * element - one XML element with all below it, and its form as a JSON object
 *
 * Shape:   attributes become `@name`, text `#text`, children their own name; several of a name an array,
 *          where the first stood. An element with nothing but text is a string. What lies in an element of
 *          type xhtml or application/xhtml+xml (Atom) is markup again, in its text.
 * Lives:   in the arena given; names and texts are copied.
 */
#ifndef HARK_STREAM_ELEMENT_H
#define HARK_STREAM_ELEMENT_H

#include "base/arena.h"
#include "base/buffer.h"

struct element;

/* A child of `parent`, or a new root where that is NULL. */
struct element *element_start(struct arena *arena, struct element *parent,
                              const char *name, const char **attributes);
void element_text(struct arena *arena, struct element *element,
                  struct text text);
/* Its parent, or itself where what ends is markup within it. */
struct element *element_end(struct arena *arena, struct element *element,
                            const char *name);
struct element *element_root(struct element *element);

void element_write(struct buffer *out, const struct element *element);

#endif
