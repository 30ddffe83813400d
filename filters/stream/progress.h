/*
 * progress - bytes, records, rate and time left on one line of a terminal
 *
 * Shown on standard error by --progress, or where that is a terminal and the size of the input is
 * known; HARK_PROGRESS_FD names another descriptor (3 to 9) that may be the terminal. Refreshed at most twice a second, wiped at the end.
 */
#ifndef HARK_STREAM_PROGRESS_H
#define HARK_STREAM_PROGRESS_H

#include "stream/options.h"

struct progress;

/* NULL where nothing is to be shown; the others accept that. */
struct progress *progress_open(const struct options *options);
void progress_show(struct progress *progress, uint64_t bytes, uint64_t records);
void progress_close(struct progress *progress);

#endif
