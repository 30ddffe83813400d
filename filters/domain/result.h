/*
 * result - rows from what was counted
 *
 * Shape:   takes the items of a tally in their order, or of several merged: items that are equal but for
 *          their numbers come one behind the other and are joined here. Memory does not
 *          depend on how many values a group has.
 * Lives:   a row until the sink returns.
 */
#ifndef HARK_DOMAIN_RESULT_H
#define HARK_DOMAIN_RESULT_H

#include "domain/question.h"
#include "domain/tally.h"

enum result_type {
    RESULT_ABSENT, /* no record had the field */
    RESULT_NUMBER,
    RESULT_LIST,
    RESULT_NOT_REACHED, /* a median: fewer than half came so far */
    RESULT_TOO_LARGE    /* a sum past 2^53 */
};

struct result_value {
    __int128 number;  /* in units of 10^-places */
    struct text list; /* "value count", each with a NUL behind it */
    enum result_type type;
    int places;
};

struct result_row {
    struct group_value keys[QUESTION_KEYS]; /* by the question's keys */
    uint64_t of;                       /* where an array is among the keys */
    const struct result_value *values; /* by column of the measures */
    size_t count;
};

typedef void result_sink(void *context, const struct result_row *row);

struct result;

/* places: the most behind the point that came, by measure. */
struct result *result_new(const struct question *question, const int *places,
                          result_sink *sink, void *context);
void result_free(struct result *result);

/* The span of the whole, in days since 1970, for metrics that ask; none: last before first. */
void result_span(struct result *result, int64_t first_day, int64_t last_day);

void result_take(void *result, const struct tally_item *item);
void result_end(struct result *result); /* the last row */

/* The beginning of such a record: its keys. */
void result_write_keys(struct buffer *out, const struct question *question,
                       const struct group_value *values);

/* Words behind the figures; empty: none. */
struct result_words {
    struct text definition, coverage;
};

/* The row as a record; what is too large is left out. */
void result_write(struct buffer *out, const struct question *question,
                  const struct result_row *row, struct result_words words);

/*
 * The row as cells of a table, and its header: keys, without those that nobody asked for and that no record
 * had, nor the exponent, which money already shows; `of`; measures, money in its currency's major
 * unit; words, as many as there are. A list is one cell, "; " between its items.
 */
enum result_cell { RESULT_NAME, RESULT_TEXT, RESULT_FIGURE };
typedef void result_cell_sink(void *context, enum result_cell kind,
                              struct text cell);

void result_header(const struct question *question, const bool *is_seen,
                   struct result_words words, result_cell_sink *sink,
                   void *context);
void result_cells(const struct question *question, const bool *is_seen,
                  const struct result_row *row, struct result_words words,
                  result_cell_sink *sink, void *context);

/* A row as bytes that sort by its keys, in the order asked for, and what else it holds; and back. */
void result_pack(const struct question *question, const struct result_row *row,
                 struct buffer *key, struct buffer *payload);
void result_unpack(const struct question *question, struct text key,
                   struct text payload, struct result_row *row,
                   struct result_value *values);

#endif
