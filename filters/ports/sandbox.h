/*
 * sandbox - from here on this process reads and writes what it has open, and nothing else
 *
 * seccomp, by libseccomp, lets through what filters need: reading, writing and seeking in open files, memory that is
 * not executable, clocks, signals of its own, the end. Any other call is not made: it gives EPERM, as if the kernel had
 * refused it, and its name goes to standard error at once, once a call: "PROGRAM: refused: the sandbox lets no openat
 * through". So what a library begins to do in a new version fails a run by name, and kills none.
 * Shape:   paths that are still to be opened, and the network, are allowed by what is told before sandbox_enter():
 *          then Landlock holds what is opened to these paths.
 * Holds:   all threads that are started later; to the end of the process.
 * Ports:   processors other than x86-64 and AArch64 get EPERM without the name.
 */
#ifndef HARK_PORTS_SANDBOX_H
#define HARK_PORTS_SANDBOX_H

#include <stdbool.h>

struct sandbox;

struct sandbox *sandbox_new(const char *program); /* it outlives the sandbox */
void sandbox_free(struct sandbox *sandbox);

/* A file or a folder that will be read; of what will be made, the folder that it goes into. Copied. */
void sandbox_read(struct sandbox *sandbox, const char *path);
void sandbox_write(struct sandbox *sandbox, const char *path);

/* Connections go out, with threads, name resolution and certificates; processes are refused all the same. */
void sandbox_connect(struct sandbox *sandbox);

/* Whether files are still to be opened. */
bool sandbox_opens(const struct sandbox *sandbox);

/* NULL, or why there is none: a constant string. `is_held` says whether Landlock holds the paths. */
const char *sandbox_enter(const struct sandbox *sandbox, bool *is_held);

/* Whether a call has been refused since. */
bool sandbox_has_refused(void);

/* Enters one that allows no path, and tries what it refuses; a line each on standard output. False where one got through. */
bool sandbox_try(const char *program);

#endif
