/*
 * mapped - one result of a user's map, checked and put into a draft
 *
 * Fails:   says why, "bad_map: likes: wants an integer", until the next call.
 */
#ifndef HARK_SOURCES_MAPPED_H
#define HARK_SOURCES_MAPPED_H

#include "sources/source.h"

struct mapped;

struct mapped *mapped_new(void);
void mapped_free(struct mapped *mapped);

/* NULL, or why not: what emitter_add() says among it. */
const char *mapped_emit(struct mapped *mapped, struct json_slot result,
                        const struct row *row, struct emitter *emitter);

#endif
