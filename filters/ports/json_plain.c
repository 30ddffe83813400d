#include "ports/json_plain.h"

#include "ports/json_walk.h"

enum { LONGEST = 64 << 10 }; /* line, so that copies take little memory */

typedef unsigned char block __attribute__((vector_size(16)));

enum { BLOCK = sizeof(block), STEP = 4 * BLOCK };

void
json_plain_free(struct json_plain *plain)
{
    json_copy_free(&plain->copy);
}

/* Whether the top bit of any byte is set. */
static inline bool
has_top(block bytes)
{
#ifdef __SSE2__
    return _mm_movemask_epi8((__m128i)bytes) != 0;
#else
    uint64_t words[sizeof(bytes) / sizeof(uint64_t)];

    memcpy(words, &bytes, sizeof(words));
    return ((words[0] | words[1]) & UINT64_C(0x8080808080808080)) != 0;
#endif
}

/* Takes a block in: *odd gets what no plain line has, *high all bytes. */
static inline void
look(const char *at, block *odd, block *high)
{
    block bytes;

    memcpy(&bytes, at, sizeof(bytes));
    *odd |= (block)((bytes < ' ') | (bytes == '\\'));
    *high |= bytes;
}

/* Neither backslash nor control byte, and UTF-8: each string ends with the next quote. */
static bool
is_plain(struct text line)
{
    block odd = {0}, high = {0};
    size_t at = 0;

    if (line.len < BLOCK || line.len > LONGEST)
        return false;
    for (; line.len - at >= STEP; at += STEP) {
        for (size_t i = 0; i < STEP; i += BLOCK)
            look(line.at + at + i, &odd, &high);
        if (has_top(odd))
            return false;
    }
    for (; line.len - at >= BLOCK; at += BLOCK)
        look(line.at + at, &odd, &high);
    look(line.at + line.len - BLOCK, &odd, &high);
    return !has_top(odd) && (!has_top(high) || json_is_utf8(line));
}

/* One line being read. */
struct reading {
    struct json_rest rest;
    struct json_copy *copy;
    struct json_slot *slots;
};

/* Takes the key whose quote has been taken; mostly the one that came behind `before` last time. */
static inline struct json_key *
take_key(struct json_rest *rest, struct json_level *level,
         struct json_key *before)
{
    struct json_key *known = before->next;
    struct text key = {rest->at, known->len};

    if (known->len < (size_t)(rest->end - rest->at) && json_key_is(known, key)
        && rest->at[known->len] == '"') {
        rest->at += known->len + 1;
        return known;
    }
    if (!json_take_string(rest, &key))
        return NULL;
    known = json_level_meet(level, key);
    if (known != NULL)
        before->next = known;
    return known;
}

static bool take_object(struct reading *reading, struct json_level *level);

static bool
take_container(struct reading *reading, const struct json_key *key)
{
    struct json_slot *slot = reading->slots + key->slot;

    if (!json_copy_take(reading->copy, &reading->rest, slot))
        return false;
    return key->below == NULL || slot->type != JSON_OBJECT
           || json_walk(&reading->copy->tape, slot->node.index, key->below,
                        reading->slots)
                  == NULL;
}

static inline bool
take_wanted(struct reading *reading, const struct json_key *key)
{
    struct json_rest *rest = &reading->rest;
    struct json_slot *slot = reading->slots + key->slot;

    switch (*rest->at) {
    case '"':
        rest->at++;
        slot->type = JSON_STRING;
        return json_take_string(rest, &slot->text);
    case '{':
    case '[':
        return take_container(reading, key);
    case 't':
        slot->type = JSON_TRUE;
        return json_take_word(rest, TEXT("true"));
    case 'f':
        slot->type = JSON_FALSE;
        return json_take_word(rest, TEXT("false"));
    case 'n':
        slot->type = JSON_ABSENT;
        return json_take_word(rest, TEXT("null"));
    default:
        return json_take_number(rest, slot);
    }
}

static inline bool
take_value(struct reading *reading, const struct json_key *key)
{
    struct json_rest *rest = &reading->rest;
    struct text string;

    if (key->slot != JSON_LEVEL_NO_SLOT)
        return take_wanted(reading, key);
    if (json_take_char(rest, '"'))
        return json_take_string(rest, &string);
    if (key->below != NULL && *rest->at == '{')
        return take_object(reading, key->below);
    return json_copy_skip(rest);
}

/* False, too, where the key came before. */
static inline bool
take_member(struct reading *reading, struct json_level *level, uint64_t number,
            struct json_key **before)
{
    struct json_rest *rest = &reading->rest;
    struct json_key *key;

    if (rest->end - rest->at < 2 || !json_take_char(rest, '"'))
        return false;
    key = take_key(rest, level, *before);
    if (key == NULL || key->walk == number)
        return false;
    key->walk = number;
    *before = key;
    json_take_space(rest);
    if (!json_take_char(rest, ':'))
        return false;
    json_take_space(rest);
    return rest->at < rest->end && take_value(reading, key);
}

/* An object whose brace comes next. */
static bool
take_object(struct reading *reading, struct json_level *level)
{
    struct json_rest *rest = &reading->rest;
    struct json_key *before = level->keys;
    uint64_t number = ++level->walk;
    enum json_between between;

    rest->at++;
    json_take_space(rest);
    if (json_take_char(rest, '}'))
        return true;
    do {
        if (!take_member(reading, level, number, &before))
            return false;
        between = json_take_between(rest, '}');
    } while (between == JSON_MORE);
    return between == JSON_CLOSED;
}

bool
json_plain_is(struct text line)
{
    return is_plain(line) && *line.at == '{';
}

bool
json_plain_pick(struct json_plain *plain, struct json_level *level,
                struct text line, struct json_slot *slots)
{
    struct reading reading = {
        {line.at, line.at + line.len}, &plain->copy, slots};

    json_copy_start(&plain->copy, line.len);
    if (!take_object(&reading, level))
        return false;
    json_take_space(&reading.rest);
    return reading.rest.at == reading.rest.end;
}
