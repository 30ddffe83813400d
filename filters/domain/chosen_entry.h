/*
 * chosen_entry - what a record brings and to which groups, as bytes until it is known whether it counts
 *
 * Shape:   the length of its key's head, which says what it is of; then its parts; then its groups. Each part
 *          goes to each group, but that what is of a panel goes to the rows of all its labels, and there alone;
 *          what else is a sum brings these nothing, so that a label that nobody named has a row of zeros.
 * Lives:   an entry borrows nothing; what is read from it borrows from it.
 */
#ifndef HARK_DOMAIN_CHOSEN_ENTRY_H
#define HARK_DOMAIN_CHOSEN_ENTRY_H

#include "domain/chosen.h"

/* What a record brings; one as a record too, where it says so. */
struct chosen_entry_parts {
    struct buffer bytes;
    uint32_t count;
};

void chosen_entry_clear(struct chosen_entry_parts *parts);
void chosen_entry_add_record(struct chosen_entry_parts *parts);
void chosen_entry_add(struct chosen_entry_parts *parts, size_t number,
                      const struct measure *measure, struct measure_cell cell);

/* One more group in a list; and the next of a list, whose *at is 0 at first and its length behind the last. */
void chosen_entry_list(struct buffer *groups, struct text group,
                       bool is_of_panel);
struct text chosen_entry_listed(struct text groups, size_t *at);

void chosen_entry_write(struct buffer *out, size_t head_len,
                        const struct chosen_entry_parts *parts,
                        struct text groups);
size_t chosen_entry_head_len(struct text entry);

/* Of an entry of one group: that; and the same with another one in its place. */
struct text chosen_entry_group(struct text entry);
void chosen_entry_move(struct buffer *out, struct text entry,
                       struct text group);

/* How far an entry has been read; from {0}. */
struct chosen_walk {
    uint32_t part;
    size_t group;
};

/* The next of its parts in the next of its groups; false where there is no more. */
bool chosen_entry_next(struct text entry, struct chosen_walk *walk,
                       struct chosen_found *found);

#endif
