/*
 * json_tape - what simdjson leaves behind, for the files of json alone
 *
 * Shape:   words[] as simdjson's doc/tape.md says: a type in the top byte, below it an offset into
 *          strings[] (four bytes of length, the bytes, a NUL), or the word behind a container; a
 *          number's value is a word of its own. In an object keys and values take turns.
 * Lives:   as the nodes of json.h: until the next json_parse().
 */
#ifndef HARK_PORTS_JSON_TAPE_H
#define HARK_PORTS_JSON_TAPE_H

#include "base/arena.h"
#include "ports/json.h"

struct json_tape {
    const uint64_t *words;
    const uint8_t *strings; /* eight bytes from any string on are readable */
    struct arena *arena;    /* for texts that had to be rewritten */
    bool escaped; /* the source holds a backslash: a string may hold a NUL */
};

/* The text with U+FFFD for each NUL, in the arena. */
struct text json_tape_without_nul(const struct json_tape *tape,
                                  struct text text);

static inline char
json_tape_type(uint64_t word)
{
    return (char)(word >> 56);
}

/* Of an array or object: the index of its closing word. */
static inline size_t
json_tape_close(const struct json_tape *tape, size_t index)
{
    return (uint32_t)tape->words[index] - 1;
}

/* The index behind the value at `index`. */
static inline size_t
json_tape_after(const struct json_tape *tape, size_t index)
{
    uint64_t word = tape->words[index];

    switch (json_tape_type(word)) {
    case '{':
    case '[':
        return (uint32_t)word;
    case 'l':
    case 'u':
    case 'd':
        return index + 2;
    default:
        return index + 1;
    }
}

/* A string as it is, NULs among it. */
static inline struct text
json_tape_raw(const struct json_tape *tape, size_t index)
{
    const uint8_t *at =
        tape->strings + (tape->words[index] & ((UINT64_C(1) << 56) - 1));
    uint32_t len;

    memcpy(&len, at, sizeof(len));
    return (struct text){(const char *)at + sizeof(len), len};
}

static inline struct text
json_tape_text(const struct json_tape *tape, size_t index)
{
    struct text text = json_tape_raw(tape, index);

    if (tape->escaped && memchr(text.at, '\0', text.len) != NULL)
        return json_tape_without_nul(tape, text);
    return text;
}

static inline void
json_tape_slot(const struct json_tape *tape, size_t index,
               struct json_slot *slot)
{
    const uint64_t *word = tape->words + index;

    switch (json_tape_type(*word)) {
    case '"':
        slot->type = JSON_STRING;
        slot->text = json_tape_text(tape, index);
        break;
    case 'l':
        slot->type = JSON_INTEGER;
        slot->integer = (int64_t)word[1];
        break;
    case 'u':
        slot->type = JSON_DOUBLE;
        slot->number = (double)word[1];
        break;
    case 'd':
        slot->type = JSON_DOUBLE;
        memcpy(&slot->number, word + 1, sizeof(slot->number));
        break;
    case '{':
    case '[':
        slot->type = *word >> 56 == '{' ? JSON_OBJECT : JSON_ARRAY;
        slot->node = (struct json_node){tape, index};
        break;
    case 't':
        slot->type = JSON_TRUE;
        break;
    case 'f':
        slot->type = JSON_FALSE;
        break;
    default:
        slot->type = JSON_ABSENT;
    }
}

#endif
