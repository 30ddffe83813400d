/*
 * carry_parts - what the files of carry share, for them alone
 */
#ifndef HARK_STREAM_CARRY_PARTS_H
#define HARK_STREAM_CARRY_PARTS_H

#include "stream/carry.h"
#include "stream/carry_list.h"

/* The members of its own that each record of a segment is read for, behind those that were asked for: kind and time. */
enum { CARRY_OWN_FIELDS = 2 };

struct carry {
    struct books *books;
    char *folder, *state, *next; /* paths */
    int lock;
    const char **paths; /* the fields, kind and time */
    size_t count;       /* of the fields */
    struct json_parser *parser;
    struct json_plan *plan;
    struct json_slot *slots;
    struct carry_list list; /* as it was found */
    bool is_new;
    size_t at; /* segment that is read next */
    struct segment_reader *reader;
    struct segment_writer *fresh, *merged; /* or NULL */
    uint64_t fresh_number, merged_number;
    int64_t until_s;
    struct buffer line;
};

/* Paths in the folder, to be freed: of a name, and of a segment by its number. */
char *carry_path_in(const char *folder, const char *name);
char *carry_segment_path(const char *folder, uint64_t number);

/* Removes the segments that are not in the list: what runs left that were not committed, and what was merged. */
void carry_sweep(const char *folder, const struct carry_list *list);

/* Held until the descriptor is closed; ends the run where the folder cannot be had, or another run has it. */
int carry_lock(struct books *books, const char *folder);

/* Of the names of the members: of records that were kept with others some would be missing. */
uint64_t carry_digest_of(const char *const *fields, size_t count);

/* False where there is none; ends the run where it is damaged. `is_used`: begin names it. */
bool carry_read_list(struct books *books, const char *path,
                     struct carry_list *list, bool is_used);

#endif
