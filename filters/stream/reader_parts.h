/*
 * reader_parts - what a reader is made of, for the files of reader alone
 */
#ifndef HARK_STREAM_READER_PARTS_H
#define HARK_STREAM_READER_PARTS_H

#include "stream/held.h"
#include "stream/lines.h"
#include "stream/origin.h"
#include "stream/progress.h"
#include "stream/reader.h"

/* What every record is asked beside the filter's own fields. */
enum { READER_KIND, READER_TIME, READER_VERSION, READER_OWN_FIELDS };

struct reader {
    struct books *books;
    const struct options *options;
    bool raw;
    bool is_started;
    struct json_parser *parser;
    struct json_plan *plan;
    const char **paths;
    struct json_slot *slots;
    size_t own[READER_OWN_FIELDS]; /* where these are among the slots */
    size_t file;                   /* of the operands, the next to be opened */
    struct held *held;             /* all of them, of --sandbox; or NULL */
    struct bytes *bytes;           /* of the current one, or NULL */
    struct lines *lines;
    struct progress *progress;
    uint64_t done_bytes, records;
    uint64_t file_lines; /* data lines of the current operand */
    bool file_controls;  /* it has a begin or an end */
    bool any;            /* bytes came at all */
    bool rewritten;      /* it was said that control records were */
    bool repaired;
    struct place operand; /* where the current line lies in it */
    struct origin origin;
    struct text line; /* the current record's raw line */
    void (*control)(void *, enum record_control, struct text);
    void *control_context;
};

/* The next line of all operands that is no control line; false at the end of the last. */
bool reader_next_line(struct reader *reader, struct text *line);

/* The one that is open. */
void reader_close_operand(struct reader *reader);

/* Parses it. True where it is one for the filter; else it has been accounted for. */
bool reader_wants(struct reader *reader, struct record *record);

/* fetch puts a space before a raw line that looks like a control record. */
struct text reader_without_guard(struct text line);

#endif
