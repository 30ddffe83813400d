/*
 * cachedir - the user's folder for what can be had again
 *
 * The one that is given, or else $XDG_CACHE_HOME/hark, or else ~/.cache/hark.
 */
#ifndef HARK_STREAM_CACHEDIR_H
#define HARK_STREAM_CACHEDIR_H

#include "base/buffer.h"

/* False where nothing is given and neither variable is set. */
bool cachedir_find(const char *given, struct buffer *folder);

/* All the folders of the path, like mkdir -p, each the user's alone. False with the reason in errno. */
bool cachedir_make(const char *folder);

#endif
