/*
 * json - the fields of a JSON value that a caller asked for, in one walk
 *
 * A plan is a list of keys compiled once; json_pick() fills one slot a key from an object, and
 * a key may be a path of several ("user.id_str"). Nested objects and arrays are handed out as
 * nodes, to be picked from or gone through in turn.
 * Shape:   the whole value is validated (RFC 8259, UTF-8) before anything is handed out; one value
 *          a text, nothing but white space around it; depth at most 512, 262,144 values at most.
 * Lives:   nodes and the texts of slots until the next json_parse() on the same parser; texts are
 *          unescaped UTF-8 with NUL as U+FFFD, and are not NUL-terminated. A plan outlives its parsers.
 * Fails:   json_parse() says why as a constant string beginning with a code ("bad_json: …", "too_deep: …", "too_many: …");
 *          a number beyond a double's range is refused, an integer beyond 64 bits is a double. Ill-formed
 *          UTF-8 and lone surrogates are repaired once to U+FFFD and told by *repaired. An object
 *          that json_pick() walks and that has a key twice fails with "duplicate_key: …".
 *          Without memory: err(EX_OSERR).
 * Cost:    about 1.5 GB/s, of short records 250 ns each with a pick of eight keys; no allocation once the
 *          parser has seen its largest text. Beyond 1 MiB that memory is given back with the next text;
 *          one of 8 MiB takes 10 MiB (a string) to 25 MiB (as many values as may be) while it is held.
 * Under it: simdjson's DOM (docs/design.md says why not On-Demand).
 */
#ifndef HARK_PORTS_JSON_H
#define HARK_PORTS_JSON_H

#include "base/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

enum json_type {
    JSON_ABSENT, /* no such key; null counts as absent */
    JSON_TRUE,
    JSON_FALSE,
    JSON_INTEGER,
    JSON_DOUBLE,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

/* Where an array or object stands in the parsed value. */
struct json_node {
    const void *tape;
    size_t index;
};

struct json_slot {
    enum json_type type;
    union {
        struct text text; /* JSON_STRING */
        int64_t integer; /* JSON_INTEGER; above INT64_MAX it is a JSON_DOUBLE */
        double number;   /* JSON_DOUBLE */
        struct json_node node; /* JSON_ARRAY, JSON_OBJECT */
    };
};

struct json_plan;
struct json_parser;

/* Keys are separated by `.`; the strings must outlive the plan. At most 255 paths. */
struct json_plan *json_plan_new(const char *const *paths, size_t count);
void json_plan_free(struct json_plan *plan);

struct json_parser *json_parser_new(void);
void json_parser_free(struct json_parser *parser);

/* How many bytes behind a text handed to json_parse() must be readable (their content is not looked at). */
enum { JSON_PADDING = 64 };

/* Parses one value; *root is what it is. NULL, or why not. */
const char *json_parse(struct json_parser *parser, struct text line,
                       struct json_slot *root, bool *repaired);

/* Fills slots[count of plan] from an object; all JSON_ABSENT where it is none. NULL, or why not. */
const char *json_pick(const struct json_plan *plan, struct json_node object,
                      struct json_slot *slots);

/*
 * json_parse() and json_pick() in one, in half the time, of a line that is an object in plain writing, as
 * hark's own records mostly are. Texts are the line's own bytes; arrays and objects live until the next call. False: nothing is
 * known of it, and json_parse() is to be asked.
 */
bool json_pick_plain(struct json_parser *parser, const struct json_plan *plan,
                     struct text line, struct json_slot *slots);

/* Goes through an array: `struct json_items items = json_items(node)`, then while (json_next(&items, &slot)). */
struct json_items {
    const void *tape;
    size_t index;
    size_t end;
};
struct json_items
json_items(struct json_slot array); /* nothing in it where it is no array */
bool json_next(struct json_items *items, struct json_slot *item);

/* Goes through an object's members in order, the same way. */
bool json_next_member(struct json_items *items, struct text *key,
                      struct json_slot *value);
struct json_items json_members(struct json_slot object);

/* Appends the value as JSON without insignificant space. */
void json_write(struct buffer *out, struct json_slot value);

#ifdef __cplusplus
}
#endif

#endif
