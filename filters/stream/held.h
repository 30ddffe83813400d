/*
 * held - operands that are opened all at once, before the first is read
 *
 * For who may open nothing later. What cannot be opened is told when its turn comes, as bytes_open() would.
 * Shape:   a pipe with a name does not wait for its writer when it is opened, but when it is read.
 * Cost:    a descriptor an operand: as many as the process may ever have.
 */
#ifndef HARK_STREAM_HELD_H
#define HARK_STREAM_HELD_H

#include "stream/bytes.h"

struct held;

struct held *held_open(char *const *names,
                       size_t count); /* the names outlive it */
void held_free(struct held *held);

/* Each at most once. */
struct bytes *held_take(struct held *held, size_t which,
                        const struct bytes_limits *limits);

#endif
