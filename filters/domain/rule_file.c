#include "domain/rule_file.h"

#include "base/utf8.h"

struct rule_file
rule_file_open(struct text content)
{
    if (text_starts(content, TEXT("\xef\xbb\xbf")))
        content = text_from(content, 3);
    return (struct rule_file){.rest = content, .line = 1};
}

/* Without its line end. */
static struct text
peek_line(const struct rule_file *file)
{
    size_t len = text_find_char(file->rest, '\n');

    return (struct text){file->rest.at, len == SIZE_MAX ? file->rest.len : len};
}

static void
take_line(struct rule_file *file)
{
    file->rest = text_from(file->rest, peek_line(file).len + 1);
    file->line++;
}

static bool
is_blank(struct text line)
{
    return text_trim(line).len == 0;
}

static bool
is_comment(struct text line)
{
    return line.len > 0 && line.at[0] == '#';
}

static bool
goes_on(struct text line)
{
    return !is_blank(line) && (line.at[0] == ' ' || line.at[0] == '\t');
}

/* The value behind the key and what goes on with it; a query's own comments stay in it. */
static struct rule_entry
take_value(struct rule_file *file, size_t key_len, bool is_query)
{
    struct text value = text_from(peek_line(file), key_len);
    struct rule_entry entry = {.line = file->line};

    take_line(file);
    while (file->rest.len > 0) {
        struct text line = peek_line(file);

        if (!goes_on(line) && !(is_query && is_comment(line)))
            break;
        take_line(file);
        if (goes_on(line))
            value.len = (size_t)(line.at + line.len - value.at);
    }
    entry.text = text_trim(value);
    return entry;
}

static struct rule_entry *
entry_of(struct rule_block *block, struct text key)
{
    if (text_equal(key, TEXT("label")))
        return &block->label;
    if (text_equal(key, TEXT("query")))
        return &block->query;
    if (text_equal(key, TEXT("route")))
        return &block->route;
    return text_equal(key, TEXT("urgency")) ? &block->urgency : NULL;
}

static bool
add_claim(struct rule_block *block, struct text key, struct rule_entry post)
{
    struct rule_claim claim = {post, text_equal(key, TEXT("expect"))};

    if (!claim.expected && !text_equal(key, TEXT("reject")))
        return false;
    buffer_add(&block->claims,
               (struct text){(const char *)&claim, sizeof(claim)});
    return true;
}

static bool
take_entry(struct rule_file *file, struct rule_block *block,
           struct rule_error *error)
{
    struct text line = peek_line(file);
    size_t colon = text_find_char(line, ':');
    struct text key = {line.at, colon};
    struct rule_entry *entry;
    struct rule_entry value;

    if (goes_on(line))
        return rule_error_set(error, line.at, "this line goes on with nothing");
    if (colon == SIZE_MAX)
        return rule_error_set(error, line.at, "a line is `key: value`");
    entry = entry_of(block, key);
    value = take_value(file, colon + 1, entry == &block->query);
    if (value.text.len == 0)
        return rule_error_set(error, line.at, "%.*s: is empty",
                              (int)(key.len < 60 ? key.len : 60), key.at);
    if (entry == NULL)
        return add_claim(block, key, value)
               || rule_error_set(error, line.at,
                                 "a rule has label, query, route, urgency, "
                                 "expect and reject, no %.*s",
                                 (int)(key.len < 60 ? key.len : 60), key.at);
    if (entry->text.at != NULL)
        return rule_error_set(error, line.at, "%.*s: twice in one rule",
                              TEXT_ARGS(key));
    *entry = value;
    return true;
}

static void
skip_to_block(struct rule_file *file)
{
    while (file->rest.len > 0
           && (is_blank(peek_line(file)) || is_comment(peek_line(file))))
        take_line(file);
}

static bool
check(const struct rule_file *file, const struct rule_block *block,
      struct rule_error *error)
{
    struct text whole = {file->start, (size_t)(file->rest.at - file->start)};
    struct text label = block->label.text;

    if (label.at == NULL)
        return rule_error_set(error, file->start, "this rule has no label:");
    if (block->query.text.at == NULL)
        return rule_error_set(error, file->start, "this rule has no query:");
    if (text_find_char(label, '\n') != SIZE_MAX)
        return rule_error_set(error, label.at, "a label takes one line");
    if (!utf8_is_valid(whole))
        return rule_error_set(error, file->start, "this rule is no UTF-8");
    return true;
}

bool
rule_file_next(struct rule_file *file, struct rule_block *block,
               struct rule_error *error)
{
    error->at = NULL;
    skip_to_block(file);
    if (file->rest.len == 0)
        return false;
    file->start = file->rest.at;
    buffer_clear(&block->claims);
    *block = (struct rule_block){.line = file->line, .claims = block->claims};
    while (file->rest.len > 0 && !is_blank(peek_line(file))) {
        if (is_comment(peek_line(file)))
            take_line(file);
        else if (!take_entry(file, block, error))
            return false;
    }
    return check(file, block, error);
}
