/*
 * promise - whether what looks like lines of text can be that, by its name
 *
 * With one bit of its first bytes turned an archive is like no format that is known, and would pass for lines
 * of text. A name that ends as that of an archive says otherwise.
 */
#ifndef HARK_STREAM_PROMISE_H
#define HARK_STREAM_PROMISE_H

#include <stdbool.h>

#include "base/text.h"

/* NULL, or why the first bytes of what looks like text are none. was_packed: they came out of a compression. */
const char *promise_broken(struct text first, struct text name,
                           bool was_packed);

#endif
