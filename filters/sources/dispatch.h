/*
 * dispatch - each raw record to the source that knows it
 *
 * In this order: a record that is hark's own already passes as it is; a blank line is dropped;
 *                then the row of the
 * archive decides by its map or its format; without either the sources are asked, the one that
 * matched last first. A record that begins with `{` is JSON; of any other the text sources are
 * asked.
 * Lives:   the reason that is handed back until the next call.
 * Fails:   a source or map that a row names and that cannot be opened ends the run with 78.
 */
#ifndef HARK_SOURCES_DISPATCH_H
#define HARK_SOURCES_DISPATCH_H

#include "sources/rows.h"
#include "sources/source.h"
#include "stream/writer.h"

struct dispatch;

/* Opens what the rows name. Notes the maps in the books, so before writer_open(). */
struct dispatch *dispatch_new(struct books *books, const struct rows *rows);
void dispatch_free(struct dispatch *dispatch);

enum dispatched {
    DISPATCH_USED,
    DISPATCH_PASSED,
    DISPATCH_HELD,    /* accounted for when its group is whole */
    DISPATCH_DROPPED, /* *reason is what for */
    DISPATCH_REJECTED /* *reason is why */
};

/* One raw record: line (JSON_PADDING bytes behind it readable), place, lines and context are the
   caller's, the rest is filled
   in. seen_s is INT64_MIN where the input does not say. */
enum dispatched dispatch_take(struct dispatch *dispatch, struct raw *raw,
                              int64_t seen_s, struct emitter *emitter,
                              struct writer *writer, const char **reason);

/* At the end of the input: what is held is written and accounted for. */
void dispatch_end(struct dispatch *dispatch, struct emitter *emitter);

/*
 * The record made and not written, for explain.h: NULL, or why there is none, as a source says it. *source is the one
 * that knew it, or NULL.
 */
const char *dispatch_try(struct dispatch *dispatch, struct raw *raw,
                         struct emitter *emitter, const struct source **source);

#endif
