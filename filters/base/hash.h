/*
 * hash - 64 bits for tables in memory
 *
 * Only for places in a table: never written, never compared between runs (ports/digest.h is).
 * Seeded once a process from getrandom(2), so that no input can aim at one bucket.
 * Source:  multiply and fold, after wyhash (public domain).
 */
#ifndef HARK_BASE_HASH_H
#define HARK_BASE_HASH_H

#include "base/text.h"

uint64_t hash_text(struct text text);
uint64_t hash_integer(uint64_t value);

#endif
