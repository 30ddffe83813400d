/*
 * listed - archives that one run of fetch has found to be new, for others to read side by side
 *
 * The run that lists has verified them and knows what is new in each; those that read them go by that, so that
 * what they hand out together is what one run would have handed out.
 * Shape:   a line "FROM BYTES DIGEST TAIL SEEN NAME": where the new lines begin, how many bytes there are, unpacked, and
 *          their XXH3-128; 1 where a last line without its end is left for later; its time in seconds, 0 unknown; the operand.
 * Lives:   operands as long as their lines.
 */
#ifndef HARK_STREAM_LISTED_H
#define HARK_STREAM_LISTED_H

#include "base/buffer.h"
#include "ports/digest.h"
#include "stream/operand.h"

struct listed {
    uint64_t from, bytes;
    struct digest digest;
    bool keeps_tail;
    int64_t seen_s;
    struct buffer operand;
};

void listed_write(struct buffer *out, const struct listed *listed);

/* The next line into `listed`, whose operand is reused; false at the end, or where it is none, which stays in `lines`. */
bool listed_read(struct text *lines, struct listed *listed);

/* What the lines name, up to one that is none. */
void listed_operands(struct text lines, struct operands *operands);

#endif
