/*
 * agent - whether a User-Agent says that no person is behind it
 *
 * Crawlers, link previews, feed readers, monitors and programs; told by words in it, case ignored, as they
 * name themselves. An agent that hides is not found out here.
 */
#ifndef HARK_SOURCES_AGENT_H
#define HARK_SOURCES_AGENT_H

#include "base/text.h"

/* An absent agent ("-") is none of a browser's, and counts as a bot. */
bool agent_is_bot(struct text agent);

#endif
