/*
 * file - open, read, write, sync and close, made again where a signal came between
 *
 * Fails:   -1 or false, with the reason in errno.
 */
#ifndef HARK_BASE_FILE_H
#define HARK_BASE_FILE_H

#include <dirent.h>
#include <sys/types.h>

#include "base/buffer.h"

/* Never inherited by a command that is run. `mode` counts where `flags` create. */
int file_open(const char *path, int flags, mode_t mode);

/* The count, 0 at the end. */
ssize_t file_read(int fd, void *at, size_t count);

/* All of it, whatever the pieces that the kernel takes. */
bool file_write(int fd, struct text bytes);

bool file_sync(int fd);

/* flock(2). */
bool file_lock(int fd, int how);

/* Closed it is in any case. */
bool file_close(int fd);

/* What it still holds, behind what the buffer has; up to `most` bytes and a block more. */
bool file_rest(int fd, size_t most, struct buffer *content);
bool file_whole(const char *path, size_t most, struct buffer *content);

/* scandir(3), sorted by the bytes of the names. */
int file_list(const char *folder, int (*is_wanted)(const struct dirent *entry),
              struct dirent ***entries);

#endif
