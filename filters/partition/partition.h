/*
 * partition - the parts of hark-partition: what it was told, what it reads, and the files or their names that it writes
 *
 * Lives:   from partition_open() to partition_close(); the settings outlive it.
 */
#ifndef HARK_PARTITION_PARTITION_H
#define HARK_PARTITION_PARTITION_H

#include "base/sorter.h"
#include "domain/keys.h"
#include "stream/shelf.h"
#include "stream/writer.h"

struct partition_settings {
    const char *into, *keys, *touched, *zone;
};

extern const struct program partition_program;

/* Ends the program where they do not go together. */
void partition_settings_check(const struct partition_settings *settings);

struct partition {
    const struct partition_settings *settings;
    const struct zone *zone;
    struct writer *out;
    struct buffer name, key, line;
    struct spill *spill;
    struct sorter *sorter;
    uint64_t put, shelved; /* records */
    uint64_t sequence; /* of records without id, which stay in their order */
    struct shelf *shelf;
    struct keys *asked;
    struct sorter *days; /* names of files, to be written each once */
};

/* Ends the run where the zone is unknown. */
void partition_open(struct partition *partition, struct books *books,
                    const struct options *given,
                    const struct partition_settings *settings);
void partition_close(struct partition *partition);

struct reader *partition_reader(struct books *books);

/* All records: put aside by day, or asked for where they lie. */
void partition_read(struct partition *partition, struct reader *in);

/* A file for each day, or none where less than the whole has come. */
void partition_publish(struct partition *partition, struct books *books);

/* The names of the files in which something lies that was read. */
void partition_write_touched(struct partition *partition, struct books *books);

/* The row of a file; `count` may be NULL. */
void partition_tell(struct partition *partition, struct text name,
                    const struct shelf_count *count);

/* A day whose file is touched; takes a struct partition. */
void partition_note_day(void *context, struct text name);

#endif
