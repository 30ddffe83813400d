/*
 * fetcher - fetch's operands one after the other: opened, held against the state, verified, copied
 *
 * A file is read once; twice where it is verified, came over the network, or begins like something that
 * the state knows. Nothing of a damaged archive goes out where it is verified.
 * Lists:   archives that are new are told and remembered, and not handed out (listed.h); another run hands them out, as
 *          they were then: what grew since is not looked at, and what is no longer as it was ends the run with 75.
 * Books:   a damaged archive ends the run with 65; verified, and with --rejects and --max-rejects, it is a
 *          record rejected as `bad_archive`. Notes: `already_done` archives, `unchecked` ones (without a
 *          checksum), lines `left` for a later run.
 */
#ifndef HARK_STREAM_FETCHER_H
#define HARK_STREAM_FETCHER_H

#include "stream/download.h"
#include "stream/shape.h"
#include "stream/writer.h"

struct fetcher_options {
    bool is_forced; /* … to be of this shape */
    enum shape shape;
    uint64_t max_expand; /* bytes; 0 no limit */
    int64_t max_ratio;   /* times what is read; 0 no limit */
    bool verifies;
    const char *state; /* its path, or NULL */
    const char
        *list; /* where what is new is listed and not handed out, or NULL */
    const char *listed;  /* such a list that is to be handed out, or NULL */
    const char *salvage; /* of damaged archives, a folder; or NULL */
    struct download_limits downloads;
};

struct fetcher;

struct fetcher *fetcher_new(struct books *books, struct writer *out,
                            const struct fetcher_options *options);

/* All operands as they were given; then the end. The exit status. */
int fetcher_run(struct fetcher *fetcher, char *const *operands, size_t count);

#endif
