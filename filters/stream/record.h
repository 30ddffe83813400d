/*
 * record - one line between filters, with the fields that its reader asked for
 *
 * Lives:   all texts until the next reader_next().
 */
#ifndef HARK_STREAM_RECORD_H
#define HARK_STREAM_RECORD_H

#include "ports/json.h"

struct record {
    struct text line;               /* as read, without its line end */
    const struct json_slot *fields; /* by the number given to reader_open() */
    const char
        *kind;      /* constant string; "" for a kind that hark does not know */
    int64_t time_s; /* of `time`; INT64_MIN where there is none */
};

/* Strings only; TEXT_NONE where absent or of another type. */
struct text record_text(const struct record *record, size_t field);

/* Integers only; `other` where absent or of another type. */
int64_t record_integer(const struct record *record, size_t field,
                       int64_t other);

/* The constant of record.md's vocabulary for a kind ("post", "visit", …), or "". */
const char *record_kind(struct text kind);

/* The kind of a line as normalize begins it, without parsing; "" where it begins otherwise. */
const char *record_kind_of(struct text line);

/* A member at the top level of a line, as it stands there. */
struct record_member {
    struct text name;  /* between its quotes */
    struct text whole; /* "name":value */
};

/* The next one; *at is the line's first byte before. `line` is a valid JSON object. False after the last. */
bool record_next_member(const char **at, struct record_member *member);

/*
 * The line without the members of those names at its top level; the line itself where it has
 * none of them. `line` is a valid JSON object.
 */
struct text record_without(struct buffer *scratch, struct text line,
                           const char *const *names, size_t count);

/* The control lines, told by their exact first bytes. */
enum record_control {
    RECORD_DATA,
    RECORD_BEGIN,
    RECORD_END,
    RECORD_ARCHIVE,
    RECORD_CONTEXT
};

#define RECORD_PREFIX "{\"v\":1,\"kind\":\""

enum record_control record_control(struct text line);

/* The kind of a control record: of one that lost its exact first bytes, where a record has it. */
bool record_is_control_kind(struct text kind);

#endif
