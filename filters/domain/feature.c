#include "domain/feature.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/utf8.h"

/* What kind a byte of a text is of. */
enum kind { SPACE, LETTER, SIGN };

/* What stands in the form for what is not to be seen. */
enum { LINK = 1, NAME = 2 };

/* What a feature is of: no two kinds share a hash but by chance. */
enum { WORD, NEGATED, PAIR, CAPITALS, LONG, SHORTEST = 16 };

enum { LETTERS_LEAST = 3, LETTERS_MOST = 5 };

#define MIX UINT64_C(0x9e3779b97f4a7c15)

/* Words that turn what follows, zeros behind them; n't is looked for at the end of a word. */
enum { NEGATION_MOST = 8 };
static const char negations[][NEGATION_MOST] = {
    "no",      "not",     "never",   "none",    "nothing",  "nobody",
    "nowhere", "neither", "nor",     "cannot",  "cant",     "dont",
    "doesnt",  "didnt",   "isnt",    "wasnt",   "werent",   "arent",
    "aint",    "wont",    "wouldnt", "couldnt", "shouldnt", "hasnt",
    "havent",  "hadnt",   "without", "hardly",  "barely"};

static bool
is_within(unsigned char byte, char from, char to)
{
    return byte >= (unsigned char)from && byte <= (unsigned char)to;
}

static enum kind
kind_of(unsigned char byte)
{
    if (byte <= ' ')
        return SPACE;
    return is_within(byte | 0x20, 'a', 'z') || is_within(byte, '0', '9')
                   || byte >= 0x80 || byte == '\''
               ? LETTER
               : SIGN;
}

static uint64_t
mix(uint64_t a, uint64_t b)
{
    a = (a ^ b) * MIX;
    return a ^ a >> 29;
}

static void
add(struct feature_list *list, uint64_t kind, uint64_t hash)
{
    list->hashes[list->count++] = (uint32_t)(mix(hash, kind * MIX) * MIX >> 32);
}

/* What has been read of the text so far. */
struct reading {
    struct feature_list *list;
    uint64_t previous; /* the word before; 0 at the begin */
    bool is_negated;
};

/* Each word of each post comes here: all are compared as numbers, which takes no branch. */
static bool
is_negation(struct text word)
{
    uint64_t bytes = 0;
    bool found = false;

    if (word.len > 3 && memcmp(word.at + word.len - 3, "n't", 3) == 0)
        return true;
    if (word.len > NEGATION_MOST)
        return false;
    memcpy(&bytes, word.at, word.len);
    for (size_t i = 0; i < sizeof(negations) / sizeof(negations[0]); i++) {
        uint64_t one;

        memcpy(&one, negations[i], sizeof(one));
        found |= one == bytes;
    }
    return found;
}

static bool
ends_clause(struct text word)
{
    return word.at[0] == '.' || word.at[0] == ',' || word.at[0] == ';'
           || word.at[0] == ':' || word.at[0] == '!' || word.at[0] == '?';
}

static uint64_t
hash_word(struct text word)
{
    uint64_t hash = word.len;
    uint64_t bytes;

    for (; word.len >= sizeof(bytes); word = text_from(word, sizeof(bytes))) {
        memcpy(&bytes, word.at, sizeof(bytes));
        hash = mix(hash, bytes);
    }
    bytes = 0;
    memcpy(&bytes, word.at, word.len);
    return mix(hash, bytes);
}

/* A word of the form; how many of its letters were capitals, and whether letters were cut. */
static void
add_word(struct reading *reading, struct text word, size_t capitals,
         bool was_long)
{
    uint64_t hash = hash_word(word);
    bool is_sign = kind_of((unsigned char)word.at[0]) == SIGN;

    add(reading->list, WORD, hash);
    if (reading->is_negated && !is_sign)
        add(reading->list, NEGATED, hash);
    add(reading->list, PAIR, mix(hash, reading->previous));
    if (capitals > 1 && capitals == word.len) {
        add(reading->list, CAPITALS, 0);
        add(reading->list, CAPITALS, hash);
    }
    if (was_long)
        add(reading->list, LONG, 0);
    reading->previous = hash;
    if (is_sign && ends_clause(word))
        reading->is_negated = false;
    else if (!is_sign && is_negation(word))
        reading->is_negated = true;
}

static size_t
end_of_link(struct text text, size_t at)
{
    while (at < text.len && kind_of((unsigned char)text.at[at]) != SPACE)
        at++;
    return at;
}

static size_t
end_of_name(struct text text, size_t at)
{
    for (at++; at < text.len; at++)
        if (text.at[at] != '_'
            && (kind_of((unsigned char)text.at[at]) != LETTER
                || (unsigned char)text.at[at] >= 0x80))
            break;
    return at;
}

static bool
is_link(struct text text, size_t at)
{
    struct text rest = text_from(text, at);

    return text_starts(rest, TEXT("http://"))
           || text_starts(rest, TEXT("https://"));
}

/* One word of one byte for what is not to be seen. */
static void
add_stand_in(struct reading *reading, char stand_in)
{
    struct buffer *form = &reading->list->form;

    form->at[form->len++] = stand_in;
    add_word(reading, (struct text){form->at + form->len - 1, 1}, 0, false);
}

/* The word at `at`, in its form; returns where it ends. */
static size_t
read_word(struct reading *reading, struct text text, size_t at)
{
    struct buffer *form = &reading->list->form;
    enum kind kind = kind_of((unsigned char)text.at[at]);
    size_t start = form->len;
    size_t capitals = 0;
    bool was_long = false;

    for (; at < text.len; at++) {
        unsigned char byte = (unsigned char)text.at[at];
        bool is_capital = is_within(byte, 'A', 'Z');

        if (kind_of(byte) != kind || (kind == SIGN && byte == '@'))
            break;
        byte |= is_capital ? 0x20 : 0;
        capitals += is_capital;
        if (form->len >= start + 2 && form->at[form->len - 1] == (char)byte
            && form->at[form->len - 2] == (char)byte && byte < 0x80) {
            was_long = true;
            continue;
        }
        form->at[form->len++] = (char)byte;
    }
    add_word(reading, (struct text){form->at + start, form->len - start},
             capitals, was_long);
    return at;
}

static void
read_words(struct feature_list *list, struct text text)
{
    struct reading reading = {.list = list};
    struct buffer *form = &list->form;
    size_t at = 0;

    form->at[form->len++] = ' ';
    while (at < text.len) {
        if (kind_of((unsigned char)text.at[at]) == SPACE) {
            if (form->at[form->len - 1] != ' ')
                form->at[form->len++] = ' ';
            at++;
        } else if (text.at[at] == '@') {
            at = end_of_name(text, at);
            add_stand_in(&reading, NAME);
        } else if (text.at[at] == 'h' && is_link(text, at)) {
            at = end_of_link(text, at);
            add_stand_in(&reading, LINK);
        } else {
            at = read_word(&reading, text, at);
        }
    }
    if (form->at[form->len - 1] != ' ')
        form->at[form->len++] = ' ';
}

static void
read_letters(struct feature_list *list)
{
    const char *form = list->form.at;
    size_t len = list->form.len;
    uint32_t *out = list->hashes + list->count;

    for (size_t at = 0; at + LETTERS_LEAST <= len; at++) {
        uint64_t bytes;
        size_t most = len - at < LETTERS_MOST ? len - at : LETTERS_MOST;

        memcpy(&bytes, form + at, sizeof(bytes));
        for (size_t n = LETTERS_LEAST; n <= most; n++) {
            uint64_t run = bytes << (64 - 8 * n);

            *out++ = (uint32_t)((run ^ run >> 31) * MIX >> 32);
        }
    }
    list->count = (size_t)(out - list->hashes);
}

/* No text has more: four features a word, three a letter, and both of a byte. */
static void
reserve(struct feature_list *list, size_t bytes)
{
    size_t most = (bytes + 2) * 9;

    buffer_clear(&list->form);
    buffer_reserve(&list->form, bytes + 2 + sizeof(uint64_t));
    list->count = 0;
    if (list->cap >= most)
        return;
    list->hashes =
        array_resize(list->hashes, most, sizeof(*list->hashes), "features");
    list->cap = most;
}

void
feature_read(struct feature_list *list, struct text text)
{
    text = utf8_prefix(text, FEATURE_TEXT_MOST);
    reserve(list, text.len);
    read_words(list, text);
    list->words = list->count;
    memset(list->form.at + list->form.len, 0, sizeof(uint64_t));
    read_letters(list);
}

void
feature_free(struct feature_list *list)
{
    free(list->hashes);
    buffer_free(&list->form);
    *list = (struct feature_list){0};
}
