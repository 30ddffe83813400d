/*
 * writer - standard output, in large blocks, never forgotten
 *
 * Opens with the begin record (unless --bare), closes with the end record; finish() writes it,
 * flushes, checks the close and gives the exit status.
 * Fails:   a write error ends the run at once (74, no end record); a closed pipe ends the process by
 *          SIGPIPE, also where that signal was ignored.
 */
#ifndef HARK_STREAM_WRITER_H
#define HARK_STREAM_WRITER_H

#include "stream/reader.h"

struct writer;

struct writer *writer_open(struct books *books);

/* The same to a file, which it closes. What cannot be written there is a problem of its books (74), and ends no run. */
struct writer *writer_open_file(struct books *books, int fd);

/* The record as it was read. */
void writer_pass(struct writer *writer, const struct record *record);

/*
 * The record with members added behind its own: `"labels":["x"],"route":"y"`, without braces or a
 * leading comma. `names` are the filter's own keys that the record already has (count 0 where it has
 * none: looking for them costs a walk over the line): they are taken out first, so that a second run
 * replaces them. Nothing to add and nothing to take out passes it as it is.
 */
void writer_pass_with(struct writer *writer, const struct record *record,
                      struct text members, const char *const *names,
                      size_t count);

/* A record made here: one JSON object, no line end. `kind` is a constant string. */
void writer_make(struct writer *writer, const char *kind, struct text line);

/* One that was read earlier, spooled, and goes on as it was: counts as passed. */
void writer_pass_line(struct writer *writer, const char *kind,
                      struct text line);

/* Bytes that are no record (a table's row, fetch's control lines); the books do not see them. */
void writer_raw(struct writer *writer, struct text bytes);

/* Whole raw lines, written straight from the caller's memory; each counts as read and passed. */
void writer_pass_block(struct writer *writer, struct text lines,
                       uint64_t count);

/* Closes both and gives main's return value. */
int finish(struct reader *in, struct writer *out);

/* The same where a filter has no reader of records. */
int writer_finish(struct writer *out);

#endif
