/*
 * replay - what was rejected before, taken out of a file of rejects
 *
 * Shape:   lines as stream/rejects.h writes them; those of other filters are not for normalize.
 * Lives:   the raw record, its place and its context until the next call.
 */
#ifndef HARK_SOURCES_REPLAY_H
#define HARK_SOURCES_REPLAY_H

#include "sources/source.h"

struct replay;

struct replay *replay_new(void);
void replay_free(struct replay *replay);

/* Fills raw->line (padded for JSON), context and place. NULL; SOURCE_DROP("other_filter"); or
   why it cannot be replayed. */
const char *replay_read(struct replay *replay, struct text line,
                        struct raw *raw);

#endif
