#include "ports/json_torn.h"

enum { DEPTH = 512 };

enum wanted { VALUE, KEY, COLON, COMMA, NOTHING };

struct walk {
    struct text line;
    size_t at;
    size_t string_end; /* behind the quote that closed the last string */
    enum wanted wanted;
    size_t depth;
    bool is_array[DEPTH];
};

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_scalar(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
           || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.';
}

/* False where it has no end. */
static bool
skip_string(struct walk *walk)
{
    for (size_t i = walk->at + 1; i < walk->line.len; i++) {
        if (walk->line.at[i] == '\\') {
            i++;
        } else if (walk->line.at[i] == '"') {
            walk->at = walk->string_end = i + 1;
            return true;
        }
    }
    return false;
}

static void
end_value(struct walk *walk)
{
    walk->wanted = walk->depth == 0 ? NOTHING : COMMA;
}

static bool
open_one(struct walk *walk, bool is_array)
{
    if (walk->depth == DEPTH)
        return false;
    walk->is_array[walk->depth++] = is_array;
    walk->wanted = is_array ? VALUE : KEY;
    walk->at++;
    return true;
}

static bool
close_one(struct walk *walk)
{
    char c = walk->line.at[walk->at];

    if (walk->depth == 0 || c != (walk->is_array[walk->depth - 1] ? ']' : '}'))
        return false;
    walk->depth--;
    walk->at++;
    end_value(walk);
    return true;
}

static bool
take_value(struct walk *walk, char c)
{
    if (c == '{' || c == '[')
        return open_one(walk, c == '[');
    if (c == '"') {
        if (!skip_string(walk))
            return false;
    } else if (is_scalar(c)) {
        while (walk->at < walk->line.len && is_scalar(walk->line.at[walk->at]))
            walk->at++;
    } else {
        return close_one(walk); /* of an empty list */
    }
    end_value(walk);
    return true;
}

/* What is there, if it may be. */
static bool
step(struct walk *walk)
{
    char c = walk->line.at[walk->at];

    switch (walk->wanted) {
    case VALUE:
        return take_value(walk, c);
    case KEY:
        if (c != '"')
            return close_one(walk);
        walk->wanted = COLON;
        return skip_string(walk);
    case COLON:
        walk->wanted = VALUE;
        walk->at++;
        return c == ':';
    case COMMA:
        if (c != ',')
            return close_one(walk);
        walk->wanted = walk->is_array[walk->depth - 1] ? VALUE : KEY;
        walk->at++;
        return true;
    default:
        return false;
    }
}

/* `{"name"` of an object that begins there, else TEXT_NONE. */
static struct text
first_key(struct text line, size_t at)
{
    struct walk walk = {.line = line, .at = at + 1};

    if (at >= line.len || line.at[at] != '{' || walk.at >= line.len
        || line.at[walk.at] != '"' || !skip_string(&walk))
        return TEXT_NONE;
    return (struct text){line.at + at, walk.at - at};
}

bool
json_is_torn(struct text line)
{
    struct walk walk = {.line = text_trim(line)};
    struct text first = first_key(walk.line, 0), second;
    size_t at = 0;

    while (walk.at < walk.line.len) {
        at = walk.at;
        if (!is_space(walk.line.at[at])) {
            if (!step(&walk))
                break;
        } else {
            walk.at++;
        }
    }
    if (walk.at >= walk.line.len || first.len == 0)
        return false;
    if (walk.wanted == NOTHING)
        return first_key(walk.line, at).len > 0;
    second = first_key(walk.line, at);
    if (second.len == 0 && walk.string_end >= 2)
        second = first_key(walk.line, walk.string_end - 2);
    return text_equal(first, second);
}
