/*
 * rule_file - the blocks of a rule file
 *
 * Blocks are separated by blank lines; each line is `key: value`, one that begins with white space
 * goes on with the value before it, one that begins with # is a comment.
 * Shape:   keys label, query (both needed), route, urgency once; expect and reject as often as wanted.
 *          A byte order mark and CRLF are passed over.
 * Lives:   texts are of the content, which the caller keeps.
 * Fails:   false, and error->at says where, or is NULL at the end of the content.
 */
#ifndef HARK_DOMAIN_RULE_FILE_H
#define HARK_DOMAIN_RULE_FILE_H

#include "base/buffer.h"
#include "domain/rule_error.h"

/* Absent: at is NULL. */
struct rule_entry {
    struct text text; /* of several lines: with their line ends */
    uint32_t line;
};

struct rule_claim {
    struct rule_entry post;
    bool expected; /* of expect:, not reject: */
};

struct rule_block {
    struct rule_entry label, query, route, urgency;
    uint32_t line;        /* the block's first */
    struct buffer claims; /* struct rule_claim */
};

struct rule_file {
    struct text rest;
    uint32_t line;     /* of the rest's first line */
    const char *start; /* of the block being read */
};

struct rule_file rule_file_open(struct text content);

/* The next block; its claims are kept in memory that the caller frees once. */
bool rule_file_next(struct rule_file *file, struct rule_block *block,
                    struct rule_error *error);

#endif
