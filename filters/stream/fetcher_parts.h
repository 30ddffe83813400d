/*
 * fetcher_parts - what a fetcher is made of, for the files of fetcher alone
 */
#ifndef HARK_STREAM_FETCHER_PARTS_H
#define HARK_STREAM_FETCHER_PARTS_H

#include "stream/archive.h"
#include "stream/fetcher.h"
#include "stream/input.h"
#include "stream/probe.h"
#include "stream/progress.h"

struct fetcher {
    struct books *books;
    struct writer *out;
    const struct fetcher_options *options;
    struct bytes_limits limits;
    struct feed *feed, *silent;        /* the second only looks */
    struct archive *archive, *checked; /* over one each */
    struct downloads *downloads;
    struct state *state; /* or NULL */
    struct probe *probe; /* or NULL */
    struct progress *progress;
    struct bytes *bytes; /* of the current pass */
    struct buffer list;  /* of what is new */
    uint64_t done_bytes;
    uint64_t set_aside; /* archives that are rejects, and were not fed */
    bool any;           /* byte came in, or it was told why none did */
};

/* One archive on its way. */
struct fetcher_errand {
    struct input *input;
    bool is_verified;  /* it must be, before anything goes out */
    bool is_known;     /* it begins with … */
    bool is_done;      /* … and it is all of it */
    bool is_tail_left; /* of this very file, at the last run */
    bool is_packed;
    struct content known;
    uint64_t resume; /* where the lines begin that are new */
};

/* A pass over an archive, from its first byte on. */
void fetcher_begin_pass(struct fetcher *fetcher, struct input *input);
void fetcher_end_pass(struct fetcher *fetcher);

/* Each piece of the outermost stream, unpacked, for bytes_watch(). */
void fetcher_see(void *fetcher, struct text piece);

/* The whole of it, unpacked, into nothing; false where it cannot be read. */
bool fetcher_read_all(struct bytes *bytes);

/* The passes in which nothing goes out. False where nothing of it may. */
bool fetcher_verify(struct fetcher *fetcher, struct fetcher_errand *errand);

/* One archive: what is new of it goes out, or into the list. */
void fetcher_take(struct fetcher *fetcher, struct input *input);

/* Those that were listed, as they were then. */
void fetcher_hand_out(struct fetcher *fetcher, struct text list);

#endif
