/*
 * attribute - the parts of hark-attribute: what it was told, what it reads beside records, what it keeps from one run to the next, and
 * what it does in place of records
 */
#ifndef HARK_ATTRIBUTE_ATTRIBUTE_H
#define HARK_ATTRIBUTE_ATTRIBUTE_H

#include "domain/attribution.h"
#include "stream/carry.h"
#include "stream/writer.h"

struct attribute {
    const struct attribution_rules *rules;
    struct books *books;
    struct spill *spill;
    struct attribution *attribution;
    struct carry *carry; /* or NULL */
};

/* Its settings are an attribution_rules. */
const struct program *attribute_program(void);

/* Where lines go that are made; `context` is a writer. */
void attribute_write_line(void *context, const char *kind, struct text line);

/* Of a fit: ends the run unless `why` is NULL. Too many units are the user's to make fewer; a chain that does not add up ends
   with `unsound`: bad data where its counts were read, else a bug. */
void attribute_check_fit(struct books *books, const char *why, int unsound);

/* The channel table and the list of sources; then the links, rates and people. */
void attribute_read_channels(struct attribute *attribute);
void attribute_read_lists(struct attribute *attribute);

/* In place of records: the status of the run. */
int attribute_show(struct text what);
int attribute_test_channels(struct attribute *attribute);
int attribute_commit(struct attribute *attribute);
int attribute_paths(struct attribute *attribute);
int attribute_states(struct attribute *attribute);

/* What is kept for later runs; nothing without --carry. */
void attribute_open_carry(struct attribute *attribute);
void attribute_compact(struct attribute *attribute);

/* Records: what earlier runs left, and the input. */
void attribute_take_carried(struct attribute *attribute);
void attribute_take_all(struct attribute *attribute, struct reader *in);

#endif
