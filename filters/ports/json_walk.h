/*
 * json_walk - the members of an object on the tape to the slots of those that are wanted, for the files of json alone
 */
#ifndef HARK_PORTS_JSON_WALK_H
#define HARK_PORTS_JSON_WALK_H

#include "ports/json_level.h"
#include "ports/json_tape.h"

/* NULL, or "duplicate_key: …" where the object, or one below it from which something is wanted, has a key twice. */
const char *json_walk(const struct json_tape *tape, size_t object,
                      struct json_level *level, struct json_slot *slots);

#endif
