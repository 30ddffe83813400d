/*
 * books - what became of each record, what went wrong, and the exit status that follows
 *
 * The only place that writes begin and end records, rejects, statistics, messages and statuses.
 * Identity: in = passed + used + rejected + dropped; out = passed + made (record §3). A filter that
 *          breaks it exits 70.
 * Status:  of several problems the first of 70, 74, 73, 71, 78, 77, 76, 65, 69, 75, 66 counts.
 * Messages: one line each on standard error, control bytes escaped, at most 100 a code.
 * Why:     a reason is a constant string "code: text".
 */
#ifndef HARK_STREAM_BOOKS_H
#define HARK_STREAM_BOOKS_H

#include <stdio.h>
#include "base/buffer.h"
#include "stream/options.h"
#include "stream/status.h"

/*
 * Where a record came from; texts are the owner's. `member` is the path inside a container, nested
 * ones joined by `!`; `line` the physical line on which the record starts.
 */
struct place {
    struct text archive; /* file or URL as given */
    struct text member;  /* absent outside containers */
    uint64_t line;       /* from 1; 0 where lines mean nothing */
    int64_t part;        /* index where one line holds several, or -1 */
    int64_t seen_s;      /* file or entry time; 0 unknown */
    struct text lines; /* of fetch's raw lines: json, text, csv; else absent */
};

struct books;

struct books *books_open(const struct options *options);
/* Of an output beside the run's own: it has a status, and says nothing. */
void books_hush(struct books *books);

const struct options *books_options(const struct books *books);

/* One record read, and what became of it: exactly one of the four for each. */
void books_read(struct books *books);
void books_used(struct books *books);
void books_dropped(struct books *books,
                   const char *reason); /* a constant string */
void books_dropped_many(struct books *books, const char *reason,
                        uint64_t count);
void books_rejected(struct books *books, const struct place *place,
                    const char *why, struct text raw, struct text context);
/* The same for a raw record that was too long to be held. */
void books_rejected_long(struct books *books, const struct place *place,
                         const char *why, uint64_t raw_bytes,
                         const char *raw_digest);

/* So many were read, as somebody else counted. */
void books_owes(struct books *books, uint64_t count);

/* One record written: passed on, or made here. `kind` is a constant string or NULL. */
void books_passed(struct books *books, const char *kind, size_t bytes);
void books_made(struct books *books, const char *kind, size_t bytes);

/* Many at once, for who copies blocks (fetch): each is read and passed. */
void books_passed_many(struct books *books, uint64_t count, uint64_t bytes);

/* Many at once that were read before: passed on, or made. */
void books_passed_lines(struct books *books, uint64_t count);
void books_made_lines(struct books *books, uint64_t count);
/* Bytes of such lines. */
void books_written(struct books *books, uint64_t bytes);

/* Something a reader of the books wants to know that is no record: "heartbeat", "ambiguous_link" … */
void books_note(struct books *books, const char *name, uint64_t count);

/* What the numbers rest on: a file's digest under its role ("rules"), written into `begin`. Before writer_open(). */
void books_uses(struct books *books, const char *role, struct text digest);
void books_uses_file(struct books *books, const char *role,
                     const char *path); /* hashes it; unreadable: exit 78 */

/*
 * With --sandbox: what is still opened once it stands. A file or folder that is read; a folder in which files are made and
 * removed; the file at `path`, made anew beside it; addresses.
 */
void books_may_read(struct books *books, const char *path);
void books_may_write(struct books *books, const char *folder);
void books_may_replace(struct books *books, const char *path);
void books_may_connect(struct books *books);

/* With --sandbox: all is open from here on, and the kernel refuses the rest. The first call counts. */
void books_confine(struct books *books);

/* A problem: says so once and counts for the status. `place` may be NULL. */
void books_problem(struct books *books, int status, const struct place *place,
                   const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A word that changes no status. */
void books_warn(struct books *books, const struct place *place,
                const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A problem that ends the run here and now: no end record, exits with `status`. */
void books_fail(struct books *books, int status, const struct place *place,
                const char *format, ...)
    __attribute__((format(printf, 4, 5), noreturn));

/* Of upstream: called by the reader (and via) with each control line, and with each data line that came under one. */
void books_upstream_begin(struct books *books, struct text line);
void books_upstream_end(struct books *books, struct text line);
void books_upstream_lines(struct books *books, uint64_t count);
bool books_upstream_seen(const struct books *books);

/* Records that were rejected so far, here and, as their ends say, upstream. */
uint64_t books_rejected_upstream(const struct books *books);
uint64_t books_rejected_here(const struct books *books);

/* The begin line of this filter, and its end line with the status that stands then. */
void books_write_begin(struct books *books, struct buffer *out);
void books_write_end(struct books *books, struct buffer *out);

/* Checks the identity, upstream and rejects: for who publishes before the last of his own lines. The exit status so far. Idempotent. */
int books_judge(struct books *books);

/* The same; closes rejects, writes statistics. The exit status so far. Idempotent. */
int books_settle(struct books *books);

/* Statistics again, if the status has changed since; summaries of messages printed. The exit status. */
int books_close(struct books *books);

#endif
