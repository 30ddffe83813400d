/*
 * index - the file by which dedupe knows what earlier runs have written
 *
 * Shape:   a line of magic, then entries of one size, then XXH3-128 of all before it. Written to
 *          PATH.next, with fsync; index_commit() makes that PATH: a run that dies downstream is repeated.
 * Fails:   a damaged or cut index is refused by name (78); writing fails with 73 or 74.
 */
#ifndef HARK_STREAM_INDEX_H
#define HARK_STREAM_INDEX_H

#include "stream/books.h"

struct index_file;

/* For reading; NULL where there is no such file yet. Checked as it is read: index_next() ends the run on damage. */
struct index_file *index_open(struct books *books, const char *path,
                              size_t entry_bytes);
bool index_next(struct index_file *index, void *entry);

struct index_file *index_create(struct books *books, const char *path,
                                size_t entry_bytes);
void index_add(struct index_file *index, const void *entry);

/* A file that was written is whole and on disk after this. */
void index_close(struct index_file *index);

/* PATH.next to PATH; the exit status, after saying what went wrong. */
int index_commit(const char *program, const char *path);

#endif
