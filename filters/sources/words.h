/*
 * words - the mentions and tags that stand in a text itself
 *
 * For sources that do not list them: Twitter before its entities, customer-support exports.
 * Shape:   a mention is @ and 1 to 20 of A-Z a-z 0-9 _; a tag is # and letters, digits, marks
 *          and what joins words in some script, not digits alone; neither stands right behind a
 *          word. The wide forms of @ and # count as well.
 * Source:  github.com/twitter/twitter-text, its rules in short; its conformance suite holds but
 *          for case folding (which makes wide letters narrow) and for digits of other scripts.
 */
#ifndef HARK_SOURCES_WORDS_H
#define HARK_SOURCES_WORDS_H

#include "sources/draft.h"

void words_mentions(struct draft *draft, struct text utf8);
void words_tags(struct draft *draft, struct text utf8);

#endif
