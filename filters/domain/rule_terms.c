#include "domain/rule_terms.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { SEEN_LOG = 16, STARTS_LOG = 10 };

struct rule_terms {
    struct table *table;
    uint64_t
        seen[(1 << SEEN_LOG) / 64]; /* a bit a hash: is there such a term? */
    uint64_t
        lengths[1 << STARTS_LOG]; /* of wildcards, by their first two bytes */
};

struct rule_terms *
rule_terms_new(void)
{
    struct rule_terms *terms = calloc(1, sizeof(*terms));

    if (terms == NULL)
        err(EX_OSERR, "the terms of rules");
    terms->table = table_new();
    return terms;
}

void
rule_terms_free(struct rule_terms *terms)
{
    if (terms == NULL)
        return;
    table_free(terms->table);
    free(terms);
}

/* Of its ends and its length: enough to tell most words that nobody asked for. */
static uint32_t
sketch(struct text text)
{
    uint64_t ends = text.len;

    if (text.len >= 4) {
        uint32_t first;
        uint32_t last;

        memcpy(&first, text.at, 4);
        memcpy(&last, text.at + text.len - 4, 4);
        ends = (ends << 56) ^ first ^ (uint64_t)last << 28;
    } else {
        for (size_t i = 0; i < text.len; i++)
            ends = ends << 8 | (unsigned char)text.at[i];
    }
    return (uint32_t)(ends * UINT64_C(0x9e3779b97f4a7c15) >> (64 - SEEN_LOG));
}

static bool
may_be_term(const struct rule_terms *terms, struct text text)
{
    uint32_t bit = sketch(text);

    return (terms->seen[bit / 64] >> bit % 64 & 1) != 0;
}

static uint64_t *
lengths_of(const struct rule_terms *terms, struct text text)
{
    uint32_t first = (unsigned char)text.at[0];
    uint32_t second = (unsigned char)text.at[1];

    return (uint64_t *)&terms
        ->lengths[(first ^ second << 5) & ((1U << STARTS_LOG) - 1)];
}

/* How a wildcard stands in the table. */
static struct text
starred(char room[RULE_PREFIX_MOST + 1], struct text prefix)
{
    memcpy(room, prefix.at, prefix.len);
    room[prefix.len] = '*';
    return (struct text){room, prefix.len + 1};
}

uint32_t
rule_terms_add(struct rule_terms *terms, struct text folded, bool is_prefix)
{
    char room[RULE_PREFIX_MOST + 1];
    uint32_t bit = sketch(folded);

    terms->seen[bit / 64] |= UINT64_C(1) << bit % 64;
    if (!is_prefix)
        return table_add(terms->table, folded);
    assert(folded.len >= RULE_PREFIX_LEAST && folded.len <= RULE_PREFIX_MOST);
    *lengths_of(terms, folded) |= UINT64_C(1) << folded.len;
    return table_add(terms->table, starred(room, folded));
}

uint32_t
rule_terms_count(const struct rule_terms *terms)
{
    return table_count(terms->table);
}

struct text
rule_terms_text(const struct rule_terms *terms, uint32_t term)
{
    return table_text(terms->table, term);
}

static size_t
find_prefixes(const struct rule_terms *terms, struct text folded,
              uint64_t lengths, uint32_t *found)
{
    size_t count = 0;
    char room[RULE_PREFIX_MOST + 1];

    for (; lengths != 0; lengths &= lengths - 1) {
        struct text prefix = {folded.at, (size_t)__builtin_ctzll(lengths)};
        uint32_t term;

        if (prefix.len > folded.len)
            break;
        if (!may_be_term(terms, prefix))
            continue;
        term = table_find(terms->table, starred(room, prefix));
        if (term != TABLE_NONE)
            found[count++] = term;
    }
    return count;
}

size_t
rule_terms_find(const struct rule_terms *terms, struct text folded,
                uint32_t found[RULE_TERMS_FOUND])
{
    size_t count = 0;
    uint64_t lengths;

    if (may_be_term(terms, folded)) {
        uint32_t term = table_find(terms->table, folded);

        if (term != TABLE_NONE)
            found[count++] = term;
    }
    if (folded.len < RULE_PREFIX_LEAST)
        return count;
    lengths = *lengths_of(terms, folded);
    if (lengths != 0)
        count += find_prefixes(terms, folded, lengths, found + count);
    return count;
}
