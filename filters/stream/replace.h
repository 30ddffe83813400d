/*
 * replace - a file written whole and on disk before it takes the place of another
 *
 * Whoever reads the path sees the old file or the new one, also after a crash.
 * Fails:   false, with the reason in errno; what was written so far is gone.
 */
#ifndef HARK_STREAM_REPLACE_H
#define HARK_STREAM_REPLACE_H

#include "base/text.h"

/* rename(2), on disk once it returns. */
bool replace_file(const char *from, const char *path);

/* To PATH.PID and to disk; replace_file() brings it from there. The name is malloc'd, or NULL. */
char *replace_prepare(const char *path, struct text content);

/* Both at once. */
bool replace_content(const char *path, struct text content);

/*
 * PATH.next to PATH, for what a run has left to be made good once its results are published; the exit
 * status, after saying what went wrong.
 */
int replace_commit(const char *path);

/* All of it, whatever the pieces that the kernel takes. */
bool replace_write(int fd, struct text content);

#endif
