/*
 * dedupe - the parts of hark-dedupe: what it was told, what it reads and what it writes
 *
 * Lives:   from dedupe_open() to dedupe_close(); the settings outlive it.
 */
#ifndef HARK_DEDUPE_DEDUPE_H
#define HARK_DEDUPE_DEDUPE_H

#include "domain/account.h"
#include "domain/survivor.h"
#include "stream/amend.h"
#include "stream/index.h"
#include "stream/spool.h"
#include "stream/writer.h"

struct dedupe_settings {
    const char *accounts, *index, *commit;
    bool first;
};

extern const struct program dedupe_program;

/* Ends the program where they do not go together. */
void dedupe_settings_check(const struct dedupe_settings *settings);

/* What is read of a record. */
enum {
    DEDUPE_ID,
    DEDUPE_SOURCE,
    DEDUPE_AUTHOR,
    DEDUPE_HANDLE,
    DEDUPE_SEEN,
    DEDUPE_TARGET,
    DEDUPE_SCOPE,
    DEDUPE_UP_TO,
    DEDUPE_REPOST_OF,
    DEDUPE_FLAGS,
    DEDUPE_FIELDS
};

/* Lines are marked with their fates, and those that stand anyway, deletes that go on. */
struct dedupe {
    struct books *books;
    struct options window;         /* --since and --until */
    struct account_book *accounts; /* or NULL */
    struct spill *spill;
    struct spool *spool;
    struct survivors *survivors;
    struct index_file *next; /* the index being written, or NULL */
    struct amender *amender;
};

/*
 * A delete counts whenever it was made, also past --until: the reader lets all times through, and
 * records are held against the window here. Before books_open().
 */
void dedupe_open_window(struct dedupe *dedupe, struct options *given);

/* Reads the accounts and the index that the settings name. */
void dedupe_open(struct dedupe *dedupe, struct books *books,
                 const struct dedupe_settings *settings);
void dedupe_close(struct dedupe *dedupe);

struct reader *dedupe_reader(struct books *books);
bool dedupe_is_observed(const struct record *record);

/* All records, put aside; then those that stand. */
void dedupe_read(struct dedupe *dedupe, struct reader *in);
void dedupe_write(struct dedupe *dedupe, struct writer *out);

/* The first of each id, at once. */
void dedupe_write_first(struct dedupe *dedupe, struct reader *in,
                        struct writer *out);

#endif
