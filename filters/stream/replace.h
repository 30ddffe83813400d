/*
 * replace - a file written whole and on disk before it takes the place of another
 *
 * Whoever reads the path sees the old file or the new one, also after a crash. Until it has its place the new
 * one has no name, so that a run that dies leaves nothing (on file systems without O_TMPFILE: PATH.XXXXXX, gone after
 * all that is no kill).
 * Lives:   from replace_begin() to replace_end() or replace_drop().
 * Fails:   false or NULL, with the reason in errno; what was written so far is gone.
 */
#ifndef HARK_STREAM_REPLACE_H
#define HARK_STREAM_REPLACE_H

#include <sys/types.h>

#include "base/text.h"

struct replacement;

struct replacement *replace_begin(const char *path, mode_t mode);

/* Where it is written to; it stays the replacement's. */
int replace_fd(const struct replacement *replacement);
bool replace_write(struct replacement *replacement, struct text bytes);

/* What is written so far. */
bool replace_sync(struct replacement *replacement);

/* To disk, and in its place. */
bool replace_end(struct replacement *replacement);

/* NULL is allowed. */
void replace_drop(struct replacement *replacement);

/* All at once. */
bool replace_content(const char *path, struct text content, mode_t mode);

/* The same where nothing is yet (EEXIST else), and of that mode whatever the umask. */
bool replace_create(const char *path, struct text content, mode_t mode);

/* rename(2), on disk once it returns. */
bool replace_file(const char *from, const char *path);

/*
 * PATH.next to PATH, for what a run has left to be made good once its results are published; the exit
 * status, after saying what went wrong.
 */
int replace_commit(const char *path);

#endif
