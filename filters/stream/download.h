/*
 * download - a URL's body as a file that is whole and current
 *
 * What the cache has is asked for by its validators (304: it stands); what it has in part is gone on with,
 * where its ETag is a strong one, and begun anew where that has changed. Errors that may pass are tried
 * again, after 1, 2, 4 … seconds or as long as the server asks for.
 * Checks:  length or chunks, as far as the server gives them; the rest shows when it is decoded.
 * Fails:   false after saying why: 69 for good, 75 for later, 73 and 74 of the cache.
 */
#ifndef HARK_STREAM_DOWNLOAD_H
#define HARK_STREAM_DOWNLOAD_H

#include "stream/books.h"

struct download_limits {
    const char *folder; /* NULL: $XDG_CACHE_HOME/hark, else ~/.cache/hark */
    int64_t retries;    /* without any progress between them */
    int64_t most_wait_s;
    int64_t stall_s; /* without as much as HTTP_LEAST bytes a second */
};

struct downloads;

struct downloads *downloads_new(struct books *books,
                                const struct download_limits *limits);
void downloads_free(struct downloads *downloads);

/* Addresses and the cache, before --sandbox stands. */
void downloads_allow(struct downloads *downloads);

struct download {
    int fd;            /* to be closed */
    int64_t seen_s;    /* Last-Modified, or 0 */
    bool is_delimited; /* else a cut body shows only by its format */
};

bool downloads_get(struct downloads *downloads, const char *url,
                   struct download *download);

/* It turned out to be damaged: the next time it is downloaded anew. */
void downloads_forget(struct downloads *downloads, const char *url);

/*
 * Another try where that may help, after its wait; false, after saying that it is enough: 75. `tries` counts
 * those so far.
 */
bool downloads_again(struct downloads *downloads, const char *url,
                     int64_t tries, const char *why);

#endif
