/*
 * rule_file - the blocks of a rule file
 *
 * Shape:   keys label, query (both needed), route, urgency once; expect and reject as often as wanted. Or define and
 *          query: a query that others name.
 * Lives:   texts are of the content, which the caller keeps.
 * Fails:   false, and error->at says where, or is NULL at the end of the content.
 */
#ifndef HARK_DOMAIN_RULE_FILE_H
#define HARK_DOMAIN_RULE_FILE_H

#include "base/buffer.h"
#include "domain/entry_file.h"

struct rule_claim {
    struct entry post;
    bool expected; /* of expect:, not reject: */
};

struct rule_block {
    struct entry label, define, query, route, urgency;
    uint32_t line;        /* the block's first */
    struct buffer claims; /* struct rule_claim */
};

struct entry_file rule_file_open(struct text content);

/* The next block; its claims are kept in memory that the caller frees once. */
bool rule_file_next(struct entry_file *file, struct rule_block *block,
                    struct rule_error *error);

#endif
