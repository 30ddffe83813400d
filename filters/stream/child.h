/*
 * child - a foreign line filter: lines go to its standard input, what it says comes back
 *
 * Neither side waits for the other: what the command has written is taken while lines are handed to
 * it, so that no full pipe can stop both.
 * Fails:   child_start() exits 71 without processes, 64 where there is no such command; a command that stops
 *          reading is no error (head does), what it exits with is told at child_end().
 */
#ifndef HARK_STREAM_CHILD_H
#define HARK_STREAM_CHILD_H

#include "base/text.h"

struct child;

/* `take` gets the command's output in pieces of any length. */
struct child *child_start(char *const *command,
                          void (*take)(void *context, struct text bytes),
                          void *context);

/* One line, without its end. */
void child_line(struct child *child, struct text line);

/* No more lines: takes the rest of the output. The exit status, or 128 and the signal. */
int child_end(struct child *child);

#endif
