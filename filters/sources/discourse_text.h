/*
 * discourse_text - what a post of Discourse says: text, links, mentions
 *
 * The HTML that was cooked of it goes first, since few pages hold what was written: the same post has the same text from each.
 */
#ifndef HARK_SOURCES_DISCOURSE_TEXT_H
#define HARK_SOURCES_DISCOURSE_TEXT_H

#include "ports/json.h"
#include "sources/draft.h"

/* `host` is what addresses are relative to, or an empty text. */
void discourse_text(struct draft *draft, const struct json_slot *cooked,
                    const struct json_slot *raw, struct text host);

#endif
