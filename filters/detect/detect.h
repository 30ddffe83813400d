/*
 * detect - the parts of hark-detect: what it was told, what it reads and what it writes
 *
 * Lives:   from detect_open() to detect_close(); the settings outlive it.
 */
#ifndef HARK_DETECT_DETECT_H
#define HARK_DETECT_DETECT_H

#include "base/table.h"
#include "domain/alarm.h"
#include "domain/backtest.h"
#include "domain/detector.h"
#include "domain/sighting.h"
#include "stream/index.h"
#include "stream/writer.h"

struct detect_settings {
    struct sighting_rules sighting;
    struct detector_rules rules;
    const char *zone, *gaps, *index, *commit, *backtest;
    int only; /* enum alarm_state, or -1 */
};

extern const struct program detect_program;

/* As they are where nothing is said. */
extern const struct detect_settings detect_settings_default;

/* What was not said; ends the program where they do not go together. */
void detect_settings_check(struct detect_settings *settings);

/* An alarm that is to be written; sorted by when it was detected, then series, method and beginning. */
struct line {
    int64_t detected, opened;
    struct text series;
    enum detector_method method;
    char *json;
};

struct detect {
    const struct detect_settings *settings;
    struct books *books;
    struct spill *spill;
    struct series_store *store;
    struct sighting *sighting;
    struct detector *detector;
    struct backtest *backtest;
    struct table *told;      /* ids of alarms, from the index */
    struct index_file *next; /* or NULL */
    struct writer *out;
    struct line *lines;
    size_t line_count, line_cap;
    struct buffer json, examples;
};

/* Reads the files that the settings name. */
void detect_open(struct detect *detect, struct books *books,
                 const struct detect_settings *settings);
void detect_close(struct detect *detect);

/* All records. */
struct reader *detect_reader(struct books *books,
                             const struct sighting_rules *rules);
void detect_read(struct detect *detect, struct reader *in);

/* From what was read to what stands out. */
void detect_find(struct detect *detect);

void detect_write_alarms(struct detect *detect);
void detect_write_backtest(struct detect *detect);

#endif
