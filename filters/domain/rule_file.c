#include "domain/rule_file.h"

#include "base/utf8.h"

struct entry_file
rule_file_open(struct text content)
{
    struct entry_file file = entry_file_open(content);

    file.comment = TEXT("query");
    return file;
}

static struct entry *
entry_of(struct rule_block *block, struct text key)
{
    if (text_equal(key, TEXT("label")))
        return &block->label;
    if (text_equal(key, TEXT("define")))
        return &block->define;
    if (text_equal(key, TEXT("query")))
        return &block->query;
    if (text_equal(key, TEXT("route")))
        return &block->route;
    return text_equal(key, TEXT("urgency")) ? &block->urgency : NULL;
}

static bool
add_claim(struct rule_block *block, const struct entry *post)
{
    struct rule_claim claim = {*post, text_equal(post->key, TEXT("expect"))};

    if (!claim.expected && !text_equal(post->key, TEXT("reject")))
        return false;
    buffer_add(&block->claims,
               (struct text){(const char *)&claim, sizeof(claim)});
    return true;
}

static bool
take_entry(struct rule_block *block, const struct entry *taken,
           struct rule_error *error)
{
    struct text key = taken->key;
    struct entry *entry = entry_of(block, key);

    if (entry == NULL)
        return add_claim(block, taken)
               || rule_error_set(error, key.at,
                                 "a rule has label (or define), query, route, "
                                 "urgency, expect and reject, no %.*s",
                                 (int)(key.len < 60 ? key.len : 60), key.at);
    if (entry->text.at != NULL)
        return rule_error_set(error, key.at, "%.*s: twice in one rule",
                              TEXT_ARGS(key));
    *entry = *taken;
    return true;
}

static bool
is_name(struct text name)
{
    for (size_t i = 0; i < name.len; i++) {
        char byte = name.at[i];
        bool is_letter =
            (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');

        if (!is_letter
            && (i == 0
                || (byte != '_' && byte != '-' && (byte < '0' || byte > '9'))))
            return false;
    }
    return true;
}

static bool
check_define(const struct rule_block *block, struct rule_error *error)
{
    if (block->label.text.at != NULL || block->route.text.at != NULL
        || block->urgency.text.at != NULL || block->claims.len > 0)
        return rule_error_set(error, block->define.text.at,
                              "beside define: stands query: alone");
    return is_name(block->define.text)
           || rule_error_set(error, block->define.text.at,
                             "a name is letters, then letters, digits, - and "
                             "_");
}

static bool
check(const struct entry_file *file, const struct rule_block *block,
      struct rule_error *error)
{
    struct text label = block->label.text;

    if (block->define.text.at != NULL && !check_define(block, error))
        return false;
    if (label.at == NULL && block->define.text.at == NULL)
        return rule_error_set(error, file->start, "this rule has no label:");
    if (block->query.text.at == NULL)
        return rule_error_set(error, file->start, "this rule has no query:");
    if (label.len > 0 && text_find_char(label, '\n') != SIZE_MAX)
        return rule_error_set(error, label.at, "a label takes one line");
    if (!utf8_is_valid(entry_file_whole(file)))
        return rule_error_set(error, file->start, "this rule is no UTF-8");
    return true;
}

bool
rule_file_next(struct entry_file *file, struct rule_block *block,
               struct rule_error *error)
{
    struct entry entry;

    error->at = NULL;
    if (!entry_file_block(file))
        return false;
    buffer_clear(&block->claims);
    *block = (struct rule_block){.line = file->line, .claims = block->claims};
    while (entry_file_next(file, &entry, error))
        if (!take_entry(block, &entry, error))
            return false;
    return error->at == NULL && check(file, block, error);
}
