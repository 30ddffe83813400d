/*
 * common - what all fuzz targets share: books that say nothing, and bytes in memory
 *
 * A target aborts where a promise is broken; what a filter rejects or refuses is no finding.
 */
#ifndef HARK_FUZZ_COMMON_H
#define HARK_FUZZ_COMMON_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "stream/books.h"
#include "stream/writer.h"

/* One for the whole process: what is rejected and written goes to /dev/null. Lines are at most 64 KiB. */
struct books *common_books(void);
struct writer *common_writer(void);

/* The first byte, and what is left; 0 where there is none. */
unsigned common_byte(struct text *bytes);

/* A copy with JSON_PADDING readable bytes behind it, until the next call. */
struct text common_padded(struct text bytes);

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

#endif
