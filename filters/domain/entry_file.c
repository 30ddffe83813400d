#include "domain/entry_file.h"

struct entry_file
entry_file_open(struct text content)
{
    if (text_starts(content, TEXT("\xef\xbb\xbf")))
        content = text_from(content, 3);
    return (struct entry_file){.rest = content, .line = 1};
}

/* Without its line end. */
static struct text
peek_line(const struct entry_file *file)
{
    size_t len = text_find_char(file->rest, '\n');

    return (struct text){file->rest.at, len == SIZE_MAX ? file->rest.len : len};
}

static void
take_line(struct entry_file *file)
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

bool
entry_file_block(struct entry_file *file)
{
    while (file->rest.len > 0
           && (is_blank(peek_line(file)) || is_comment(peek_line(file))))
        take_line(file);
    file->start = file->rest.at;
    return file->rest.len > 0;
}

/* The value behind the key and what goes on with it. */
static void
take_value(struct entry_file *file, struct entry *entry)
{
    bool keeps_comments = text_equal(entry->key, file->comment);
    struct text value = text_from(peek_line(file), entry->key.len + 1);

    entry->line = file->line;
    take_line(file);
    while (file->rest.len > 0) {
        struct text line = peek_line(file);

        if (!goes_on(line) && !(keeps_comments && is_comment(line)))
            break;
        take_line(file);
        if (goes_on(line))
            value.len = (size_t)(line.at + line.len - value.at);
    }
    entry->text = text_trim(value);
}

bool
entry_file_next(struct entry_file *file, struct entry *entry,
                struct rule_error *error)
{
    struct text line;
    size_t colon;

    error->at = NULL;
    while (file->rest.len > 0 && is_comment(peek_line(file)))
        take_line(file);
    line = peek_line(file);
    if (is_blank(line))
        return false;
    colon = text_find_char(line, ':');
    if (goes_on(line))
        return rule_error_set(error, line.at, "this line goes on with nothing");
    if (colon == SIZE_MAX)
        return rule_error_set(error, line.at, "a line is `key: value`");
    entry->key = (struct text){line.at, colon};
    take_value(file, entry);
    if (entry->text.len == 0)
        return rule_error_set(error, line.at, "%.*s: is empty",
                              (int)(colon < 60 ? colon : 60), line.at);
    return true;
}

struct text
entry_file_whole(const struct entry_file *file)
{
    return (struct text){file->start, (size_t)(file->rest.at - file->start)};
}
