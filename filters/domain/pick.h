/*
 * pick - the value that a record has for a key, and whether the conditions hold
 *
 * Lives:   a value until the next pick, or the record's end.
 * Fails:   says why the record cannot be taken; NULL is success.
 */
#ifndef HARK_DOMAIN_PICK_H
#define HARK_DOMAIN_PICK_H

#include "domain/group.h"
#include "domain/question.h"

enum { PICK_ARRAY_MAX = 4096 }; /* items of an array that is gone through */

/* Of one slot: a field's, or an item of its array. */
const char *pick_value(const struct question *question,
                       const struct question_key *key,
                       const struct json_slot *slot, struct buffer *scratch,
                       struct group_value *value);

/* slots: by the question's fields. */
const char *pick_holds(const struct question *question,
                       const struct json_slot *slots, struct buffer *scratch,
                       bool *holds);

/* The UTC day of a time, since 1970; false where it is none. */
bool pick_day(const struct json_slot *slot, int64_t *day);

/* Whether an array holds that text. */
bool pick_has(const struct json_slot *array, struct text text);

/* TEXT_NONE where it is no text. */
static inline struct text
pick_text(const struct json_slot *slots, size_t field)
{
    return slots[field].type == JSON_STRING ? slots[field].text : TEXT_NONE;
}

#endif
