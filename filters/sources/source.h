/*
 * source - the formats that hark reads: one file each, one row of the table in source.c
 *
 * A source says whether a raw record is its own and turns it into records. It keeps to these
 * rules:
 * - matches() looks at the record alone (and at what its row was told), never at what came
 *   before, and no two sources match the same record: so the order of the table, and how the
 *   input was cut, show in no output. tests/unit/sources.c plays every golden case against every
 *   source.
 * - normalize() gives NULL: used, what was emitted is written; SOURCE_DROP("reason"): dropped
 *   for that counted reason; any other constant string, "code: text": rejected with it. Of a
 *   record that is not used nothing is written, however much was emitted before.
 * - Optional fields of a wrong type are left out; what record.md requires is missed by
 *   emitter_add() itself.
 *
 * Shape:   JSON sources get objects (CSV rows and feed items are objects too: all values of a
 *          CSV row are strings), parsed and picked by `paths`; text sources get the line.
 * Lives:   a raw and all its texts until normalize() returns. Sources and rows live to the end
 *          of the process.
 * Cost:    the source that matched last is asked first; per record no allocation in the steady
 *          state.
 */
#ifndef HARK_SOURCES_SOURCE_H
#define HARK_SOURCES_SOURCE_H

#include "sources/emitter.h"
#include "sources/row.h"
#include "stream/books.h"

enum source_shape { SOURCE_JSON, SOURCE_TEXT };

struct raw {
    struct text line;      /* as it came, without CR and LF: any bytes */
    struct json_slot root; /* of JSON sources: source_root() asks for it */
    const struct json_slot *slots; /* by the number in the source's paths */
    const struct row *row;         /* never NULL: what the user said of it */
    void *state; /* what the source's open() gave for this row, or NULL */
    const struct place *place;
    struct text lines;          /* of fetch: "json", "text", "csv", or "" */
    struct text context;        /* of fetch: a JSON object, or TEXT_NONE */
    struct json_parser *parser; /* that knows `line` */
    bool is_repaired;           /* it was no UTF-8 */
    struct text rest; /* of a group: the lines behind `line`, each with its
                            newline, JSON_PADDING behind them; or TEXT_NONE */
};

struct source {
    const char *name;  /* slug, the record's `format`: "twitter1" */
    const char *title; /* for --list: "Twitter v1.1 statuses and notices" */
    enum source_shape shape;
    /* As of json_plan_new(): keys joined by `.`. NULL: it picks from source_root() itself (columns
       named by options). */
    const char *const *paths;
    size_t path_count;
    /* It asks most records for their source_root(), or few of them are in plain writing: they are parsed whole at once. */
    bool is_rooted;
    /* Once for each row that meets this source: its state (plans, a compiled format), or NULL
       and *why, which ends the run with 78. A row that does not name the source may lack what it
       needs: then NULL without *why, and matches() says no. NULL here: it needs no state. */
    void *(*open)(const struct row *row, const char **why);
    bool (*matches)(const struct raw *raw);
    const char *(*normalize)(const struct raw *raw, struct emitter *emitter);
    /* Of JSON sources whose record may be spread over several lines: what the line is of, TEXT_NONE
       where it stands alone, and whether it is the first of that. normalize() gets the first with
       the others in `rest`; one that goes on reaches it alone only where its first line is not
       held, and is dropped or rejected then. NULL here: each line is a record. */
    struct text (*group)(const struct raw *raw, bool *is_first);
};

#define SOURCE_DROP_PREFIX "drop:"
#define SOURCE_DROP(reason) (SOURCE_DROP_PREFIX reason)

/*
 * The table, in the order of --list, ending in NULL. The file of a source defines one constant,
 * `const struct source source_NAME`, and source.c has a row SOURCE(NAME).
 */
extern const struct source *const sources[];

const struct source *source_find(struct text name); /* or NULL */

/* Its place in the table. */
size_t source_number(const struct source *source);

/* The object. Parsed when it is first asked for, where the slots were filled without. */
struct json_slot source_root(const struct raw *raw);

/* An object of one member. */
bool source_is_single(struct json_slot object);

/* A string of the context that needs no escapes, by its key as it is written there: `"ytd":"`; TEXT_NONE without. */
struct text source_context(const struct raw *raw, struct text key);

/*
 * The posts of a page, one after the other: what became of each goes to source_part(), which is false where the page is
 * done for. A post that is dropped among others is a remark in the books. The page is used if any of them was,
 * else dropped or rejected as the last one.
 */
struct source_parts {
    bool is_used, is_broken;
    const char *why; /* of a page without any */
};
bool source_part(struct source_parts *parts, struct emitter *emitter,
                 const char *why);
const char *source_parts_end(const struct source_parts *parts);

/* Strings, integers and nodes of a slot, or nothing where it is of another type. */
static inline struct text
slot_text(const struct json_slot *slot)
{
    return slot->type == JSON_STRING ? slot->text : TEXT_NONE;
}

static inline int64_t
slot_integer(const struct json_slot *slot, int64_t other)
{
    return slot->type == JSON_INTEGER ? slot->integer : other;
}

/* The same where a number may be written as a string. */
static inline int64_t
slot_number(const struct json_slot *slot, int64_t other)
{
    int64_t number;

    return slot->type == JSON_STRING && text_integer(slot->text, &number)
               ? number
               : slot_integer(slot, other);
}

#endif
