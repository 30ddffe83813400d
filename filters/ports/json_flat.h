/*
 * json_flat - objects in plain writing, read where they lie, for the files of json alone
 *
 * hark's own records are nearly all so: no white space, no backslash, members that are strings,
 * integers, booleans or arrays of strings. What is anything else, or not well-formed, or has a key twice, is not
 * judged here but left to simdjson, so that this accepts a part of what simdjson accepts and reads
 * the same out of it.
 * Lives:   texts are the line's own bytes; arrays until the next json_flat_pick().
 * Cost:    of a visit of 270 bytes about half of what simdjson and a walk take.
 */
#ifndef HARK_PORTS_JSON_FLAT_H
#define HARK_PORTS_JSON_FLAT_H

#include "ports/json_level.h"
#include "ports/json_tape.h"

struct json_flat {
    struct json_tape tape; /* of arrays: as simdjson would write them */
    struct buffer words;
    struct buffer strings;
};

void json_flat_free(struct json_flat *flat);

/* Fills the slots of the keys that came; false where the line is none of these. */
bool json_flat_pick(struct json_flat *flat, struct json_level *level,
                    struct text line, struct json_slot *slots);

/* The same by a plan, all of whose slots are filled. */
bool json_plan_flat(const struct json_plan *plan, struct json_flat *flat,
                    struct text line, struct json_slot *slots);

#endif
