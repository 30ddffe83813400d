/*
 * forgotten - people who asked to be forgotten, known by keyed hashes that name nobody
 *
 * A tombstone must not be a copy of what it takes away: only who has the key, and a name to try, can tell
 * whether it is there. So a search for the person finds nothing, and yet every later archive is held against it.
 * Shape:   a tombstone is 64 bits: SipHash-2-4 (ports/secret.h) of a sort and a name, ASCII letters folded.
 * Lives:   until forgotten_free(); the secret outlives it.
 * Fails:   never returns without memory: err(EX_OSERR). Odds that a name is taken for one of a hundred people: 1 in 10^17.
 * Cost:    50 ns a look-up.
 */
#ifndef HARK_DOMAIN_FORGOTTEN_H
#define HARK_DOMAIN_FORGOTTEN_H

#include "base/buffer.h"
#include "ports/secret.h"

struct forgotten;

enum forgotten_sort {
    FORGOTTEN_NAME = 'p', /* as records have it: twitter:12, web:h…, an id */
    FORGOTTEN_HANDLE = 'h', /* without @ */
    FORGOTTEN_WORD = 'w',   /* an e-mail address, a login, a cookie */
    FORGOTTEN_NATIVE =
        'n' /* the id within its network, as raw records have it */
};

struct forgotten *forgotten_new(const struct secret *secret);
void forgotten_free(struct forgotten *forgotten);

/* Lines of 16 hexadecimal digits; NULL, or why not. */
const char *forgotten_read(struct forgotten *forgotten, struct text lines);

uint64_t forgotten_tombstone(const struct forgotten *forgotten,
                             enum forgotten_sort sort, struct text name);
bool forgotten_has(const struct forgotten *forgotten, enum forgotten_sort sort,
                   struct text name);

/*
 * Every tombstone of a person as people name her: network:id, @handle, network:@handle, web:h…, or plain, as an
 * e-mail address, a login or a cookie.
 */
void forgotten_person(const struct forgotten *forgotten, struct text person,
                      void (*take)(void *context, uint64_t tombstone),
                      void *context);

/*
 * Appends the inside of a JSON string, or of any JSON value, with words that are to be forgotten as [forgotten]; how
 * many. A handle counts where an @, a slash or a quote is before it, a name (twitter:12) where it is a whole string.
 */
size_t forgotten_mask(const struct forgotten *forgotten, struct buffer *out,
                      struct text json);

/* Whether a raw line names anybody, in whatever sort. */
bool forgotten_is_in(const struct forgotten *forgotten, struct text line);

#endif
