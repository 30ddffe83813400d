/*
 * hit - one line of a web server's log, cut into its fields, to a visit
 *
 * What all formats of such logs share: escapes undone, what is no page left out, the address made whole,
 * the visitor told.
 * Drops:   no_request, method, status, asset: see docs/sources.md.
 * Notes:   no_host: neither the log nor --host names the site; its address is host.invalid then.
 */
#ifndef HARK_SOURCES_HIT_H
#define HARK_SOURCES_HIT_H

#include "sources/agent.h"
#include "sources/logfield.h"
#include "sources/site.h"
#include "sources/source.h"
#include "sources/visitor.h"

/* What a row says of all hits of its logs. */
struct hits {
    struct visitor visitor;
    struct site site; /* of --host */
    struct agents *agents;
};

/* Lives to the end of the process. NULL and *why where the row cannot be. */
struct hits *hits_new(const struct row *row, const char **why);

/* From cells[LOG_FIELDS] to a record. As a source's normalize(). */
const char *hit_normalize(const struct hits *hits, const struct text *cells,
                          const struct raw *raw, struct emitter *emitter);

/* The same of cells of a line in which a backslash escapes. */
const char *hit_normalize_escaped(const struct hits *hits, struct text line,
                                  struct text *cells, const struct raw *raw,
                                  struct emitter *emitter);

#endif
