/*
 * status - exit statuses of hark's own, beside those of sysexits(3)
 *
 * Upstream that ended early shares EX_PROTOCOL's number, what is refused for safety EX_NOPERM's.
 */
#ifndef HARK_STREAM_STATUS_H
#define HARK_STREAM_STATUS_H

#include <sysexits.h>

enum { STATUS_UPSTREAM = 76, STATUS_REFUSED = 77 };

#endif
