/*
 * query - a user's own jq program over one JSON value at a time, by libjq
 *
 * Shape:   any number of results a value, each handed out as JSON text on one line.
 * Lives:   a result until the next call.
 * Fails:   query_new() gives NULL and *why (malloc'd; the caller frees it) with jq's own messages;
 *          query_run() and query_next() say why in query_why(): "query: " and the words of the
 *          program's error() or of jq, on one line. error(null) ends the results in silence, as in jq 1.6.
 * Without: further input (`inputs` is empty), modules; jq itself reads ~/.jq where there is one.
 * Note:    jq 1.6 turns integers beyond 2^53 into doubles: query_run() hands such numbers to the
 *          program as strings, so that ids survive.
 */
#ifndef HARK_PORTS_QUERY_H
#define HARK_PORTS_QUERY_H

#include "base/buffer.h"

struct query;

struct query *query_new(const char *program, const char *name, char **why);
void query_free(struct query *query);

/* Text that json_parse() accepted. False where jq cannot read it. */
bool query_run(struct query *query, struct text json);

enum query_found { QUERY_END, QUERY_RESULT, QUERY_BAD };
enum query_found query_next(struct query *query,
                            struct buffer *json); /* appended */
const char *query_why(const struct query *query);

#endif
