#include "domain/rule_hits.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

void
rule_hits_open(struct rule_hits *hits, const struct rule_tree *tree)
{
    *hits = (struct rule_hits){.tree = tree};
    hits->terms =
        calloc(rule_terms_count(tree->terms) + 1, sizeof(*hits->terms));
    if (hits->terms == NULL)
        err(EX_OSERR, "a matcher of rules");
}

void
rule_hits_close(struct rule_hits *hits)
{
    free(hits->terms);
    buffer_free(&hits->hits);
}

/* Numbers of posts come round only after 2^32 of them; no state may be so old. */
void
rule_hits_begin(struct rule_hits *hits)
{
    buffer_clear(&hits->hits);
    if (++hits->post != 0)
        return;
    memset(hits->terms, 0,
           rule_terms_count(hits->tree->terms) * sizeof(*hits->terms));
    hits->post = 1;
}

static struct rule_hit *
hit_at(const struct rule_hits *hits, uint32_t hit)
{
    return (struct rule_hit *)(void *)hits->hits.at + hit;
}

static uint32_t
hit_count(const struct rule_hits *hits)
{
    return (uint32_t)(hits->hits.len / sizeof(struct rule_hit));
}

bool
rule_hits_add(struct rule_hits *hits, struct rule_hit hit)
{
    struct rule_term_state *state = &hits->terms[hit.term];
    uint32_t number = hit_count(hits);
    bool is_first = state->post != hits->post;

    hit.next = RULE_NONE;
    buffer_add(&hits->hits, (struct text){(const char *)&hit, sizeof(hit)});
    if (is_first)
        *state = (struct rule_term_state){hits->post, number, number};
    else
        hit_at(hits, state->last)->next = number;
    state->last = number;
    return is_first;
}

const struct rule_hit *
rule_hits_first(const struct rule_hits *hits, uint32_t term)
{
    return hit_at(hits, hits->terms[term].first);
}

/* The hit of a term at a place, looked for from *from on, which moves up to that place. */
static uint32_t
find_at(const struct rule_hits *hits, uint32_t *from, uint32_t place,
        uint32_t term)
{
    uint32_t count = hit_count(hits);

    while (*from < count && hit_at(hits, *from)->place < place)
        ++*from;
    for (uint32_t i = *from; i < count && hit_at(hits, i)->place == place; i++)
        if (hit_at(hits, i)->term == term)
            return i;
    return RULE_NONE;
}

/* The last hit of the phrase that begins with `first`, or RULE_NONE. */
static uint32_t
phrase_end(const struct rule_hits *hits, const struct rule_node *phrase,
           uint32_t first)
{
    const uint32_t *words = rule_tree_words(hits->tree, phrase->first);
    uint32_t place = hit_at(hits, first)->place;
    uint32_t at = first;
    uint32_t last = first;

    for (uint32_t i = 1; i < phrase->count && last != RULE_NONE; i++)
        last = find_at(hits, &at, place + i, words[i]);
    return last;
}

bool
rule_hits_phrase(const struct rule_hits *hits, const struct rule_node *phrase,
                 const struct rule_hit **first, const struct rule_hit **last)
{
    uint32_t word = rule_tree_words(hits->tree, phrase->first)[0];
    uint32_t at =
        rule_hits_have(hits, word) ? hits->terms[word].first : RULE_NONE;

    for (; at != RULE_NONE; at = hit_at(hits, at)->next) {
        uint32_t end = phrase_end(hits, phrase, at);

        if (end == RULE_NONE)
            continue;
        *first = hit_at(hits, at);
        *last = hit_at(hits, end);
        return true;
    }
    return false;
}
