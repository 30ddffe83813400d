/*
 * mastodon_event - what Mastodon's streaming interface says: a status, its edit, or that one was deleted
 *
 * A delete names the status by an id of the server, which means nothing elsewhere. So what each status that came by is
 * called everywhere is remembered as long as the archive lasts; of one that did not come by the delete's target is
 * `status/ID`, which nothing is called, and the books note `delete_of_unknown`. Events have no time of their own: they were
 * seen, and a delete is dated, when the latest status of the archive so far was made or changed.
 * Source:  docs.joinmastodon.org, "Streaming timelines".
 */
#ifndef HARK_SOURCES_MASTODON_EVENT_H
#define HARK_SOURCES_MASTODON_EVENT_H

#include "sources/source.h"

struct mastodon_event;

struct mastodon_event *mastodon_event_new(void);

/* An event of that name ("update") and its payload: JSON, or digits. As of normalize(). */
const char *mastodon_event_emit(struct mastodon_event *state, struct text name,
                                struct text payload, struct emitter *emitter);

#endif
