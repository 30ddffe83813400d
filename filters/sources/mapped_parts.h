/*
 * mapped_parts - a result while it is put into a draft, for the files of mapped alone
 */
#ifndef HARK_SOURCES_MAPPED_PARTS_H
#define HARK_SOURCES_MAPPED_PARTS_H

#include "sources/mapped.h"

/* What must be known before the rest, or goes together. */
enum {
    MAPPED_KIND,
    MAPPED_SOURCE,
    MAPPED_CURRENCY,
    MAPPED_VISITOR_BY,
    MAPPED_LINKS,
    MAPPED_SHORTS,
    MAPPED_FIRST
};

struct mapped {
    struct json_plan *plan; /* of what must be known before the rest */
    struct buffer why;
    /* Of the current result. */
    struct draft *draft;
    enum draft_kind kind;
    struct text source;
    const struct row *row;
    struct json_slot first[MAPPED_FIRST];
};

/* Keeps why the key cannot be; false. */
bool mapped_fail(struct mapped *mapped, struct text key, const char *what);

/* One value by its key's type; a string of a fixed vocabulary is checked. False where it cannot be. */
bool mapped_set(struct mapped *mapped, enum draft_key key,
                const struct json_slot *value);
bool mapped_set_string(struct mapped *mapped, enum draft_key key,
                       const struct json_slot *value);

#endif
