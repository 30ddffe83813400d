/*
 * agent - whether a User-Agent says that no person is behind it
 *
 * Crawlers, link previews, feed readers, monitors and programs, told by words in it (case ignored) and by the
 * address of their owner (`+http…`), as they name themselves. One that hides is not found out here.
 * Cost:    30 ns of an agent that came lately, else about 1 ns a byte; at most 2 MiB.
 */
#ifndef HARK_SOURCES_AGENT_H
#define HARK_SOURCES_AGENT_H

#include "base/text.h"
#include "sources/draft.h"

struct agents; /* the answers that were given lately */

struct agents *agents_new(void);
void agents_free(struct agents *agents);

/* The one that all rows and sources share. Lives to the end of the process. */
struct agents *agents_shared(void);

enum agent_kind {
    AGENT_PERSON, /* as far as it says */
    AGENT_BOT,
    AGENT_CHECK,  /* asks whether the server is there, and for no page */
    AGENT_PREVIEW /* fetches what is linked, to show it beside the link */
};

/* One that was logged as nothing (an empty text) is none of a browser's; of one that was not logged
   (TEXT_NONE) nothing is said. */
enum agent_kind agents_kind(struct agents *agents, struct text agent);

/* Flags what is no person: bot, and a preview preview as well. */
void agents_flag(struct agents *agents, struct text agent, struct draft *draft);

#endif
