/*
 * fullname - Reddit's names of things: t1_ of a comment, t3_ of a submission, then base 36
 */
#ifndef HARK_SOURCES_FULLNAME_H
#define HARK_SOURCES_FULLNAME_H

#include "ports/json.h"
#include "sources/draft.h"

/* The id with its kind before it, unless it has one already; nothing of an empty one. */
void fullname_set(struct draft *draft, enum draft_key key, const char *kind,
                  struct text id);

/* Of a comment's parent: a name, a number in base 10, or nothing under the submission itself. */
void fullname_set_parent(struct draft *draft, const struct json_slot *parent,
                         struct text submission);

/* Without the kind. */
struct text fullname_bare(struct text id);

#endif
