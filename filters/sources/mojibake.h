/*
 * mojibake - text whose bytes were taken for characters, one by one, and written as UTF-8 once more
 *
 * Facebook's downloads do so: "é" is \u00c3\u00a9 there.
 * Lives:   in the arena, or the text itself where there is nothing to mend.
 */
#ifndef HARK_SOURCES_MOJIBAKE_H
#define HARK_SOURCES_MOJIBAKE_H

#include <stdbool.h>

#include "base/arena.h"

/* The text that was meant, and *is_mended, where no character is beyond U+00FF, one is beyond U+007F, and as bytes they are
   UTF-8; else the text. *is_mended is left alone otherwise. */
struct text mojibake_mend(struct arena *arena, struct text utf8,
                          bool *is_mended);

#endif
