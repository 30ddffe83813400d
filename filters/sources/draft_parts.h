/*
 * draft_parts - what a draft is made of, for the files of draft alone
 */
#ifndef HARK_SOURCES_DRAFT_PARTS_H
#define HARK_SOURCES_DRAFT_PARTS_H

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
    const char *why; /* what the first setter that failed was given */
    struct person *person;
    struct arena arena;
    struct buffer built; /* for one call */
};

struct draft_list *draft_list(struct draft *draft, enum draft_key key);

#endif
