/*
 * books_parts - what the books are made of, for the files of books alone
 */
#ifndef HARK_STREAM_BOOKS_PARTS_H
#define HARK_STREAM_BOOKS_PARTS_H

#include <stdarg.h>

#include "stream/books.h"
#include "stream/figures.h"
#include "stream/message.h"
#include "stream/upstream.h"

struct books {
    const struct options *options;
    struct messages *messages;
    struct upstream *upstream;
    uint64_t in, passed, used, rejected, made, bytes;
    struct figures dropped, kinds, notes;
    struct buffer uses; /* "rules":"…" , … */
    struct buffer line;
    int rejects;             /* file, or -1 */
    int stats;               /* the same */
    struct sandbox *sandbox; /* of --sandbox, or NULL */
    bool is_confined;
    bool judged, settled;
    int told;          /* the status that stands in --stats */
    uint32_t problems; /* a bit a status, in the order of precedence */
};

/* A problem of that status has come up; the first by precedence of those that have, or 0. */
void books_add_status(struct books *books, int status);
int books_status(const struct books *books);

void books_say(struct books *books, const struct place *place,
               const char *format, va_list values);

/* What is told of it when it is written. */
void books_open_stats(struct books *books);

#endif
