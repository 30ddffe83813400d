/*
 * secret - keyed hashes in place of people, by libsodium
 *
 * Source:  BLAKE2b (RFC 7693) with the key, 8 bytes of it, after a domain byte string and a NUL, so
 *          that the same address as a visitor and as a customer gives two names unless asked for.
 * Key:     a file of 64 hexadecimal digits (32 bytes) and a line end, not readable by others.
 * Fails:   secret_load() says why; the key is wiped at secret_free().
 */
#ifndef HARK_PORTS_SECRET_H
#define HARK_PORTS_SECRET_H

#include "base/buffer.h"

enum { SECRET_LINE = 65 }; /* the bytes of a key file */

struct secret;

struct secret *secret_load(const char *path,
                           const char **why); /* NULL and *why */
void secret_free(struct secret *secret);

uint64_t secret_hash(const struct secret *secret, const char *domain,
                     struct text value);

/* Of what is no name of a person, such as a line's digest, at a tenth of the cost: SipHash-2-4 under a key that
   BLAKE2b derives from this one (16 bytes of "tag" and a NUL). */
uint64_t secret_tag(const struct secret *secret, struct text value);

/* What `uses` shows of the key: a hash that does not give it away. */
uint64_t secret_id(const struct secret *secret);

/* What a file of a new key holds, by the system's random numbers; the caller wipes it. */
void secret_make(char line[SECRET_LINE]);

#endif
