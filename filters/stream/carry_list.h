/*
 * carry_list - the list of a carried folder's segments, as the file `state` has it (carry.h)
 *
 * Lives:   from {0} until carry_list_free().
 */
#ifndef HARK_STREAM_CARRY_LIST_H
#define HARK_STREAM_CARRY_LIST_H

#include "stream/carry.h"
#include "stream/segment.h"

struct carry_segment {
    uint64_t number;
    struct segment_seal seal;
};

struct carry_list {
    uint64_t fields; /* digest of the names of the members that are kept */
    int64_t until_s;
    struct carry_terms terms;
    struct carry_segment *segments;
    size_t count;
};

void carry_list_free(struct carry_list *list);
void carry_list_add(struct carry_list *list,
                    const struct carry_segment *segment);
bool carry_list_has(const struct carry_list *list, uint64_t number);
void carry_list_write(struct buffer *out, const struct carry_list *list);

/* False where the file is damaged, cut or of another version. */
bool carry_list_read(struct carry_list *list, struct text file);

#endif
