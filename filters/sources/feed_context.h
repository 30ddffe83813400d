/*
 * feed_context - what a feed says of itself before its first item
 *
 * Lives:   slots and texts until another context is read.
 * Cost:    parsed once a feed.
 */
#ifndef HARK_SOURCES_FEED_CONTEXT_H
#define HARK_SOURCES_FEED_CONTEXT_H

#include "base/clock.h"
#include "ports/json.h"

struct feed_context;

struct feed_context *feed_context_new(void);

/* Of raw->context; nothing is known where that is TEXT_NONE. */
void feed_context_read(struct feed_context *context, struct text json);

struct text feed_context_title(const struct feed_context *context);
struct text feed_context_lang(const struct feed_context *context);
struct text feed_context_base(const struct feed_context *context);
struct text feed_context_link(const struct feed_context *context);

/* When the feed says that it was made; false where it does not. */
bool feed_context_time(const struct feed_context *context,
                       struct moment *moment);

#endif
