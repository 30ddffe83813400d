/*
 * probe - what an archive holds, told from the bytes that go by
 *
 * Also whether it begins with the whole of something that the state knows, and where that ends: a log that
 * grew, or one that was rotated.
 * Cost:    one hash of the bytes, and one look-up a length that is known.
 */
#ifndef HARK_STREAM_PROBE_H
#define HARK_STREAM_PROBE_H

#include "stream/state.h"

struct probe;

struct probe *probe_new(const struct state *state);
void probe_free(struct probe *probe);

/* The state is not changed until the last byte has come. */
void probe_start(struct probe *probe);
void probe_add(void *probe, struct text piece); /* a bytes_watcher */

/* Of all that has come. */
void probe_content(const struct probe *probe, struct content *content);

/* The longest known content that it begins with; false where there is none. */
bool probe_known(const struct probe *probe, struct content *known);

/*
 * Where the first line begins that was not whole in that. Its last line may have lacked its end: it counts as
 * done only if an end is what came next.
 */
uint64_t probe_resume(const struct probe *probe);

#endif
