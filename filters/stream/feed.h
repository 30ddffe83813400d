/*
 * feed - raw records to fetch's output, each with its place
 *
 * Archive records are written only where the numbering that the last one began does not say where
 * the next raw line is from (record §3); a raw line that looks like a control record gets a space.
 * Books:   each raw line is read and passed, or read and rejected.
 */
#ifndef HARK_STREAM_FEED_H
#define HARK_STREAM_FEED_H

#include "stream/lines.h"
#include "stream/writer.h"

enum feed_lines { FEED_JSON, FEED_TEXT, FEED_CSV };

struct feed;

/* `out` NULL: nothing is written and nothing told, only looked at (fetch --verify's first pass). */
struct feed *feed_new(struct books *books, struct writer *out);
void feed_free(struct feed *feed);

/* What follows comes from here; texts are copied. seen_s 0 where it is not known. */
void feed_start(struct feed *feed, struct text archive, struct text member,
                int64_t seen_s);

/* One raw record without line end, from that physical line; part -1 where it has the line to itself. */
void feed_record(struct feed *feed, enum feed_lines lines, uint64_t line,
                 int64_t part, struct text raw);

/*
 * Whole lines with their ends, the first of them at `line`, none of which looks like a control
 * record: written straight from the caller's memory.
 */
void feed_block(struct feed *feed, enum feed_lines lines, uint64_t line,
                struct text block, uint64_t count);

/*
 * The same in pieces, for a record that is made and not held: open, then any number, then the last of
 * them with the line's end. It must not begin as a control record does.
 */
void feed_open(struct feed *feed, enum feed_lines lines, uint64_t line,
               int64_t part);
void feed_piece(struct feed *feed, struct text piece);
void feed_close(struct feed *feed, struct text last);

/*
 * What the items that follow need from their document: the inside of a JSON object, `"title":"x"`.
 * The first of them is not before `line`.
 */
void feed_context(struct feed *feed, enum feed_lines lines, uint64_t line,
                  struct text members);

/* A raw record that cannot be handed on. The place's archive and member are the feed's. */
void feed_reject(struct feed *feed, uint64_t line, const char *why,
                 struct text raw);
void feed_reject_bytes(struct feed *feed, uint64_t line, const char *why,
                       uint64_t raw_bytes, const char *raw_digest);
void feed_reject_long(struct feed *feed, uint64_t line, struct lines *lines);

/* A raw record that is known to be none for hark; the reason is a constant string. */
void feed_drop(struct feed *feed, const char *reason);

/* The archive is damaged or refused here: counts for the status. */
void feed_problem(struct feed *feed, int status, uint64_t line,
                  const char *why);

/* The first problem of a feed without `out`, to be told by its owner. */
struct feed_trouble {
    int status; /* 0: there was none */
    struct buffer why, member;
    uint64_t line;
};
const struct feed_trouble *feed_trouble(const struct feed *feed);
void feed_forget(struct feed *feed); /* there was none */

/* Of a stream of ours: a begin or end is taken into the books. */
void feed_control(struct feed *feed, enum record_control what,
                  struct text line);

/* It has a begin without an end. The books will say so; where nothing is told, it is a problem here. */
void feed_cut_stream(struct feed *feed);

/* Data lines of a stream of ours, as the books of upstream want them, at its end. */
void feed_stream_lines(struct feed *feed, uint64_t count);

/*
 * Who took an archive apart says how many raw records there were in it, and how many had been fed before: the program
 * is at fault where others were fed, and the books say so.
 */
void feed_balance(struct feed *feed, uint64_t before, uint64_t count);

const struct options *feed_options(const struct feed *feed);
uint64_t feed_problems(const struct feed *feed); /* how many so far */
uint64_t feed_records(const struct feed *feed);  /* read so far */

#endif
