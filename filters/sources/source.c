#include "sources/source.h"

/* A row each; a new source is added here and nowhere else. */
#define SOURCES(SOURCE)                                                        \
    SOURCE(twitter1)                                                           \
    SOURCE(twitter2)                                                           \
    SOURCE(twitter_archive)                                                    \
    SOURCE(reddit)                                                             \
    SOURCE(bsky)                                                               \
    SOURCE(mastodon)                                                           \
    SOURCE(activitypub)                                                        \
    SOURCE(twcs)                                                               \
    SOURCE(clf)                                                                \
    SOURCE(bitly)                                                              \
    SOURCE(orders_csv)                                                         \
    SOURCE(counts_csv)

#define DECLARE(name) extern const struct source source_##name;
#define LIST(name) &source_##name,

SOURCES(DECLARE)

const struct source *const sources[] = {SOURCES(LIST) NULL};

const struct source *
source_find(struct text name)
{
    for (size_t i = 0; sources[i] != NULL; i++) {
        if (text_equal(text_of(sources[i]->name), name))
            return sources[i];
    }
    return NULL;
}
