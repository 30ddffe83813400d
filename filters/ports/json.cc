/* Of C's namespaces C++ knows one: a function may not bear the name of its struct. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
extern "C" {
#include "ports/json_count.h"
#include "ports/json_plain.h"
#include "ports/json_repair.h"
#include "ports/json_torn.h"
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
    struct json_plain plain;
    struct arena arena;
    struct buffer text; /* the line with its strings repaired */
    struct buffer numbers;
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
    buffer_free(&parser->text);
    buffer_free(&parser->numbers);
    json_plain_free(&parser->plain);
    delete parser;
}

static void
grow(struct json_parser *parser, size_t len)
{
    set_capacity(parser, len > large_line ? len : large_line);
}

/* Gives back what an outsized line took. */
static void
shrink(struct json_parser *parser)
{
    arena_free(&parser->arena);
    buffer_free(&parser->text);
    buffer_free(&parser->numbers);
    set_capacity(parser, large_line);
}

static error_code
parse(struct json_parser *parser, struct text line)
{
    if (line.len > parser->capacity)
        grow(parser, line.len);
    return parser->dom.parse(line.at, line.len, false).error();
}

static const char *
why_not(error_code error)
{
    switch (error) {
    case DEPTH_ERROR:
        return "too_deep: JSON nested beyond 512";
    case STRING_ERROR:
        return "bad_json: a string has a bad escape";
    case UNESCAPED_CHARS:
        return "bad_json: a control byte in a string";
    case UNCLOSED_STRING:
        return "bad_json: a string is not closed";
    case NUMBER_ERROR:
        return "bad_json: a number is malformed";
    case EMPTY:
        return "bad_json: no value";
    default:
        return "bad_json: not one well-formed value";
    }
}

/* Parses a line, mended where it is worth it: once its strings, once its numbers. */
static error_code
parse_mended(struct json_parser *parser, struct text *line, bool *repaired,
             bool *well_formed)
{
    bool widened = false;

    for (;;) {
        error_code error = parse(parser, *line);

        if ((error == UTF8_ERROR || error == STRING_ERROR) && !*repaired) {
            *line = json_repair_text(&parser->text, *line);
            *repaired = true;
        } else if (error == NUMBER_ERROR && !widened) {
            *line = json_repair_numbers(&parser->numbers, *line, well_formed);
            widened = true;
        } else {
            return error;
        }
    }
}

const char *
json_parse(struct json_parser *parser, struct text line, struct json_slot *root,
           bool *repaired)
{
    bool well_formed = false;
    error_code error;

    *repaired = false;
    arena_clear(&parser->arena);
    if (parser->capacity > large_line && line.len <= large_line)
        shrink(parser);
    if (json_has_too_many(line))
        return "too_many: JSON of more than 262,144 values";
    error = parse_mended(parser, &line, repaired, &well_formed);
    if (error == NUMBER_ERROR && well_formed)
        return "bad_json: a number is out of range";
    if (error != SUCCESS)
        return error != DEPTH_ERROR && json_is_torn(line)
                   ? "torn: another record begins within it, as "
                     "two writes at once leave it"
                   : why_not(error);
    parser->tape.escaped = memchr(line.at, '\\', line.len) != nullptr;
    json_tape_slot(&parser->tape, 1, root);
    return nullptr;
}

bool
json_pick_plain(struct json_parser *parser, const struct json_plan *plan,
                struct text line, struct json_slot *slots)
{
    return !json_has_too_many(line)
           && json_plan_plain(plan, &parser->plain, line, slots);
}

bool
json_is_utf8(struct text bytes)
{
    return validate_utf8(bytes.at, bytes.len);
}
