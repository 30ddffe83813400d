#include "domain/rule_terms.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/hash.h"

enum { STARTS_LOG = 10, SMALLEST = 256 };

/*
 * A word of up to eight bytes is its own head, so that most are compared at once. A wildcard is
 * told from a word by its length.
 */
struct key {
    uint64_t head;
    uint32_t len; /* and PREFIX */
};

#define PREFIX (UINT32_C(1) << 31)

struct slot {
    struct key key;
    uint32_t term_1; /* plus 1; 0 is a free slot */
};

struct rule_terms {
    struct sieve sieve;
    uint64_t lengths[1 << STARTS_LOG]; /* of wildcards, by their first bytes */
    struct slot *slots;                /* open addressing, at most half full */
    size_t slot_count;
    struct buffer texts; /* struct text */
    struct arena arena;
};

struct rule_terms *
rule_terms_new(void)
{
    struct rule_terms *terms = calloc(1, sizeof(*terms));

    if (terms == NULL)
        err(EX_OSERR, "the terms of rules");
    return terms;
}

void
rule_terms_free(struct rule_terms *terms)
{
    if (terms == NULL)
        return;
    free(terms->slots);
    buffer_free(&terms->texts);
    arena_free(&terms->arena);
    free(terms);
}

static struct key
key_of(struct text folded, uint32_t flag)
{
    struct key key = {sieve_head(folded.at, folded.len),
                      (uint32_t)folded.len | flag};

    if (folded.len > 16)
        key.head = hash_text(folded);
    else if (folded.len > 8)
        key.head ^= sieve_head(folded.at + folded.len - 8, 8) * SIEVE_SPREAD;
    return key;
}

static uint64_t
mix(struct key key)
{
    return (key.head + key.len * UINT64_C(0xc2b2ae3d27d4eb4f)) * SIEVE_SPREAD;
}

static size_t
start_of(struct text text)
{
    size_t first = (unsigned char)text.at[0];
    size_t second = (unsigned char)text.at[1];

    return (first ^ second << 5) & ((1U << STARTS_LOG) - 1);
}

static bool
is_term(const struct rule_terms *terms, const struct slot *slot, struct key key,
        struct text folded)
{
    if (slot->key.head != key.head || slot->key.len != key.len)
        return false;
    return folded.len <= 8
           || memcmp(rule_terms_text(terms, slot->term_1 - 1).at, folded.at,
                     folded.len)
                  == 0;
}

/* The slot of the term, or the free one where it belongs. */
static struct slot *
probe(const struct rule_terms *terms, struct key key, struct text folded)
{
    size_t mask = terms->slot_count - 1;
    size_t at = (size_t)(mix(key) >> 24) & mask;

    while (terms->slots[at].term_1 != 0
           && !is_term(terms, &terms->slots[at], key, folded))
        at = (at + 1) & mask;
    return &terms->slots[at];
}

static void
grow(struct rule_terms *terms)
{
    struct slot *old = terms->slots;
    size_t old_count = terms->slot_count;
    size_t mask;

    terms->slot_count = old_count == 0 ? SMALLEST : old_count * 2;
    terms->slots = calloc(terms->slot_count, sizeof(*terms->slots));
    if (terms->slots == NULL)
        err(EX_OSERR, "the terms of rules");
    mask = terms->slot_count - 1;
    for (size_t i = 0; i < old_count; i++) {
        size_t at = (size_t)(mix(old[i].key) >> 24) & mask;

        if (old[i].term_1 == 0)
            continue;
        while (terms->slots[at].term_1 != 0)
            at = (at + 1) & mask;
        terms->slots[at] = old[i];
    }
    free(old);
}

/* A copy with a star behind a wildcard, and what the sieve reads behind all. */
static struct text
keep(struct rule_terms *terms, struct text folded, bool is_prefix)
{
    char *at = arena_get(&terms->arena, folded.len + is_prefix + SIEVE_READS);

    memcpy(at, folded.at, folded.len);
    if (is_prefix)
        at[folded.len] = '*';
    return (struct text){at, folded.len + is_prefix};
}

static void
remember(struct rule_terms *terms, struct text folded, bool is_prefix)
{
    if (!is_prefix) {
        sieve_add(&terms->sieve, folded);
        return;
    }
    sieve_add_prefix(&terms->sieve, folded);
    terms->lengths[start_of(folded)] |= UINT64_C(1) << folded.len;
}

uint32_t
rule_terms_add(struct rule_terms *terms, struct text folded, bool is_prefix)
{
    struct text text = keep(terms, folded, is_prefix);
    struct text kept = {text.at, folded.len};
    struct key key = key_of(kept, is_prefix ? PREFIX : 0);
    struct slot *slot;

    assert(
        !is_prefix
        || (folded.len >= RULE_PREFIX_LEAST && folded.len <= RULE_PREFIX_MOST));
    if (rule_terms_count(terms) >= terms->slot_count / 2)
        grow(terms);
    slot = probe(terms, key, kept);
    if (slot->term_1 != 0)
        return slot->term_1 - 1;
    buffer_add(&terms->texts, (struct text){(const char *)&text, sizeof(text)});
    *slot = (struct slot){key, rule_terms_count(terms)};
    remember(terms, kept, is_prefix);
    return slot->term_1 - 1;
}

uint32_t
rule_terms_count(const struct rule_terms *terms)
{
    return (uint32_t)(terms->texts.len / sizeof(struct text));
}

struct text
rule_terms_text(const struct rule_terms *terms, uint32_t term)
{
    return ((const struct text *)(const void *)terms->texts.at)[term];
}

const struct sieve *
rule_terms_sieve(const struct rule_terms *terms)
{
    return &terms->sieve;
}

/* Appends the term to found[count], if it is one. */
static size_t
find_key(const struct rule_terms *terms, struct text folded, uint32_t flag,
         uint32_t *found, size_t count)
{
    struct key key = key_of(folded, flag);
    const struct slot *slot = probe(terms, key, folded);

    if (slot->term_1 != 0)
        found[count++] = slot->term_1 - 1;
    return count;
}

size_t
rule_terms_find(const struct rule_terms *terms, struct text folded,
                uint32_t found[RULE_TERMS_FOUND])
{
    size_t count = find_key(terms, folded, 0, found, 0);
    uint64_t lengths;

    if (folded.len < RULE_PREFIX_LEAST)
        return count;
    lengths = terms->lengths[start_of(folded)];
    for (; lengths != 0; lengths &= lengths - 1) {
        struct text prefix = {folded.at, (size_t)__builtin_ctzll(lengths)};

        if (prefix.len > folded.len)
            break;
        count = find_key(terms, prefix, PREFIX, found, count);
    }
    return count;
}
