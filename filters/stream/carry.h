/*
 * carry - records that one run leaves to the next: a folder of segments and the list of them
 *
 * Shape:   NNNNNN.ndjson.zst are segments, of records with the members that their filter asks for and no
 *          others; `state` lists those that count, by lines: "hark-carry 2", "fields DIGEST"
 *          (of the members' names), "until SECONDS", "window SECONDS",
 *          "gap SECONDS", "paths NUMBER", "segment NUMBER LINES DIGEST" each (XXH3-128 of its lines unpacked), and "= COUNT
 *          DIGEST" of all lines above. A run writes its own segment and state.next, whole only once it has ended
 *          well; carry_commit() makes that the state, by one rename. So a run that dies, here or
 *          downstream, is repeated; what it left is removed then.
 * Shared:  one run at a time; another ends 75.
 * Fails:   what is damaged, cut or missing is refused by name (78); writing fails with 73 or 74.
 * Cost:    a record takes some 40 bytes on disk, and of time what parsing it takes.
 */
#ifndef HARK_STREAM_CARRY_H
#define HARK_STREAM_CARRY_H

#include "stream/books.h"
#include "stream/record.h"

struct carry;

/* What was kept is of use only for a window no wider and a gap no longer. INT64_MAX: all. And for paths
   that need no more: a number of the caller's, 0 where none do. */
struct carry_terms {
    int64_t window_s, gap_s;
    int64_t paths;
};

/* Before writer_open(): the state's digest goes into `uses`. The fields outlive it. */
struct carry *carry_open(struct books *books, const char *folder,
                         const char *const *fields, size_t count);
void carry_close(struct carry *carry);

/* NULL, or why such a run cannot go on from here; the narrower terms hold from then on. */
const char *carry_agree(struct carry *carry, const struct carry_terms *terms);
struct carry_terms carry_terms(const struct carry *carry);

/* What earlier runs left, as reader_next() gives records; carry_rewind() begins again. */
bool carry_next(struct carry *carry, struct record *record);
void carry_rewind(struct carry *carry);

/* The last moment that an earlier run has seen; INT64_MIN where there was none. */
int64_t carry_until(const struct carry *carry);

/* The same, this run among them. */
int64_t carry_seen(const struct carry *carry);

/* A record of this run, seen at that moment. */
void carry_add(struct carry *carry, const struct record *record,
               int64_t time_s);

/* Whether there are so many segments that they are better made one: carry_keep() for each record that is to stay. */
bool carry_is_due(const struct carry *carry);
void carry_keep(struct carry *carry, const struct record *record);

/* After the books are closed, with the exit status; gives that back, or why state.next could not be written. */
int carry_end(struct carry *carry, int status);

/* state.next to state, if it is whole; the exit status. */
int carry_commit(struct books *books, const char *folder);

#endif
