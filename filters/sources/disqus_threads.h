/*
 * disqus_threads - the pages that an export's comments are of
 *
 * Lives:   until another archive is entered.
 * Cost:    a look-up; at most 24 MiB, beyond which no more are remembered.
 */
#ifndef HARK_SOURCES_DISQUS_THREADS_H
#define HARK_SOURCES_DISQUS_THREADS_H

#include <stdbool.h>

#include "base/text.h"

struct disqus_threads;

struct disqus_threads *disqus_threads_new(void);

/* What is known is of the archive with this number: all is forgotten with another. */
void disqus_threads_enter(struct disqus_threads *threads, uint64_t archive);

/* False where there is no more room. */
bool disqus_threads_add(struct disqus_threads *threads, struct text id,
                        struct text link);

/* Where its page is, or TEXT_NONE. */
struct text disqus_threads_find(const struct disqus_threads *threads,
                                struct text id);

#endif
