#include "domain/rule_hits.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/utf8.h"

void
rule_hits_open(struct rule_hits *hits, const struct rule_tree *tree)
{
    uint32_t count = rule_terms_count(tree->terms);

    *hits = (struct rule_hits){.tree = tree};
    hits->scanners[RULE_TITLE] = token_scanner_new();
    hits->scanners[RULE_TEXT] = token_scanner_new();
    hits->terms = calloc(count + 1, sizeof(*hits->terms));
    hits->finders = calloc(rule_tree_pattern_count(tree) + 1,
                           sizeof(struct pattern_finder *));
    if (hits->terms == NULL || hits->finders == NULL)
        err(EX_OSERR, "a matcher of rules");
}

void
rule_hits_close(struct rule_hits *hits)
{
    token_scanner_free(hits->scanners[RULE_TITLE]);
    token_scanner_free(hits->scanners[RULE_TEXT]);
    for (size_t i = 0; i < rule_tree_pattern_count(hits->tree); i++)
        pattern_finder_free(hits->finders[i]);
    free(hits->finders);
    free(hits->terms);
    buffer_free(&hits->hits);
    buffer_free(&hits->found);
    buffer_free(&hits->folded);
}

static struct rule_hit *
hit_at(const struct rule_hits *hits, uint32_t hit)
{
    return (struct rule_hit *)(void *)hits->hits.at + hit;
}

static void
add_hit(struct rule_hits *hits, uint32_t term, enum rule_part part, uint32_t at)
{
    struct rule_term_state *state = &hits->terms[term];
    uint32_t number = (uint32_t)(hits->hits.len / sizeof(struct rule_hit));
    struct rule_hit hit = {term, RULE_NONE, at, part};

    buffer_add(&hits->hits, (struct text){(const char *)&hit, sizeof(hit)});
    if (state->post == hits->number) {
        hit_at(hits, state->last)->next = number;
        state->last = number;
        return;
    }
    *state = (struct rule_term_state){hits->number, number, number};
    buffer_add(&hits->found, (struct text){(const char *)&term, sizeof(term)});
}

static void
look_up(struct rule_hits *hits, struct text folded, enum rule_part part,
        uint32_t at)
{
    uint32_t found[RULE_TERMS_FOUND];
    size_t count = rule_terms_find(hits->tree->terms, folded, found);

    for (size_t i = 0; i < count; i++)
        add_hit(hits, found[i], part, at);
}

struct pattern_hearer {
    struct rule_hits *hits;
    enum rule_part part;
};

static void
add_pattern(void *context, size_t number)
{
    const struct pattern_hearer *hearer = context;
    struct rule_hits *hits = hearer->hits;

    add_hit(hits, rule_tree_pattern(hits->tree, (uint32_t)number)->term,
            hearer->part, 0);
}

static void
search_patterns(struct rule_hits *hits, enum rule_part part)
{
    struct pattern_hearer hearer = {hits, part};

    if (hits->tree->compiled != NULL)
        pattern_set_scan(hits->tree->compiled, hits->texts[part], add_pattern,
                         &hearer);
}

static void
search_text(struct rule_hits *hits, enum rule_part part, struct text text)
{
    struct token_list *list = &hits->lists[part];

    hits->texts[part] = utf8_prefix(text, TOKEN_TEXT_MOST);
    *list = token_scan(hits->scanners[part], hits->texts[part],
                       rule_terms_sieve(hits->tree->terms));
    for (size_t i = 0; i < list->passed_count; i++) {
        uint32_t at = list->passed[i];

        look_up(hits, token_folded(list, &list->at[at]), part, at);
    }
    search_patterns(hits, part);
}

/* Tags and mentions that the record lists, whatever the text says. */
static void
search_list(struct rule_hits *hits, enum rule_part part, struct rule_texts list)
{
    for (uint32_t i = 0; i < list.count; i++) {
        buffer_clear(&hits->folded);
        buffer_add_char(&hits->folded, part == RULE_TAGS ? '#' : '@');
        token_fold(hits->scanners[RULE_TEXT], &hits->folded, list.at[i]);
        buffer_reserve(&hits->folded, SIEVE_READS);
        look_up(hits, buffer_text(&hits->folded), part, i);
    }
}

/* Numbers of posts come round only after 2^32 of them; no state may be so old. */
static void
begin(struct rule_hits *hits, const struct rule_post *post)
{
    hits->post = post;
    buffer_clear(&hits->hits);
    buffer_clear(&hits->found);
    if (++hits->number != 0)
        return;
    memset(hits->terms, 0,
           rule_terms_count(hits->tree->terms) * sizeof(*hits->terms));
    hits->number = 1;
}

const uint32_t *
rule_hits_find(struct rule_hits *hits, const struct rule_post *post,
               size_t *count)
{
    begin(hits, post);
    if (post->title.len > 0)
        search_text(hits, RULE_TITLE, post->title);
    search_text(hits, RULE_TEXT, post->text);
    search_list(hits, RULE_TAGS, post->tags);
    search_list(hits, RULE_MENTIONS, post->mentions);
    *count = hits->found.len / sizeof(uint32_t);
    return (const uint32_t *)(const void *)hits->found.at;
}

static struct text
text_between(const struct rule_hits *hits, enum rule_part part,
             const struct token *first, const struct token *last)
{
    return (struct text){hits->texts[part].at + first->span.at,
                         last->span.at + last->span.len - first->span.at};
}

static bool
is_word(const struct token_list *list, const struct token *token,
        const struct rule_word *word)
{
    struct text folded = token_folded(list, token);

    return token->kind == TOKEN_WORD
           && (word->is_prefix ? text_starts(folded, word->folded)
                               : text_equal(folded, word->folded));
}

/* The token at `place` that is the word, on the way from `from` by `step`; NULL where it is another. */
static const struct token *
find_word(const struct token_list *list, const struct token *from, int step,
          int64_t place, const struct rule_word *word)
{
    const struct token *end = list->at + list->count;

    while (from >= list->at && from < end && (place - from->place) * step > 0)
        from += step;
    for (; from >= list->at && from < end && from->place == place; from += step)
        if (is_word(list, from, word))
            return from;
    return NULL;
}

/* The first and last token of the phrase whose anchor is here. */
static bool
phrase_about(const struct rule_hits *hits, const struct rule_node *phrase,
             const struct token_list *list, const struct token *ends[2])
{
    const struct rule_word *words = rule_tree_words(hits->tree, phrase->first);
    const struct token *anchor = ends[0];
    int64_t start = (int64_t)anchor->place - phrase->anchor;

    for (uint32_t i = phrase->anchor; i-- > 0;) {
        ends[0] = find_word(list, ends[0], -1, start + i, &words[i]);
        if (ends[0] == NULL)
            return false;
    }
    ends[1] = anchor;
    for (uint32_t i = phrase->anchor + 1; i < phrase->count; i++) {
        ends[1] = find_word(list, ends[1], 1, start + i, &words[i]);
        if (ends[1] == NULL)
            return false;
    }
    return true;
}

/* Byte for byte, and as far as its last word goes. */
static bool
stands_so(const struct rule_raw *raw, struct text text,
          const struct token *const ends[2], struct text *found)
{
    size_t from = ends[0]->span.at;
    size_t end = ends[1]->span.at + ends[1]->span.len;
    struct text rest;

    if (from < raw->lead)
        return false;
    rest = text_from(text, from - raw->lead);
    if (!text_starts(rest, raw->bytes)
        || (!raw->is_prefix && from - raw->lead + raw->bytes.len < end))
        return false;
    rest.len = raw->bytes.len;
    if (raw->is_prefix)
        rest.len = end - (from - raw->lead);
    *found = rest;
    return true;
}

static bool
find_phrase(const struct rule_hits *hits, const struct rule_node *phrase,
            const struct rule_hit *hit, struct rule_find *find)
{
    const struct token_list *list = &hits->lists[hit->part];
    const struct token *ends[2] = {&list->at[hit->at]};

    if (!phrase_about(hits, phrase, list, ends))
        return false;
    *find = (struct rule_find){hit->part, ends[0]->place, ends[1]->place,
                               text_between(hits, hit->part, ends[0], ends[1])};
    return phrase->raw == RULE_NONE
           || stands_so(rule_tree_raw(hits->tree, phrase->raw),
                        hits->texts[hit->part], ends, &find->found);
}

static bool
find_term(const struct rule_hits *hits, const struct rule_hit *hit,
          struct rule_find *find)
{
    const struct token *token;

    *find = (struct rule_find){.part = hit->part};
    switch (hit->part) {
    case RULE_TAGS:
        find->found = hits->post->tags.at[hit->at];
        break;
    case RULE_MENTIONS:
        find->found = hits->post->mentions.at[hit->at];
        break;
    default:
        token = &hits->lists[hit->part].at[hit->at];
        find->first = find->last = token->place;
        find->found = text_between(hits, hit->part, token, token);
    }
    return true;
}

static bool
find_pattern(const struct rule_hits *hits, const struct rule_node *leaf,
             const struct rule_hit *hit, struct rule_find *find)
{
    struct pattern_finder **finder = &hits->finders[leaf->first];

    if (*finder == NULL)
        *finder = pattern_finder_new(
            rule_tree_pattern(hits->tree, leaf->first)->pattern);
    *find = (struct rule_find){.part = hit->part};
    return pattern_finder_find(*finder, hits->texts[hit->part], &find->found);
}

bool
rule_hits_next(const struct rule_hits *hits, const struct rule_node *leaf,
               uint32_t *at, struct rule_find *find)
{
    bool is_found = false;

    while (!is_found && *at != RULE_NONE) {
        const struct rule_hit *hit = hit_at(hits, *at);

        *at = hit->next;
        if (leaf->op == RULE_PATTERN)
            is_found = find_pattern(hits, leaf, hit, find);
        else if (leaf->op == RULE_TERM)
            is_found = find_term(hits, hit, find);
        else if (hit->part <= RULE_TEXT)
            is_found = find_phrase(hits, leaf, hit, find);
    }
    return is_found;
}

bool
rule_hits_any(const struct rule_hits *hits, const struct rule_node *leaf)
{
    uint32_t at = rule_hits_start(hits, leaf->term);
    struct rule_find find;

    if (leaf->op != RULE_PHRASE)
        return at != RULE_NONE;
    return rule_hits_next(hits, leaf, &at, &find);
}
