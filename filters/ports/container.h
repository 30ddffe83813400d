/*
 * container - the members of a tar or zip, as a stream, by libarchive
 *
 * Nothing is ever created from a member's name: it is data. Input comes from a callback, so that
 * a container may lie inside a compressed stream or another container.
 * Shape:   only regular files are handed out; directories, links and devices are passed over.
 * Checks:  beyond libarchive: a tar must end in its two zero blocks ("cut_tar: …"), a zip in its end
 *          record ("cut_zip: …"), and nothing but zeros may follow either ("trailing_bytes: …").
 * Lives:   a member's name until the next container_next().
 * Fails:   container_next() and container_read() give CONTAINER_BAD; container_why() says why, with a code.
 */
#ifndef HARK_PORTS_CONTAINER_H
#define HARK_PORTS_CONTAINER_H

#include <sys/types.h>

#include "base/text.h"

enum container_format { CONTAINER_TAR, CONTAINER_ZIP };

/* Bytes read, 0 at the end, -1 where the input itself is damaged (its owner keeps the reason). */
typedef ssize_t container_source(void *context, void *at, size_t room);

struct member {
    struct text name; /* as stored; any bytes */
    int64_t time_s;   /* entry time, or -1 */
    bool encrypted;
};

struct container;

struct container *container_open(enum container_format format,
                                 container_source *source, void *context);
void container_close(struct container *container);

enum container_found { CONTAINER_END, CONTAINER_MEMBER, CONTAINER_BAD };
enum container_found container_next(struct container *container,
                                    struct member *member);

/* Of the current member: bytes read, 0 at its end, -1 where it is damaged. */
ssize_t container_read(struct container *container, void *at, size_t room);
const char *container_why(const struct container *container);

#endif
