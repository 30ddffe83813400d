/*
 * words - the links, mentions and tags that stand in a text itself
 *
 * For sources that do not list them: Twitter before its entities, customer-support exports,
 *                                    plain CSVs.
 * Shape:   a link begins with http:// or https:// and ends before white space, a quote, `<`, `>`
 *          or what is no ASCII, without the punctuation behind it; a mention is @ and 1 to 20 of
 *          A-Z a-z 0-9 _; a tag is # and letters, digits, marks and _, not digits alone; neither
 *          stands right behind a word.
 * Source:  github.com/twitter/twitter-text, its rules in short; its conformance suite is played
 *          by tests/unit/words.c.
 */
#ifndef HARK_SOURCES_WORDS_H
#define HARK_SOURCES_WORDS_H

#include "sources/draft.h"

/* A link whose host shortens (see below) is its own short form. `skip` is a host that is left
   out, or NULL. */
void words_links(struct draft *draft, struct text utf8, const char *skip);
void words_mentions(struct draft *draft, struct text utf8);
void words_tags(struct draft *draft, struct text utf8);

/* Takes the next link off *rest. */
bool words_next_link(struct text *rest, struct text *link);

/* An address such as a shortener gives out: a known host, or at most 8 bytes of host under a
   country's domain, and one short
   component of letters and digits. */
bool words_is_short(struct text link);

#endif
