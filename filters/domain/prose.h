/*
 * prose - what somebody wrote in words: a post's text without links, names and RT
 *
 * Appends the text without links (http:// or https:// up to white space or a letter beyond ASCII), without @names and
 * with a space in their place, without the word RT, and without the # before a tag.
 * Cost:    linear, one pass.
 */
#ifndef HARK_DOMAIN_PROSE_H
#define HARK_DOMAIN_PROSE_H

#include "base/buffer.h"

void prose_add(struct buffer *out, struct text text);

#endif
