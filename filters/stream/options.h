/*
 * options - what every filter is asked in the same words, and its own options beside them
 *
 * One argp table a filter both parses and documents; the common options are added to it here.
 * Fails:   a wrong option or operand prints one line and exits 64.
 * Lives:   to the end of the process.
 */
#ifndef HARK_STREAM_OPTIONS_H
#define HARK_STREAM_OPTIONS_H

#include <argp.h>

#include "base/text.h"

/* Which of the common options a filter has beside those that all have. */
enum {
    OPTIONS_TIME = 1,   /* --since, --until: it reads records */
    OPTIONS_MEMORY = 2, /* --memory, --tmpdir: it may spill */
    OPTIONS_COMMAND = 4 /* its operands are a command to be run */
};

struct program {
    const char *name;     /* "classify" */
    const char *operands; /* of the usage line: "[FILE ...]" */
    const char *summary;  /* the man page's first paragraph */
    const struct argp_option *
        options; /* its own, ending in {0}; or NULL. Keys from 256 on or letters */
    /* One option of its own; NULL, or why it is wrong (exit 64). */
    const char *(*set)(int key, char *value, void *settings);
    unsigned common;
};

struct options {
    const struct program *program;
    struct text
        given; /* the options as given, for the begin record; no operands */
    char **
        files; /* operands and --files-from, never empty: "-" where nothing was given, /dev/null of an empty list */
    size_t file_count;
    char **command;          /* of OPTIONS_COMMAND, ending in NULL */
    const char *rejects;     /* or NULL */
    int64_t max_rejects;     /* -1: any number, if they are kept */
    int max_rejects_percent; /* -1: not by share */
    const char *stats;       /* or NULL */
    int progress;            /* -1: on a terminal */
    int64_t since_s;         /* INT64_MIN: from the first */
    int64_t
        until_s; /* INT64_MAX: to the last; exclusive, a date means its start */
    size_t max_line;     /* bytes */
    uint64_t max_window; /* bytes */
    size_t memory;       /* bytes */
    const char *tmpdir;  /* or NULL */
    bool allow_empty;
    bool bare;
    bool provenance;
    bool sandbox;
};

/* Parses; exits on --help, --version and errors. */
struct options *options_parse(const struct program *program, int argc,
                              char **argv, void *settings);

/* The reason for which --since or --until leave a time out, or NULL; INT64_MIN is no time. */
const char *options_outside(const struct options *options, int64_t time_s);

/* 64M, 1G, 123; false on anything else. For --memory and its kin. */
bool options_bytes(const char *text, uint64_t *bytes);

/* A whole number of at least and at most so many. */
bool options_integer(const char *text, int64_t least, int64_t most,
                     int64_t *number);

/* A date or time as an option has it; NULL, or why it is none. */
const char *options_time(const char *value, int64_t *s);

#endif
