/* Of C's namespaces C++ knows one: a function may not bear the name of its struct. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
extern "C" {
#include "ports/json_tape.h"
#include "base/utf8.h"
}
#pragma GCC diagnostic pop

#include <err.h>
#include <sysexits.h>

#include <new>

#include <simdjson.h>

using namespace simdjson;

/*
 * Sizes of lines that simdjson is made ready for; it holds about 14 bytes a byte, of which a line
 * touches what it needs. Beyond the large size memory is given back with the next line.
 */
static const size_t small_line = 64 << 10;
static const size_t large_line = 1 << 20;

/* simdjson counts the document and what stands in the innermost container. */
static const size_t max_depth = 512 + 1;

struct json_parser {
    dom::parser dom;
    struct json_tape tape;
    struct arena arena;
    struct buffer repaired;
    size_t capacity;
};

static void
set_capacity(struct json_parser *parser, size_t capacity)
{
    if (parser->dom.doc.allocate(capacity) != SUCCESS
        || parser->dom.allocate(capacity, max_depth) != SUCCESS)
        err(EX_OSERR, "no memory for a line of %zu bytes", capacity);
    parser->capacity = capacity;
    parser->tape.words = parser->dom.doc.tape.get();
    parser->tape.strings = parser->dom.doc.string_buf.get();
}

struct json_parser *
json_parser_new(void)
{
    struct json_parser *parser = new (std::nothrow) json_parser();

    if (parser == nullptr)
        err(EX_OSERR, "no memory for a parser");
    parser->tape.arena = &parser->arena;
    set_capacity(parser, small_line);
    return parser;
}

void
json_parser_free(struct json_parser *parser)
{
    if (parser == nullptr)
        return;
    arena_free(&parser->arena);
    buffer_free(&parser->repaired);
    delete parser;
}

/* Makes room for a line, and gives back what an outsized one before it took. */
static void
fit(struct json_parser *parser, size_t len)
{
    if (len <= parser->capacity && parser->capacity <= large_line)
        return;
    if (len > large_line) {
        if (len > parser->capacity)
            set_capacity(parser, len);
        return;
    }
    if (parser->capacity > large_line) {
        arena_free(&parser->arena);
        buffer_free(&parser->repaired);
        parser->repaired = {};
    }
    set_capacity(parser, large_line);
}

static error_code
parse(struct json_parser *parser, struct text line)
{
    fit(parser, line.len);
    return parser->dom.parse(line.at, line.len, false).error();
}

static bool
hex4(const char *at, unsigned *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        unsigned digit = c >= '0' && c <= '9'   ? c - '0'
                         : c >= 'a' && c <= 'f' ? c - 'a' + 10
                         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                : 16;

        if (digit == 16)
            return false;
        *value = *value << 4 | digit;
    }
    return true;
}

/* The code unit of an escape \uXXXX at `at`; false where there is none. */
static bool
escaped_unit(const char *at, const char *end, unsigned *unit)
{
    return end - at >= 6 && at[0] == '\\' && at[1] == 'u' && hex4(at + 2, unit);
}

/* Surrogate escapes without their other half become \ufffd, in place. */
static void
repair_surrogates(char *at, char *end)
{
    unsigned first, second;

    while ((at = (char *)memchr(at, '\\', end - at)) != nullptr) {
        if (!escaped_unit(at, end, &first)) {
            at += end - at >= 2 ? 2 : 1;
            continue;
        }
        if (first >> 10 == 0xD800 >> 10 && escaped_unit(at + 6, end, &second)
            && second >> 10 == 0xDC00 >> 10) {
            at += 12;
            continue;
        }
        if (first >> 11 == 0xD800 >> 11)
            memcpy(at + 2, "fffd", 4);
        at += 6;
    }
}

static struct text
repair(struct json_parser *parser, struct text line)
{
    struct buffer *copy = &parser->repaired;

    buffer_clear(copy);
    utf8_repair(copy, line);
    memset(buffer_reserve(copy, JSON_PADDING), 0, JSON_PADDING);
    repair_surrogates(copy->at, copy->at + copy->len);
    return buffer_text(copy);
}

static const char *
why_not(error_code error)
{
    switch (error) {
    case SUCCESS:
        return nullptr;
    case MEMALLOC:
        err(EX_OSERR, "no memory for a line");
    case CAPACITY:
        return "too_long: a JSON text beyond 4 GB";
    case DEPTH_ERROR:
        return "too_deep: JSON nested beyond 512";
    case STRING_ERROR:
        return "bad_json: a string has a bad escape";
    case UNESCAPED_CHARS:
        return "bad_json: a control byte in a string";
    case UNCLOSED_STRING:
        return "bad_json: a string is not closed";
    case NUMBER_ERROR:
        return "bad_json: a number is malformed or out of range";
    case EMPTY:
        return "bad_json: no value";
    default:
        return "bad_json: not one well-formed value";
    }
}

const char *
json_parse(struct json_parser *parser, struct text line, struct json_slot *root,
           bool *repaired)
{
    error_code error;

    *repaired = false;
    arena_clear(&parser->arena);
    error = parse(parser, line);
    if (error == UTF8_ERROR || error == STRING_ERROR) {
        line = repair(parser, line);
        error = parse(parser, line);
        *repaired = true;
    }
    if (error != SUCCESS)
        return why_not(error);
    parser->tape.escaped = memchr(line.at, '\\', line.len) != nullptr;
    json_tape_slot(&parser->tape, 1, root);
    return nullptr;
}
