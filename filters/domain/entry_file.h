/*
 * entry_file - what people write for hark: blocks of `key: value`, with blank lines between them
 *
 * A line that begins with white space goes on with the value before it; one that begins with # is a comment.
 * A byte order mark and CRLF are passed over.
 * Shape:   while (entry_file_block(&file))
 *              while (entry_file_next(&file, &entry, error)) …;  error->at then tells end from trouble
 * Lives:   texts are of the content, which the caller keeps.
 */
#ifndef HARK_DOMAIN_ENTRY_FILE_H
#define HARK_DOMAIN_ENTRY_FILE_H

#include "domain/rule_error.h"

/* Absent: text.at is NULL. */
struct entry {
    struct text key;
    struct text text; /* of several lines: with their line ends */
    uint32_t line;
};

struct entry_file {
    struct text rest;
    uint32_t line;       /* of the rest's first line */
    const char *start;   /* of the block */
    struct text comment; /* key of the one value that keeps comments in it */
};

struct entry_file entry_file_open(struct text content);

/* Goes to the next block; false where there is none. */
bool entry_file_block(struct entry_file *file);

/* The next entry of the block; false at its end, where error->at is NULL, and where it is none. */
bool entry_file_next(struct entry_file *file, struct entry *entry,
                     struct rule_error *error);

/* What was read of the block so far. */
struct text entry_file_whole(const struct entry_file *file);

#endif
