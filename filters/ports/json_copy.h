/*
 * json_copy - an object or array in plain writing, to a tape as simdjson would write it, for the files of json alone
 *
 * Lives:   what was copied until json_copy_start(): a line's values one behind the other.
 * Memory:  eleven bytes a byte of the longest line, of which what is copied is touched.
 */
#ifndef HARK_PORTS_JSON_COPY_H
#define HARK_PORTS_JSON_COPY_H

#include "ports/json_take.h"
#include "ports/json_tape.h"

struct json_copy {
    struct json_tape tape;
    struct buffer words;
    struct buffer strings;
};

void json_copy_free(struct json_copy *copy);

/* Room for all that a line of so many bytes can hold. */
void json_copy_start(struct json_copy *copy, size_t len);

/* Takes the object or array that comes next. */
bool json_copy_take(struct json_copy *copy, struct json_rest *rest,
                    struct json_slot *slot);

/* Takes any value that comes next, and keeps nothing of it. */
bool json_copy_skip(struct json_rest *rest);

#endif
