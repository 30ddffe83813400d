/*
 * checksum - digests that an archive brings along, held against its bytes, by nettle
 *
 * A label is an algorithm and a value, "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ": MD5, SHA-1, SHA-256 or
 * SHA-512, in base32 (RFC 4648, also without padding) or in hexadecimal, letters of either case.
 * Not for secrets: they guard against accidents, and two of them are broken.
 */
#ifndef HARK_PORTS_CHECKSUM_H
#define HARK_PORTS_CHECKSUM_H

#include "base/text.h"

struct checksum;

/* NULL where the label is of another algorithm or its value of another length: nothing can be said then. */
struct checksum *checksum_new(struct text label);
void checksum_free(struct checksum *checksum);
void checksum_add(struct checksum *checksum, struct text bytes);

/* Whether the bytes added are those that the label is of. Once. */
bool checksum_holds(struct checksum *checksum);

#endif
