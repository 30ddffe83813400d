/*
 * bzip2 - bzip2 streams, by libbz2, which checks every block's CRC and the stream's own
 */
#ifndef HARK_PORTS_BZIP2_H
#define HARK_PORTS_BZIP2_H

#include "ports/decoder.h"

struct decoder *bzip2_new(void);

#endif
