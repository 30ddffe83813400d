/*
 * reader - the records of all operands, one at a time
 *
 * reader_next() says only "there is a record". Why the loop ended (the end, damage, a killed
 * upstream) is kept in the books, and finish() alone turns it into the exit status: no filter can
 * take a broken input for its end.
 * Shape:   control lines are taken out and checked, or, with reader_controls(), handed over; lines that
 *          are no JSON object, too long, or have no `kind` are rejected; what --since and --until leave out is dropped.
 * Lives:   a record until the next reader_next().
 * Memory:  the longest line, at most --max-line, and its parse.
 */
#ifndef HARK_STREAM_READER_H
#define HARK_STREAM_READER_H

#include "stream/books.h"
#include "stream/record.h"

struct reader;

/* fields: top-level keys, or paths; they outlive the reader. */
struct reader *reader_open(struct books *books, const char *const *fields,
                           size_t count);

/* Lines as they come, not parsed and not checked: for normalize (raw records) and for via. Fields are empty. */
struct reader *reader_open_raw(struct books *books);

/* With --sandbox: opens all operands and has it stand. The first reader_next() does, where this was not called before. */
void reader_confine(struct reader *reader);

bool reader_next(struct reader *reader, struct record *record);

/* What became of the current record, where it was not written as it is: exactly one call for each record. */
void reader_reject(struct reader *reader,
                   const char *why); /* "code: text", a constant string */
void reader_drop(struct reader *reader, const char *reason);
void reader_use(struct reader *reader);

/* Where the current record came from: its raw source for raw readers under fetch, else operand and line. */
const struct place *reader_place(const struct reader *reader);

/* Of raw readers: what the archive record said its lines are, "json", "text" or "csv"; "" without one. */
struct text reader_lines(const struct reader *reader);

/* Of raw readers: the last context record of this archive and member, or TEXT_NONE. */
struct text reader_context(const struct reader *reader);

/* Of raw readers: "seen" of the archive record (file or entry time, seconds), or INT64_MIN. */
int64_t reader_seen(const struct reader *reader);

/* Parses a text as reader_next() does, with this reader's parser, for whoever reads raw: NULL or why not. */
struct json_parser *reader_parser(struct reader *reader);

/* True where ill-formed UTF-8 of the current record was repaired. */
bool reader_repaired(const struct reader *reader);

/* A copy that the owner keeps of the archive and context lines as well: called with each, before the record that follows. */
void reader_controls(struct reader *reader,
                     void (*control)(void *context, enum record_control what,
                                     struct text line),
                     void *context);

void reader_close(struct reader *reader);

#endif
