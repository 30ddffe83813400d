/*
 * amend - a record without what a notice takes away, or with what it says
 *
 * Look at a line, say what is to change, and take the line that comes of it: other members stay as they
 * are, byte for byte and in their order.
 * Fails:   never: a line that is no JSON object is a bug.
 * Lives:   texts of a look until the next; flags given are borrowed until amend_line().
 */
#ifndef HARK_STREAM_AMEND_H
#define HARK_STREAM_AMEND_H

#include "base/text.h"

struct amender;

struct amender *amender_new(void);
void amender_free(struct amender *amender);

/* Of a line that a reader has taken for a record. */
struct amend_record {
    struct text id, author;
};
struct amend_record amend_look(struct amender *amender, struct text line);

void amend_to_stub(
    struct amender *amender); /* without text and counters, flagged deleted */
void amend_forget_place(struct amender *amender);
void amend_add_flag(struct amender *amender, struct text flag);

/* The line as it is where nothing was said. */
struct text amend_line(struct amender *amender);

#endif
