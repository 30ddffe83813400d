/*
 * cached - the body of one URL in the cache, whole or in part
 *
 * Shape:   in the folder, under the XXH3-128 of the URL: DIGEST.body, or DIGEST.part of what is not whole
 *          yet; DIGEST.meta, a name and a value a line (the URL without user info and query, its
 *          validators, sizes, and the XXH3-128 of what is there); DIGEST.lock, on which a second process
 *          waits. The folder is the user's own (mode 0700): what is behind a URL may be secret.
 * Lives:   locked until cached_close(). A body's file stays open and as it is, whatever takes its place.
 * Fails:   false or -1, with the reason in errno.
 */
#ifndef HARK_STREAM_CACHED_H
#define HARK_STREAM_CACHED_H

#include "base/buffer.h"

struct cached {
    struct buffer etag, last_modified; /* as sent, or empty */
    bool is_whole;
    bool is_delimited; /* its end was told by the server */
    uint64_t size;     /* bytes that are there and known to be good */
    int64_t total;     /* what it is to be, or -1 */

    /* Its own: */
    struct digester *digester; /* of those bytes */
    struct buffer path, shown;
    size_t stem; /* of path, before the suffix */
    int fd, lock;
    uint64_t kept; /* `size` when it was last written down */
};

/* `folder` is made where it is missing. Waits for whoever has it; `wait` is called before that. */
bool cached_open(struct cached *cached, const char *folder, const char *url,
                 void (*wait)(void *context), void *context);
void cached_close(struct cached *cached);

/* From the first byte on, and with nothing known of it. */
bool cached_restart(struct cached *cached);
bool cached_add(struct cached *cached, struct text bytes);

/* What there is so far is good, also if nobody comes to say more. */
bool cached_keep(struct cached *cached);

/* All is there. */
bool cached_finish(struct cached *cached);

/* As it were never asked for. */
void cached_remove(struct cached *cached);

/* The whole body, from its first byte; to be closed. */
int cached_body(struct cached *cached);

#endif
