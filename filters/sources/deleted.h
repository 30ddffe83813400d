/*
 * deleted - a post that its platform says is gone
 */
#ifndef HARK_SOURCES_DELETED_H
#define HARK_SOURCES_DELETED_H

#include "sources/emitter.h"

/* The draft is a delete of that post alone: its id, target and scope. */
void deleted_item(struct draft *draft, struct text target);

/* When is not said: it is dated by when it was seen, else by `otherwise_s` (INT64_MIN: by nothing), flagged approx_time. */
void deleted_undated(struct draft *draft, const struct emitter *emitter,
                     int64_t otherwise_s);

#endif
