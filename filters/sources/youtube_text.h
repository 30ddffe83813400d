/*
 * youtube_text - what a comment under a video says
 *
 * What was typed goes first; what is shown of it is HTML, or plain text where the client asked for that: lines end in
 * <br> in the one and in line feeds in the other.
 */
#ifndef HARK_SOURCES_YOUTUBE_TEXT_H
#define HARK_SOURCES_YOUTUBE_TEXT_H

#include "sources/source.h"

/* Text, tags, and links without those that YouTube itself makes: of tags, of channels, and of places in `video`. */
void youtube_text(struct draft *draft, const struct json_slot *original,
                  const struct json_slot *display, struct text video);

#endif
