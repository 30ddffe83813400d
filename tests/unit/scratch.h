/*
 * scratch - a folder of its own for a test program, which works in it
 *
 * Both are fixtures of cmocka's, of a group or a test. What was put into the folder has to be taken out again: what is
 * left in it fails the second.
 */
#ifndef HARK_TESTS_SCRATCH_H
#define HARK_TESTS_SCRATCH_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"

static char scratch[4096];

static inline int
scratch_enter(void **state)
{
    const char *parent = getenv("TMPDIR");

    (void)state;
    snprintf(scratch, sizeof(scratch), "%s/hark-test.XXXXXX",
             parent != NULL ? parent : "/tmp");
    return mkdtemp(scratch) != NULL && chdir(scratch) == 0 ? 0 : -1;
}

static inline int
scratch_leave(void **state)
{
    (void)state;
    return chdir("/") == 0 ? rmdir(scratch) : -1;
}

/* A file of mode 0600 that holds this and nothing else; false where it could not be written. */
static inline bool
scratch_put(const char *path, struct text content)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t count = write(fd, content.at, content.len);

    return close(fd) == 0 && count == (ssize_t)content.len;
}

#endif
