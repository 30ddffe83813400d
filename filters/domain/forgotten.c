#include "domain/forgotten.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/keys.h"

enum { HEX = 16, WORD_MOST = 512 };

struct forgotten {
    const struct secret *secret;
    struct keys *tombstones;
};

struct forgotten *
forgotten_new(const struct secret *secret)
{
    struct forgotten *forgotten = calloc(1, sizeof(*forgotten));

    if (forgotten == NULL)
        err(EX_OSERR, "forgotten");
    forgotten->secret = secret;
    forgotten->tombstones = keys_new();
    return forgotten;
}

void
forgotten_free(struct forgotten *forgotten)
{
    if (forgotten == NULL)
        return;
    keys_free(forgotten->tombstones);
    free(forgotten);
}

const char *
forgotten_read(struct forgotten *forgotten, struct text lines)
{
    struct text line;

    while (text_split(&lines, '\n', &line)) {
        uint64_t tombstone = 0;

        if (line.len == 0)
            continue;
        for (size_t i = 0; i < line.len; i++) {
            int digit = text_hex(line.at[i]);

            if (digit == -1 || line.len != HEX)
                return "a tombstone is 16 hexadecimal digits";
            tombstone = tombstone << 4 | (uint64_t)digit;
        }
        keys_add(forgotten->tombstones, tombstone);
    }
    return NULL;
}

static char
folded(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

uint64_t
forgotten_tombstone(const struct forgotten *forgotten, enum forgotten_sort sort,
                    struct text name)
{
    char bytes[WORD_MOST + 1];
    size_t len = name.len < WORD_MOST ? name.len : WORD_MOST;

    bytes[0] = (char)sort;
    for (size_t i = 0; i < len; i++)
        bytes[i + 1] = folded(name.at[i]);
    return secret_tag(forgotten->secret, (struct text){bytes, len + 1});
}

bool
forgotten_has(const struct forgotten *forgotten, enum forgotten_sort sort,
              struct text name)
{
    return name.len > 0
           && keys_has(forgotten->tombstones,
                       forgotten_tombstone(forgotten, sort, name));
}

struct taker {
    const struct forgotten *forgotten;
    void (*take)(void *context, uint64_t tombstone);
    void *context;
};

static void
give(const struct taker *taker, enum forgotten_sort sort, struct text name)
{
    taker->take(taker->context,
                forgotten_tombstone(taker->forgotten, sort, name));
}

/* What normalize makes of a plain name, hashed and clear. */
static void
give_plain(const struct taker *taker, struct text plain)
{
    static const char *const spaces[] = {"web", "shop"};
    struct buffer name = {0};

    give(taker, FORGOTTEN_WORD, plain);
    for (size_t i = 0; i < sizeof(spaces) / sizeof(*spaces); i++) {
        buffer_clear(&name);
        buffer_printf(&name, "%s:h", spaces[i]);
        buffer_add_hex(&name,
                       secret_hash(taker->forgotten->secret, spaces[i], plain));
        give(taker, FORGOTTEN_NAME, buffer_text(&name));
        buffer_clear(&name);
        buffer_printf(&name, "%s:%.*s", spaces[i], TEXT_ARGS(plain));
        give(taker, FORGOTTEN_NAME, buffer_text(&name));
    }
    buffer_free(&name);
}

void
forgotten_person(const struct forgotten *forgotten, struct text person,
                 void (*take)(void *context, uint64_t tombstone), void *context)
{
    const struct taker taker = {forgotten, take, context};
    size_t colon = text_find_char(person, ':');
    struct text native =
        colon == SIZE_MAX ? person : text_from(person, colon + 1);

    if (native.len > 1 && native.at[0] == '@') {
        give(&taker, FORGOTTEN_HANDLE, text_from(native, 1));
    } else if (colon == SIZE_MAX) {
        give_plain(&taker, person);
    } else {
        give(&taker, FORGOTTEN_NAME, person);
        give(&taker, FORGOTTEN_NATIVE, native);
    }
}

/* What words, addresses and logins are made of; bytes of other scripts belong to words. */
static bool
is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
           || (byte >= '0' && byte <= '9') || byte == '_' || byte == '-'
           || byte == '.' || byte == '+' || byte == '@'
           || (unsigned char)byte >= 0x80;
}

/* A run of such bytes from `at` on, and the word in it: without points and @ around it. */
struct word {
    size_t start, end; /* of the word */
    size_t next;       /* behind the run */
};

static struct word
word_at(struct text json, size_t at)
{
    struct word word = {.start = at};

    while (at < json.len && is_word(json.at[at]))
        at++;
    word.next = word.end = at;
    while (word.start < word.end
           && (json.at[word.start] == '@' || json.at[word.start] == '.'
               || json.at[word.start] == '-'))
        word.start++;
    while (word.end > word.start
           && (json.at[word.end - 1] == '.' || json.at[word.end - 1] == '-'
               || json.at[word.end - 1] == '@'))
        word.end--;
    return word;
}

/* The bytes of an escape, which are no part of a word. */
static size_t
escape_at(struct text json, size_t at)
{
    if (json.at[at] != '\\' || at + 1 >= json.len)
        return 0;
    return json.at[at + 1] == 'u' ? 6 : 2;
}

static bool
is_forgotten(const struct forgotten *forgotten, struct text json,
             const struct word *word)
{
    struct text name = {json.at + word->start, word->end - word->start};
    char before = word->start == 0 ? '"' : json.at[word->start - 1];

    if (forgotten_has(forgotten, FORGOTTEN_WORD, name))
        return true;
    return (before == '@' || before == '/' || before == '"')
           && forgotten_has(forgotten, FORGOTTEN_HANDLE, name);
}

/* The length of a forgotten name that is the whole of the string whose inside begins here, or 0. */
static size_t
name_at(const struct forgotten *forgotten, struct text json, size_t at)
{
    struct text name;
    size_t end;

    if (at == 0 || json.at[at - 1] != '"')
        return 0;
    name = text_from(json, at);
    end = text_find_char(name, '"');
    if (end == SIZE_MAX || end > WORD_MOST)
        return 0;
    name.len = end;
    return text_find_char(name, ':') != SIZE_MAX
                   && forgotten_has(forgotten, FORGOTTEN_NAME, name)
               ? end
               : 0;
}

size_t
forgotten_mask(const struct forgotten *forgotten, struct buffer *out,
               struct text json)
{
    size_t masked = 0, at = 0, done = 0;

    while (at < json.len) {
        size_t escape = escape_at(json, at);
        size_t name = name_at(forgotten, json, at);
        struct word word;

        if (name > 0) {
            buffer_add(out, (struct text){json.at + done, at - done});
            buffer_add(out, TEXT("[forgotten]"));
            done = at += name;
            masked++;
            continue;
        }
        if (escape > 0 || !is_word(json.at[at])) {
            at += escape > 0 ? escape : 1;
            continue;
        }
        word = word_at(json, at);
        if (is_forgotten(forgotten, json, &word)) {
            buffer_add(out, (struct text){json.at + done, word.start - done});
            buffer_add(out, TEXT("[forgotten]"));
            done = word.end;
            masked++;
        }
        at = word.next;
    }
    buffer_add(out, text_from(json, done));
    return masked;
}

bool
forgotten_is_in(const struct forgotten *forgotten, struct text line)
{
    size_t at = 0;

    while (at < line.len) {
        size_t escape = escape_at(line, at);
        struct word word;
        struct text name;

        if (escape > 0 || !is_word(line.at[at])) {
            at += escape > 0 ? escape : 1;
            continue;
        }
        word = word_at(line, at);
        name = (struct text){line.at + word.start, word.end - word.start};
        if (forgotten_has(forgotten, FORGOTTEN_WORD, name)
            || forgotten_has(forgotten, FORGOTTEN_HANDLE, name)
            || forgotten_has(forgotten, FORGOTTEN_NATIVE, name))
            return true;
        at = word.next;
    }
    return false;
}
