/*
 * origin - where fetch's raw lines come from: its archive and context records, followed
 *
 * An archive record says where the raw lines that follow begin: `archive`, `member`, `lines`, `line`,
 * `part`, `seen`. A context holds until another archive or member begins. Each raw line then counts one line on, or one part on where the record had a part.
 */
#ifndef HARK_STREAM_ORIGIN_H
#define HARK_STREAM_ORIGIN_H

#include "base/buffer.h"
#include "ports/json.h"
#include "stream/books.h"

struct origin {
    struct place
        place; /* of the current raw line; texts point into the buffers */
    struct text lines; /* "json", "text", "csv"; as in place */
    struct text context;
    bool known; /* an archive record was seen */
    bool first; /* the next line is the one that the record spoke of */
    struct buffer archive, member, kind, context_line;
};

void origin_free(struct origin *origin);

/* False where the record is damaged. */
bool origin_archive(struct origin *origin, struct json_parser *parser,
                    struct text line);
void origin_context(struct origin *origin, struct text line);

/* One raw line on. */
void origin_advance(struct origin *origin);

/* The archive record for what comes next, as fetch writes it. `part` < 0 is none, seen_s 0 unknown. */
void origin_write(struct buffer *out, const struct place *place,
                  const char *lines);

#endif
