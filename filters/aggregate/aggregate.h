/*
 * aggregate - the parts of hark-aggregate: what it was told, rows and states, the graph
 *
 * Lives:   a run from its opening in main() to its end; the settings outlive it.
 */
#ifndef HARK_AGGREGATE_AGGREGATE_H
#define HARK_AGGREGATE_AGGREGATE_H

#include "domain/aggregation.h"
#include "domain/edges.h"
#include "stream/reader.h"
#include "stream/sheet.h"

enum aggregate_format { NDJSON, CSV, TSV, TABLE, UNSAID };

struct aggregate_settings {
    struct question question;
    const char *zone;
    const char *accounts, *brands; /* paths */
    enum aggregate_format format;
    bool partial, merge, raw_cells, list_metrics, has_edges;
    enum edges_kind edges;
};

extern const struct program aggregate_program;

/* Fills in what was not said; ends the program where the settings ask for what cannot be. */
void aggregate_settle(struct aggregate_settings *settings);

struct aggregate {
    const struct aggregate_settings *settings;
    struct books *books;
    struct spill *spill;
    struct account_book *accounts; /* or NULL */
    struct lookalikes *brands;     /* or NULL */
    struct aggregation *aggregation;
    struct writer *out;
    struct sheet *sheet; /* NULL: NDJSON */
    struct buffer line;
    uint64_t unregistered; /* records of which no market, role or team is known,
                              which was asked for, and no register given */
    bool knows_register;   /* of another it is */
};

struct reader *aggregate_reader(struct books *books,
                                const struct aggregate_settings *settings);

/* CSV, TSV or a table, as the settings say. */
struct sheet *aggregate_sheet(const struct aggregate_settings *settings,
                              struct writer *out);

/* All that was counted: rows, or states. */
void aggregate_write(struct aggregate *aggregate);

/* The whole run of --edges; the exit status. */
int aggregate_graph(struct books *books, struct aggregate_settings *settings);

#endif
