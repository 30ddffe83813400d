#include "ports/json_copy.h"

enum { DEPTH = 32, BEHIND = 16 };

void
json_copy_free(struct json_copy *copy)
{
    buffer_free(&copy->words);
    buffer_free(&copy->strings);
}

/*
 * A byte of the line is at most one word: a number takes two, and has at least a digit and what ends it. A string
 * takes five bytes more than it has, and has two quotes.
 */
void
json_copy_start(struct json_copy *copy, size_t len)
{
    buffer_clear(&copy->words);
    buffer_clear(&copy->strings);
    buffer_reserve(&copy->words, (len + BEHIND) * sizeof(uint64_t));
    buffer_reserve(&copy->strings, 3 * len + BEHIND);
    copy->tape.words = (const uint64_t *)(const void *)copy->words.at;
    copy->tape.strings = (const uint8_t *)copy->strings.at;
}

/* From here on: nothing is written without a copy. */
static inline void
put(struct json_copy *copy, uint64_t word)
{
    if (copy == NULL)
        return;
    memcpy(copy->words.at + copy->words.len, &word, sizeof(word));
    copy->words.len += sizeof(word);
}

static inline void
put_type(struct json_copy *copy, char type, uint64_t value)
{
    put(copy, (uint64_t)(unsigned char)type << 56 | value);
}

static size_t
count(const struct json_copy *copy)
{
    return copy == NULL ? 0 : copy->words.len / sizeof(uint64_t);
}

static void
put_string(struct json_copy *copy, struct text string)
{
    uint32_t len = (uint32_t)string.len;

    put_type(copy, '"', copy->strings.len);
    buffer_add(&copy->strings, (struct text){(const char *)&len, sizeof(len)});
    buffer_add(&copy->strings, string);
    buffer_add_char(&copy->strings, '\0');
}

static inline bool
take_string(struct json_copy *copy, struct json_rest *rest)
{
    struct text string;

    if (!json_take_char(rest, '"') || !json_take_string(rest, &string))
        return false;
    if (copy != NULL)
        put_string(copy, string);
    return true;
}

static bool
take_number(struct json_copy *copy, struct json_rest *rest)
{
    struct json_slot slot;
    uint64_t word;

    if (copy == NULL)
        return json_take_any_number(rest);
    if (!json_take_number(rest, &slot))
        return false;
    memcpy(&word, &slot.integer, sizeof(word));
    put_type(copy, slot.type == JSON_INTEGER ? 'l' : 'd', 0);
    put(copy, word);
    return true;
}

static bool
take_word(struct json_copy *copy, struct json_rest *rest, struct text word)
{
    put_type(copy, word.at[0], 0);
    return json_take_word(rest, word);
}

static bool
take_key(struct json_copy *copy, struct json_rest *rest)
{
    if (!take_string(copy, rest))
        return false;
    json_take_space(rest);
    if (!json_take_char(rest, ':'))
        return false;
    json_take_space(rest);
    return true;
}

static bool take_value(struct json_copy *copy, struct json_rest *rest,
                       unsigned depth);

static bool
take_members(struct json_copy *copy, struct json_rest *rest, char close,
             unsigned depth)
{
    enum json_between between;

    json_take_space(rest);
    if (json_take_char(rest, close))
        return true;
    if (depth == 0)
        return false;
    do {
        if (close == '}' && !take_key(copy, rest))
            return false;
        if (!take_value(copy, rest, depth - 1))
            return false;
        between = json_take_between(rest, close);
    } while (between == JSON_MORE);
    return between == JSON_CLOSED;
}

/* Its first word says where the one behind its last is, its last where the first. */
static bool
take_container(struct json_copy *copy, struct json_rest *rest, unsigned depth)
{
    size_t open = count(copy);
    char type = *rest->at++;
    char close = type == '{' ? '}' : ']';
    uint64_t word = (uint64_t)(unsigned char)type << 56;

    put(copy, word);
    if (!take_members(copy, rest, close, depth))
        return false;
    put_type(copy, close, open);
    word |= count(copy);
    if (copy != NULL)
        memcpy(copy->words.at + open * sizeof(word), &word, sizeof(word));
    return true;
}

static bool
take_value(struct json_copy *copy, struct json_rest *rest, unsigned depth)
{
    switch (*rest->at) {
    case '"':
        return take_string(copy, rest);
    case '{':
    case '[':
        return take_container(copy, rest, depth);
    case 't':
        return take_word(copy, rest, TEXT("true"));
    case 'f':
        return take_word(copy, rest, TEXT("false"));
    case 'n':
        return take_word(copy, rest, TEXT("null"));
    default:
        return take_number(copy, rest);
    }
}

bool
json_copy_take(struct json_copy *copy, struct json_rest *rest,
               struct json_slot *slot)
{
    slot->type = *rest->at == '{' ? JSON_OBJECT : JSON_ARRAY;
    slot->node = (struct json_node){&copy->tape, count(copy)};
    return take_container(copy, rest, DEPTH);
}

bool
json_copy_skip(struct json_rest *rest)
{
    return take_value(NULL, rest, DEPTH);
}
