#include "stream/record.h"

struct text
record_text(const struct record *record, size_t field)
{
    const struct json_slot *slot = &record->fields[field];

    return slot->type == JSON_STRING ? slot->text : TEXT_NONE;
}

int64_t
record_integer(const struct record *record, size_t field, int64_t other)
{
    const struct json_slot *slot = &record->fields[field];

    return slot->type == JSON_INTEGER ? slot->integer : other;
}

/* Asked of each record: the first letter spares most of the comparisons. */
const char *
record_kind(struct text kind)
{
    static const struct text kinds[] = {
        TEXT("visit"),  TEXT("post"),   TEXT("order"),   TEXT("click"),
        TEXT("count"),  TEXT("credit"), TEXT("account"), TEXT("gap"),
        TEXT("delete"), TEXT("case"),   TEXT("row"),     TEXT("alarm"),
        TEXT("state"),  TEXT("idea"),   TEXT("match")};

    if (kind.len == 0)
        return "";
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        if (kinds[i].at[0] == kind.at[0] && text_equal(kind, kinds[i]))
            return kinds[i].at;
    return "";
}

const char *
record_kind_of(struct text line)
{
    size_t end;

    if (!text_starts(line, TEXT(RECORD_PREFIX)))
        return "";
    line = text_from(line, sizeof(RECORD_PREFIX) - 1);
    end = text_find_char(line, '"');
    line.len = end == SIZE_MAX ? 0 : end;
    return record_kind(line);
}

enum record_control
record_control(struct text line)
{
    static const struct {
        struct text prefix;
        enum record_control control;
    } controls[] = {{{RECORD_PREFIX "begin\"", 21}, RECORD_BEGIN},
                    {{RECORD_PREFIX "end\"", 19}, RECORD_END},
                    {{RECORD_PREFIX "archive\"", 23}, RECORD_ARCHIVE},
                    {{RECORD_PREFIX "context\"", 23}, RECORD_CONTEXT}};

    const size_t letter = sizeof(RECORD_PREFIX) - 1;

    if (!text_starts(line, TEXT(RECORD_PREFIX)) || line.len == letter)
        return RECORD_DATA;
    for (size_t i = 0; i < 4; i++)
        if (controls[i].prefix.at[letter] == line.at[letter]
            && text_starts(line, controls[i].prefix))
            return controls[i].control;
    return RECORD_DATA;
}

static bool
is_one_of(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, text_of(names[i])))
            return true;
    return false;
}

bool
record_is_control_kind(struct text kind)
{
    static const char *const kinds[] = {"begin", "end", "archive", "context"};

    return is_one_of(kind, kinds, sizeof(kinds) / sizeof(*kinds));
}

/* Past the string that opens at `at`. */
static const char *
skip_string(const char *at)
{
    for (at++; *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at + 1;
}

/* Past the value at `at`, up to the comma or brace behind it. */
static const char *
skip_value(const char *at)
{
    size_t depth = 0;

    for (;; at++) {
        if (*at == '"')
            at = skip_string(at);
        if (depth == 0 && (*at == ',' || *at == '}'))
            return at;
        if (*at == '{' || *at == '[')
            depth++;
        else if (*at == '}' || *at == ']')
            depth--;
    }
}

static const char *
skip_space(const char *at)
{
    while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
        at++;
    return at;
}

bool
record_next_member(const char **at, struct record_member *member)
{
    const char *start = skip_space(*at), *name_end, *end;

    if (*start == '}')
        return false;
    start = skip_space(start + 1); /* past the brace or comma before it */
    if (*start == '}')
        return false;
    name_end = skip_string(start);
    end = skip_value(name_end);
    member->name = (struct text){start + 1, (size_t)(name_end - start) - 2};
    member->whole = (struct text){start, (size_t)(end - start)};
    *at = end;
    return true;
}

/* A name with escapes in it is none of ours. */
struct text
record_without(struct buffer *scratch, struct text line,
               const char *const *names, size_t count)
{
    const char *at = line.at;
    struct record_member member;
    bool found = false;

    buffer_clear(scratch);
    buffer_add_char(scratch, '{');
    while (record_next_member(&at, &member)) {
        if (is_one_of(member.name, names, count)) {
            found = true;
            continue;
        }
        if (scratch->len > 1)
            buffer_add_char(scratch, ',');
        buffer_add(scratch, member.whole);
    }
    buffer_add_char(scratch, '}');
    return found ? buffer_text(scratch) : line;
}
