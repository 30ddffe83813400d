#include "ports/json_flat.h"

#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    LONGEST = 64 << 10, /* line, so that arrays take little memory */
    DIGITS = 18         /* of which any number fits */
};

typedef unsigned char block __attribute__((vector_size(16)));

/* What is left of a line, which goes on with its padding behind `end`. */
struct rest {
    const char *at;
    const char *end;
};

void
json_flat_free(struct json_flat *flat)
{
    buffer_free(&flat->words);
    buffer_free(&flat->strings);
}

static inline uint64_t
any(const block bytes)
{
    uint64_t words[sizeof(bytes) / sizeof(uint64_t)];
    uint64_t all = 0;

    memcpy(words, &bytes, sizeof(words));
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        all |= words[i];
    return all;
}

/* Neither backslash nor control byte, and UTF-8: each string ends with the next quote. */
static bool
is_plain(struct text line)
{
    block odd = {0}, high = {0}, bytes;
    size_t at = 0;

    if (line.len < sizeof(bytes) || line.len > LONGEST)
        return false;
    do {
        memcpy(&bytes, line.at + at, sizeof(bytes));
        odd |= (block)((bytes < ' ') | (bytes == '\\'));
        high |= bytes;
        at += sizeof(bytes);
        if (at > line.len - sizeof(bytes) && at < line.len)
            at = line.len - sizeof(bytes);
    } while (at < line.len);
    return any(odd) == 0
           && ((any(high) & UINT64_C(0x8080808080808080)) == 0
               || utf8_is_valid(line));
}

/* Most strings end within a block or two: a call to memchr() would cost more than the look. */
static inline const char *
find_quote(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quotes = _mm_set1_epi8('"');

    for (; at < end; at += sizeof(quotes)) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quotes));

        if (found != 0) {
            at += __builtin_ctz((unsigned)found);
            return at < end ? at : NULL;
        }
    }
    return NULL;
#else
    return at < end ? memchr(at, '"', (size_t)(end - at)) : NULL;
#endif
}

/* Takes the string whose quote has been taken. */
static bool
take_string(struct rest *rest, struct text *string)
{
    const char *quote = find_quote(rest->at, rest->end);

    if (quote == NULL)
        return false;
    *string = (struct text){rest->at, (size_t)(quote - rest->at)};
    rest->at = quote + 1;
    return true;
}

static bool
take_integer(struct rest *rest, int64_t *integer)
{
    bool is_negative = *rest->at == '-';
    const char *first = rest->at + is_negative;
    const char *at = first;
    int64_t value = 0;

    for (; *at >= '0' && *at <= '9' && at - first < DIGITS; at++)
        value = value * 10 + (*at - '0');
    rest->at = at;
    *integer = is_negative ? -value : value;
    return at > first && (*first != '0' || at == first + 1);
}

static bool
take_word(struct rest *rest, struct text word)
{
    if (memcmp(rest->at, word.at, word.len) != 0)
        return false;
    rest->at += word.len;
    return true;
}

static void
put_word(struct json_flat *flat, char type, uint64_t value)
{
    uint64_t word = (uint64_t)(unsigned char)type << 56 | value;

    buffer_add(&flat->words, (struct text){(const char *)&word, sizeof(word)});
}

static void
put_string(struct json_flat *flat, struct text string)
{
    uint32_t len = (uint32_t)string.len;

    put_word(flat, '"', flat->strings.len);
    buffer_add(&flat->strings, (struct text){(const char *)&len, sizeof(len)});
    buffer_add(&flat->strings, string);
    buffer_add_char(&flat->strings, '\0');
}

/* Takes the strings of the array whose bracket has been taken. */
static bool
take_array(struct json_flat *flat, struct rest *rest, struct json_slot *slot)
{
    size_t open = flat->words.len / sizeof(uint64_t);
    uint64_t behind;
    struct text string;

    put_word(flat, '[', 0);
    while (*rest->at == '"') {
        rest->at++;
        if (!take_string(rest, &string))
            return false;
        put_string(flat, string);
        if (*rest->at != ',')
            break;
        if (*++rest->at != '"')
            return false;
    }
    put_word(flat, ']', open);
    behind = flat->words.len / sizeof(uint64_t);
    memcpy(flat->words.at + open * sizeof(uint64_t),
           &(uint64_t){(uint64_t)'[' << 56 | behind}, sizeof(uint64_t));
    slot->type = JSON_ARRAY;
    slot->node = (struct json_node){&flat->tape, open};
    return *rest->at++ == ']';
}

static bool
take_value(struct json_flat *flat, struct rest *rest, struct json_slot *slot)
{
    switch (*rest->at) {
    case '"':
        rest->at++;
        slot->type = JSON_STRING;
        return take_string(rest, &slot->text);
    case '[':
        rest->at++;
        return take_array(flat, rest, slot);
    case 't':
        slot->type = JSON_TRUE;
        return take_word(rest, TEXT("true"));
    case 'f':
        slot->type = JSON_FALSE;
        return take_word(rest, TEXT("false"));
    default:
        slot->type = JSON_INTEGER;
        return take_integer(rest, &slot->integer);
    }
}

/* Takes the key whose quote has been taken, with its colon; mostly the one that came behind `before` last time. */
static struct json_key *
take_key(struct rest *rest, struct json_level *level, struct json_key *before)
{
    struct json_key *known = before->next;
    struct text key = {rest->at, known->len};

    if (known->len < (size_t)(rest->end - rest->at) && json_key_is(known, key)
        && rest->at[known->len] == '"') {
        rest->at += known->len + 1;
    } else {
        if (!take_string(rest, &key))
            return NULL;
        known = json_level_meet(level, key);
        if (known == NULL)
            return NULL;
        before->next = known;
    }
    return *rest->at++ == ':' ? known : NULL;
}

static bool
take_member(struct json_flat *flat, struct rest *rest, struct json_level *level,
            struct json_key **before, struct json_slot *slots)
{
    struct json_key *key;
    struct json_slot other;

    if (rest->end - rest->at < 2 || *rest->at++ != '"')
        return false;
    key = take_key(rest, level, *before);
    if (key == NULL || key->walk == level->walk || rest->at >= rest->end)
        return false;
    key->walk = level->walk;
    *before = key;
    return take_value(flat, rest,
                      key->slot == JSON_LEVEL_NO_SLOT ? &other
                                                      : slots + key->slot);
}

bool
json_flat_pick(struct json_flat *flat, struct json_level *level,
               struct text line, struct json_slot *slots)
{
    struct rest rest = {line.at, line.at + line.len};
    struct json_key *before = level->keys;

    if (!is_plain(line) || *rest.at != '{')
        return false;
    level->walk++;
    buffer_clear(&flat->words);
    buffer_clear(&flat->strings);
    do {
        rest.at++;
        if (!take_member(flat, &rest, level, &before, slots))
            return false;
    } while (rest.at < rest.end && *rest.at == ',');
    flat->tape.words = (const uint64_t *)(const void *)flat->words.at;
    flat->tape.strings = (const uint8_t *)flat->strings.at;
    return *rest.at == '}' && rest.at + 1 == rest.end;
}
