/*
 * rest - the lines behind the first of a group, picked one after the other
 *
 * Lives:   slots until the next call.
 */
#ifndef HARK_SOURCES_REST_H
#define HARK_SOURCES_REST_H

#include "sources/source.h"

struct rest;

struct rest *rest_new(const char *const *paths, size_t count);

/* The next line that is an object, taken off `lines` (a raw's `rest`); false at the end. */
bool rest_next(struct rest *rest, struct text *lines, struct json_slot *slots);

#endif
