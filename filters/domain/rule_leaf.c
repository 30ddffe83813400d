#include "domain/rule_leaf.h"

static uint32_t
fail_at(struct rule_error *error, const char *at, const char *why,
        struct text raw)
{
    rule_error_set(error, at, why, (int)(raw.len < 60 ? raw.len : 60), raw.at);
    return RULE_NONE;
}

/* What must be fit for a wildcard; `folded` of a tag or name has its mark in front. */
static bool
check_prefix(struct text folded, struct text raw, struct rule_error *error)
{
    size_t mark = folded.at[0] == '#' || folded.at[0] == '@';

    if (folded.len - mark < RULE_PREFIX_LEAST)
        return rule_error_set(error, raw.at,
                              "a wildcard needs two letters before its *");
    if (folded.len > RULE_PREFIX_MOST)
        return rule_error_set(error, raw.at,
                              "a wildcard takes at most %d bytes before its *",
                              RULE_PREFIX_MOST);
    return true;
}

/* The first * that does not end a word, or NULL. */
static const char *
misplaced_star(struct text raw, const struct token *tokens, size_t count)
{
    size_t next = 0; /* token that begins behind the star */

    for (size_t at = 0; at < raw.len; at++) {
        if (raw.at[at] != '*')
            continue;
        while (next < count && tokens[next].span.at < at)
            next++;
        if (next == 0
            || tokens[next - 1].span.at + tokens[next - 1].span.len != at
            || (next < count && tokens[next].span.at == at + 1))
            return raw.at + at;
    }
    return NULL;
}

static bool
check_tokens(struct text raw, const struct token_list *list,
             struct rule_error *error)
{
    const struct token *tokens = list->at;
    size_t count = list->count;
    const char *star = misplaced_star(raw, tokens, count);

    if (star != NULL)
        return rule_error_set(error, star, "a * may only end a word");
    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind == TOKEN_LINK)
            return rule_error_set(
                error, raw.at + tokens[i].span.at,
                "links are searched with links:, not as words");
    if (count == 0)
        return rule_error_set(error, raw.at, "there is no word in this");
    if (tokens[count - 1].place >= RULE_PHRASE_MOST)
        return rule_error_set(error, raw.at, "a phrase has at most %d words",
                              RULE_PHRASE_MOST);
    return true;
}

/* The words in `raw`, in their order; how many, or 0 and *error. */
static uint32_t
find_words(const struct rule_tree *tree, struct token_scanner *scanner,
           struct text raw, struct rule_word words[RULE_PHRASE_MOST],
           struct rule_error *error)
{
    uint32_t count = 0;
    struct token_list list =
        token_scan(scanner, raw, rule_terms_sieve(tree->terms));

    if (!check_tokens(raw, &list, error))
        return 0;
    for (size_t i = 0; i < list.count; i++) {
        const struct token *token = &list.at[i];
        struct text folded = token_folded(&list, token);
        size_t end = token->span.at + token->span.len;
        bool is_prefix = end < raw.len && raw.at[end] == '*';

        /* Of several in one place the first is the word as it is written. */
        if (token->kind != TOKEN_WORD || token->place < count)
            continue;
        if (is_prefix && !check_prefix(folded, raw, error))
            return 0;
        words[count++] = (struct rule_word){folded, is_prefix};
    }
    return count;
}

uint32_t
rule_leaf_phrase(struct rule_tree *tree, struct token_scanner *scanner,
                 struct text raw, struct rule_error *error)
{
    struct rule_word words[RULE_PHRASE_MOST];
    uint32_t count;

    if (raw.len > TOKEN_TEXT_MOST)
        return fail_at(error, raw.at, "this is too long: %.*s…", raw);
    count = find_words(tree, scanner, raw, words, error);
    if (count == 0)
        return RULE_NONE;
    if (count == 1)
        return rule_tree_add_term(tree, words[0]);
    return rule_tree_add_phrase(tree, words, count);
}

/* The words as phrases are found, and then byte for byte. */
static uint32_t
add_raw(struct rule_tree *tree, struct token_scanner *scanner, struct text raw,
        struct rule_error *error)
{
    struct rule_word words[RULE_PHRASE_MOST];
    struct rule_raw exact = {raw, 0, text_ends(raw, TEXT("*"))};
    size_t star = text_find_char(raw, '*');
    struct token_list list;
    uint32_t count;

    if (raw.len > TOKEN_TEXT_MOST)
        return fail_at(error, raw.at, "this is too long: %.*s…", raw);
    exact.bytes.len -= exact.is_prefix;
    if (star != SIZE_MAX && star != exact.bytes.len)
        return fail_at(error, raw.at, "raw: takes a * at its end alone: %.*s",
                       raw);
    list = token_scan(scanner, raw, rule_terms_sieve(tree->terms));
    for (size_t i = list.count; i-- > 0;)
        if (list.at[i].kind == TOKEN_WORD && list.at[i].place == 0)
            exact.lead = list.at[i].span.at;
    count = find_words(tree, scanner, raw, words, error);
    if (count == 0)
        return RULE_NONE;
    return rule_tree_add_raw(tree, words, count, exact);
}

static uint32_t
add_pattern(struct rule_tree *tree, struct text raw, bool is_raw)
{
    struct text inside = {raw.at + 1, raw.len - 2};

    return rule_tree_add_pattern(tree, (struct pattern){inside, is_raw},
                                 raw.at);
}

/* #tag or @name, the whole of it. */
static uint32_t
add_marked(struct rule_tree *tree, struct token_scanner *scanner,
           struct text raw, struct rule_error *error)
{
    struct text bare = raw;
    bool is_prefix = text_ends(raw, TEXT("*"));
    struct token_list list;

    if (is_prefix)
        bare.len--;
    list = token_scan(scanner, bare, rule_terms_sieve(tree->terms));
    for (size_t i = 0; i < list.count; i++) {
        const struct token *token = &list.at[i];
        struct text folded = token_folded(&list, token);

        if (token->span.len != bare.len
            || (token->kind != TOKEN_TAG && token->kind != TOKEN_NAME))
            continue;
        if (is_prefix && !check_prefix(folded, raw, error))
            return RULE_NONE;
        return rule_tree_add_term(tree, (struct rule_word){folded, is_prefix});
    }
    return fail_at(error, raw.at,
                   raw.at[0] == '#' ? "%.*s is no tag" : "%.*s is no name",
                   raw);
}

static uint32_t
add_value(struct rule_tree *tree, const struct token_scanner *scanner,
          enum rule_field field, struct text value, struct rule_error *error)
{
    struct buffer folded = {0};
    struct text bare = value;
    bool is_prefix = text_ends(value, TEXT("*"));
    uint32_t node;

    if (is_prefix)
        bare.len--;
    if (field == RULE_AUTHOR && text_starts(bare, TEXT("@")))
        bare = text_from(bare, 1);
    bare = text_trim(bare);
    if (bare.len == 0) {
        rule_error_set(error, value.at, "%s: needs a value",
                       rule_field_name(field));
        return RULE_NONE;
    }
    token_fold(scanner, &folded, bare);
    node = rule_tree_add_value(tree, field, buffer_text(&folded), is_prefix);
    buffer_free(&folded);
    return node;
}

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
           || byte == '_';
}

/* The letters before the first `:`; TEXT_NONE where it is no field. */
static struct text
field_of(struct text raw)
{
    size_t colon = text_find_char(raw, ':');

    if (colon == SIZE_MAX || colon == 0)
        return TEXT_NONE;
    for (size_t i = 0; i < colon; i++)
        if (!is_letter(raw.at[i]))
            return TEXT_NONE;
    return (struct text){raw.at, colon};
}

static uint32_t
add_field(struct rule_tree *tree, struct token_scanner *scanner,
          struct text raw, struct text name, struct text quoted,
          struct rule_error *error)
{
    enum rule_field field = rule_field_find(name);
    struct text value = text_from(raw, name.len + 1);

    bool is_raw = text_equal(name, TEXT("raw"));

    if (!is_raw && field == RULE_FIELDS)
        return fail_at(error, raw.at,
                       "there is no field %.*s: (within quotes a : is fine)",
                       name);
    if (quoted.at != NULL)
        value = quoted;
    else if (value.len == 0)
        value.at = raw.at;
    if (is_raw && quoted.at == NULL && value.len > 1 && value.at[0] == '/')
        return add_pattern(tree, value, true);
    if (is_raw && value.len == 0)
        return fail_at(error, raw.at, "%.*s: needs a word", name);
    if (is_raw)
        return add_raw(tree, scanner, value, error);
    return add_value(tree, scanner, field, value, error);
}

/* Signs that mean something elsewhere, so that nobody is misunderstood in silence. */
static const char *
foreign_sign(struct text raw)
{
    if (raw.len == 1)
        return NULL;
    if (raw.at[0] == '-' || raw.at[0] == '!')
        return "%.*s: to leave a word out, write NOT before it";
    if (raw.at[0] == '+')
        return "%.*s: terms side by side are all needed, without a +";
    return NULL;
}

bool
rule_leaf_is_named(struct text raw)
{
    return raw.len > 1 && raw.at[0] == '$' && is_letter(raw.at[1]);
}

bool
rule_leaf_wants_value(struct text raw)
{
    struct text name = field_of(raw);

    return name.at != NULL && name.len + 1 == raw.len;
}

uint32_t
rule_leaf_term(struct rule_tree *tree, struct token_scanner *scanner,
               struct text raw, struct text quoted, struct rule_error *error)
{
    const char *why = foreign_sign(raw);
    struct text name = field_of(raw);

    if (why != NULL)
        return fail_at(error, raw.at, why, raw);
    if (raw.at[0] == '/')
        return add_pattern(tree, raw, false);
    if (raw.len > TOKEN_TEXT_MOST)
        return fail_at(error, raw.at, "this is too long: %.*s…", raw);
    if (raw.at[0] == '#' || raw.at[0] == '@')
        return add_marked(tree, scanner, raw, error);
    if (name.at != NULL)
        return add_field(tree, scanner, raw, name, quoted, error);
    return rule_leaf_phrase(tree, scanner, raw, error);
}
