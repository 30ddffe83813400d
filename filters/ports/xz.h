/*
 * xz - .xz streams, by liblzma, with every check that the stream names
 *
 * A dictionary beyond max_window is refused by "window_too_large: …" before it is allocated.
 * A check type that the library cannot verify is refused ("unsupported_check: …"); a stream with
 * none ends with `unchecked`. Stream padding (zeros in fours) is the driver's.
 */
#ifndef HARK_PORTS_XZ_H
#define HARK_PORTS_XZ_H

#include "ports/decoder.h"

struct decoder *xz_new(uint64_t max_window);

#endif
