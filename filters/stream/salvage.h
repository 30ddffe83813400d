/*
 * salvage - what can be read of a damaged archive, in a file of its own, for somebody to look at
 *
 * Shape:   FOLDER/NAME.partial, NAME the archive's as it is shown, with `/`, `%` and control bytes as %XX (beyond 200 bytes its end, behind a
 *          digest): what fetch without --verify would have written, whose end record says 65. So who takes it for a whole
 *          archive, by fetch or any filter, ends 76.
 * Books:   its own; those of the run say only that it was put aside.
 */
#ifndef HARK_STREAM_SALVAGE_H
#define HARK_STREAM_SALVAGE_H

#include "stream/input.h"
#include "stream/shape.h"

struct salvage {
    const char *folder; /* made if need be; NULL: nothing is kept */
    struct bytes_limits limits;
    bool is_forced; /* … to be of this shape */
    enum shape shape;
};

/* How many records there were; 0 leaves no file, also after saying in `books` why there is none. */
uint64_t salvage_take(const struct salvage *salvage, struct books *books,
                      struct input *input);

/* The file's name, as above. */
void salvage_path(struct buffer *path, const char *folder, struct text name);

#endif
