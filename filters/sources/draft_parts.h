/*
 * draft_parts - what a draft is made of, for the files of draft alone
 */
#ifndef HARK_SOURCES_DRAFT_PARTS_H
#define HARK_SOURCES_DRAFT_PARTS_H

#include "base/table.h"
#include "sources/draft.h"

#define DRAFT_BIT(key) (UINT64_C(1) << (key))

enum { DRAFT_WORDS = (DRAFT_KEYS + 63) / 64, DRAFT_LISTS = 6 };

union draft_value {
    struct text text;
    int64_t integer;
};

struct draft_list {
    struct text *items;
    size_t count;
    size_t cap;
};

struct draft {
    enum draft_kind kind;
    struct text platform;
    uint64_t present[DRAFT_WORDS]; /* a bit a key */
    union draft_value values[DRAFT_KEYS];
    struct draft_list lists[DRAFT_LISTS];
    size_t listed;       /* values of all of them, flags that came twice too */
    struct table *links; /* where there are many: the first `link_count` */
    size_t link_count;
    const char *why; /* what the first setter that failed was given */
    struct person *person;
    struct arena arena;
    struct buffer built; /* for one call */
    /* `seen` as it was written last: it is the same for many records. */
    int64_t seen_s;
    char seen[CLOCK_TEXT];
};

static inline void
draft_mark(struct draft *draft, enum draft_key key)
{
    draft->present[key / 64] |= DRAFT_BIT(key % 64);
}

struct draft_list *draft_list(struct draft *draft, enum draft_key key);

#endif
