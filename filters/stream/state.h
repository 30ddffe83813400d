/*
 * state - the file by which fetch knows what archives it has done
 *
 * An archive is known by what it holds, unpacked, so that a renamed or recompressed one is not done twice;
 * by its name, size and time it is known without being opened. Of what grew into something longer only
 * that is remembered; of what was replaced under its name, what it held is remembered on.
 * Shape:   lines, "BYTES DIGEST HEAD LEFT SIZE TIME NAME": bytes unpacked and their XXH3-128; XXH3-64 of
 *          the first 4096 of them; how many bytes at the end were left for later; size and time of the file
 *          (seconds, and nine digits); its name with %XX for white space, control bytes and `%`, or "-"
 *          where there is none. Before them "hark-state 1", behind them "= COUNT DIGEST", of all lines above.
 * Lives:   written to PATH.next, which a run makes the state by replace_commit() (replace.h).
 * Fails:   a damaged file is refused by name (78); writing it with 73.
 * Cost:    about 200 bytes of memory an archive.
 */
#ifndef HARK_STREAM_STATE_H
#define HARK_STREAM_STATE_H

#include "ports/digest.h"
#include "stream/books.h"

enum { STATE_HEAD = 4096 };

/* What an archive holds, unpacked. */
struct content {
    uint64_t bytes;
    struct digest digest;
    uint64_t head; /* digest64() of the first STATE_HEAD bytes */
};

/* A file as it lies there. */
struct stamp {
    int64_t size;
    int64_t mtime_ns;
};

struct state;

/* There may be no such file yet. A PATH.next that was left behind is removed. */
struct state *state_open(struct books *books, const char *path);
void state_free(struct state *state);

/* How the file was when it was done: not at all, otherwise, so but for a tail that was left, so. */
enum state_found { STATE_NEW, STATE_CHANGED, STATE_TAIL_LEFT, STATE_DONE };
enum state_found state_find(const struct state *state, struct text name,
                            const struct stamp *stamp);

/* `name` may be TEXT_NONE: then only the content is remembered. */
void state_put(struct state *state, struct text name, const struct stamp *stamp,
               const struct content *content, uint64_t left);

/* This content has grown into another. */
void state_supersede(struct state *state, const struct content *content);

/* False where no content that is known can begin so. `first`: STATE_HEAD bytes, or all where there are fewer. */
bool state_may_know(const struct state *state, struct text first);

/* Exactly this content; and the lengths that known ones have, ascending, without 0. */
bool state_knows(const struct state *state, uint64_t bytes,
                 struct digest digest);
const uint64_t *state_sizes(const struct state *state, size_t *count);

/* All of it to disk beside PATH.next; state_publish() then gives it that name, or, where it is not to be, removes it. */
void state_write(struct state *state);
int state_publish(struct state *state, bool is_good); /* the exit status */

/* PATH.next to PATH, if it is whole; the exit status. */
int state_commit(struct books *books, const char *path);

#endif
