/*
 * lookalike_parts - what a list of lookalikes is made of, for the files of lookalike alone
 */
#ifndef HARK_DOMAIN_LOOKALIKE_PARTS_H
#define HARK_DOMAIN_LOOKALIKE_PARTS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "domain/confusable.h"
#include "domain/lookalike.h"

enum {
    LOOKALIKE_SHAPE_MAX = 64, /* characters of a handle */
    LOOKALIKE_RECENT = 4096,
    LOOKALIKE_WORDS_MAX = 128,
    LOOKALIKE_WORD_MAX = 24
};

/* What a handle is compared by. */
struct lookalike_shape {
    uint32_t at[LOOKALIKE_SHAPE_MAX];
    size_t count;
};

enum lookalike_form { LOOKALIKE_PLAIN, LOOKALIKE_SKELETON, LOOKALIKE_FORMS };

struct lookalike_brand {
    struct text network, handle; /* network: absent where any */
    struct buffer folded;        /* with separators */
    struct lookalike_shape forms[LOOKALIKE_FORMS];
};

struct lookalike_word {
    uint32_t at[LOOKALIKE_WORD_MAX];
    size_t count;
};

struct lookalike_recent {
    uint64_t digest;
    uint32_t brand;
    uint32_t reason; /* 1 + enum lookalike_reason; 0: none came yet */
};

struct lookalikes {
    struct arena arena;
    struct confusables *table;
    struct lookalike_brand *brands;
    size_t count, cap;
    struct lookalike_word words[LOOKALIKE_FORMS][LOOKALIKE_WORDS_MAX];
    size_t word_count;
    struct lookalike_recent recent[LOOKALIKE_RECENT];
    struct buffer scratch, other;
};

/* What of a handle is decorated by words: where such may end in front and begin behind. */
struct lookalike_around {
    bool ends[LOOKALIKE_SHAPE_MAX + 1], begins[LOOKALIKE_SHAPE_MAX + 1];
};

/* How a part of a handle, or all of it, could be taken for a brand's. */
enum lookalike_reason lookalike_compare(const uint32_t *at, size_t count,
                                        const struct lookalike_shape *shape);

void lookalike_find_around(const struct lookalikes *list,
                           enum lookalike_form form,
                           const struct lookalike_shape *shape,
                           struct lookalike_around *around);

/* The best of what stands between words. */
enum lookalike_reason lookalike_inside(const struct lookalike_shape *shape,
                                       const struct lookalike_around *around,
                                       const struct lookalike_shape *brand);

#endif
