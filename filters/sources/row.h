/*
 * row - what the user says of the archives that a glob names: a row of --sources, or the options
 *
 * Lives:   to the end of the process.
 */
#ifndef HARK_SOURCES_ROW_H
#define HARK_SOURCES_ROW_H

#include "base/arena.h"
#include "base/clock.h"

struct zone;
struct row_regex;

/* Each as given, NULL where it was not. */
struct row {
    const char *format; /* slug of a source */
    const char *map;    /* path of a jq program */
    const char *host; /* for logs: "www.example.com", scheme and port allowed */
    const char *zone; /* of naive times: IANA name or +HH:MM */
    const char *log_format;   /* for clf: goaccess's or nginx's notation */
    const char *columns;      /* for CSVs: see row_column() */
    const char *currency;     /* where the source names none */
    const char *order_param;  /* query parameter that holds an order id */
    const char *order_url;    /* POSIX ERE, its first group the order id */
    const char *visitor_from; /* as visitor.h has it: "cookie:NAME", … */
    const char *source;       /* platform, where the format leaves it open */
    struct text at;           /* "file:line", or "the options": for messages */
    const struct zone *times; /* of `zone`; NULL is UTC */
    struct row_regex *order_pattern; /* of `order_url` */
};

/* The column that stands for `name` in `columns` ("id=order_id,time=created"): "order_id" for
   "id"; false: not named. */
bool row_column(const struct row *row, const char *name, struct text *column);

/* NULL, or the first name in `columns` that is not one of `known` (ending in NULL), in memory
   that lives on. */
const char *row_unknown_column(const struct row *row, const char *const *known);

/* A time in any shape of base/clock.h; one that names no zone is taken in the row's, in UTC
   without one. Of an hour that comes twice the first is meant. */
bool row_time(const struct row *row, struct text text, struct moment *moment);

/* The order id that a page's address names, by order_param or order_url: decoded, in the arena;
   TEXT_NONE without. */
struct text row_order(const struct row *row, struct text url,
                      struct arena *arena);

/* Reads zone and order_url into times and order_pattern. NULL, or why not, in memory that lives
   on. */
const char *row_compile(struct row *row);

/* The key of that name ("log-format") set to a value that lives on; false where there is no such
   key. */
bool row_set(struct row *row, struct text name, const char *value);

/* What this row leaves open is as in `below`; format and map are one choice. */
void row_fill(struct row *row, const struct row *below);

#endif
