/*
 * epoch - seconds since 1970 in the dress that an export gave them: 1331923247, "1331923247", 1331923247.25
 */
#ifndef HARK_SOURCES_EPOCH_H
#define HARK_SOURCES_EPOCH_H

#include "base/clock.h"
#include "ports/json.h"

/* False of anything else, of a time before 1970, and of one beyond 1e12. */
bool epoch_read(const struct json_slot *slot, struct moment *moment);

#endif
