/*
 * emoticon - what its writer's own signs say of a text: :) and :(, hearts, smiling and weeping emoji
 *
 * Shape:   a sign of letters and marks stands alone: no letter or digit beside it.
 * Source:  as in Go, Bhayani and Huang, "Twitter sentiment classification using distant supervision", 2009: the signs
 *          label the text, and are taken out of it, since a model would learn nothing but them.
 */
#ifndef HARK_DOMAIN_EMOTICON_H
#define HARK_DOMAIN_EMOTICON_H

#include "base/buffer.h"

enum emoticon_mood {
    EMOTICON_NONE,
    EMOTICON_GLAD,
    EMOTICON_SAD,
    EMOTICON_BOTH
};

/* Appends the text without its signs. */
enum emoticon_mood emoticon_read(struct buffer *without, struct text text);

#endif
