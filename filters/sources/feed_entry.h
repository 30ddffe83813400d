/*
 * feed_entry - an item or entry of an XML feed to a post
 */
#ifndef HARK_SOURCES_FEED_ENTRY_H
#define HARK_SOURCES_FEED_ENTRY_H

#include "sources/feed_context.h"
#include "sources/feed_item.h"
#include "sources/source.h"

/* is_atom: texts without a type are plain. NULL, or why not. */
const char *feed_entry_emit(const struct raw *raw, struct feed_item *item,
                            const struct feed_context *context, bool is_atom,
                            struct emitter *emitter);

#endif
