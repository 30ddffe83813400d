/*
 * json_plain - objects in plain writing, read where they lie, for the files of json alone
 *
 * hark's own records are nearly all so, and many of others: neither backslash nor control byte, numbers of few digits. What is
 * anything else, or not well-formed, or has a key twice, is not judged here but left to simdjson, so that this accepts
 * a part of what simdjson accepts and reads the same out of it.
 * Lives:   texts are the line's own bytes; arrays and objects until the next json_plain_pick().
 * Cost:    of a visit of 270 bytes about half of what simdjson and a walk take.
 */
#ifndef HARK_PORTS_JSON_PLAIN_H
#define HARK_PORTS_JSON_PLAIN_H

#include "ports/json_copy.h"
#include "ports/json_level.h"

struct json_plain {
    struct json_copy copy; /* of wanted arrays and objects */
};

void json_plain_free(struct json_plain *plain);

/* Whether it may be one of these. */
bool json_plain_is(struct text line);

/* Fills the slots of the keys that came; false where the line, which may be one of these, is none after all. */
bool json_plain_pick(struct json_plain *plain, struct json_level *level,
                     struct text line, struct json_slot *slots);

/* The same by a plan, all of whose slots are filled. */
bool json_plan_plain(const struct json_plan *plan, struct json_plain *plain,
                     struct text line, struct json_slot *slots);

/* simdjson's word on it. */
bool json_is_utf8(struct text bytes);

#endif
