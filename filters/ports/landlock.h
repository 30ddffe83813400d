/*
 * landlock - which files this process, and what it starts, can reach from now on
 *
 * By Landlock's own system calls, for which libc has no wrappers.
 * Shape:   nothing can be opened, made, removed or run but what a path allows; TCP ports are neither listened on nor,
 *          without `connects`, connected to where the kernel's Landlock knows of them (version 4).
 * Fails:   false without Landlock, or where it is switched off.
 */
#ifndef HARK_PORTS_LANDLOCK_H
#define HARK_PORTS_LANDLOCK_H

#include <stdbool.h>
#include <stddef.h>

struct landlock_path {
    const char *at; /* a file, or a folder with all that is below it */
    bool writes;    /* also to be written, made and removed */
};

/* The version of the kernel's Landlock, 0 without. */
int landlock_version(void);

/* A path that is not there allows nothing. Not to be taken back. */
bool landlock_restrict(const struct landlock_path *paths, size_t count,
                       bool connects);

#endif
