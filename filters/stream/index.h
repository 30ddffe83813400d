/*
 * index - the file by which dedupe knows what earlier runs have written
 *
 * Shape:   a line of magic, then entries of one size, then XXH3-128 of all before it in hex. Written to
 *          PATH.next and whole only once the run has ended well; index_commit() makes that PATH. So a run
 *          that dies, here or downstream, is repeated.
 * Fails:   a damaged or cut index is refused by name (78); writing fails with 73 or 74.
 */
#ifndef HARK_STREAM_INDEX_H
#define HARK_STREAM_INDEX_H

#include "stream/books.h"

struct index_file;

/*
 * For reading; NULL where there is no such file yet. Checked as it is read: index_next() ends the run on
 * damage, and after the last entry puts the digest into the books' `uses`. So before writer_open().
 */
struct index_file *index_open(struct books *books, const char *path,
                              size_t entry_bytes);
bool index_next(struct index_file *index, void *entry);
void index_close(struct index_file *index);

/* For writing. index_end() comes after the books are closed, with the exit status: it gives that back, or
   why the file could not be ended; of a run that did not end with 0 no file is left. */
struct index_file *index_create(struct books *books, const char *path,
                                size_t entry_bytes);
void index_add(struct index_file *index, const void *entry);
int index_end(struct index_file *index, int status);

/* PATH.next to PATH, if it is whole; ends the run with a word where it is not. */
void index_commit(struct books *books, const char *path);

#endif
