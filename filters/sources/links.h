/*
 * links - the addresses that stand in a text itself
 *
 * For sources that do not list them: Twitter before its entities, customer-support exports.
 * Shape:   a link begins with http:// or https://, not right behind a word, has a dot in its
 *          host, and ends before white space, a quote, `<`, `>` or a letter of a script that
 *          puts no spaces, without the punctuation behind it.
 * Source:  github.com/twitter/twitter-text, its rules in short: of its conformance suite 71 of
 *          91 hold; the others are hosts that cannot be, which are links here, and hosts with
 *          letters of other scripts, which are none.
 */
#ifndef HARK_SOURCES_LINKS_H
#define HARK_SOURCES_LINKS_H

#include "sources/draft.h"

/* Adds each link; one that is short is its own short form. `skip` is a host that is left out, or
   NULL. */
void links_add(struct draft *draft, struct text utf8, const char *skip);

/* Takes the next link off *rest. */
bool links_next(struct text *rest, struct text *link);

/* An address such as a shortener gives out: a known host, or at most 8 bytes of host under a
   country's domain, and one short
   component of letters and digits. */
bool links_is_short(struct text link);

#endif
