/*
 * evidence_words - what sources are called, kept once each, mostly
 *
 * Shape:   a key is a digest of all that the words hang on, never 0. Words that were kept lately are found by it; others are
 *          kept again.
 * Lives:   from evidence_words_new() to evidence_words_free(); what was found until the next call, words that are read back too.
 * Cost:    the memory of what was kept lately is fixed, the words spill.
 */
#ifndef HARK_DOMAIN_EVIDENCE_WORDS_H
#define HARK_DOMAIN_EVIDENCE_WORDS_H

#include "base/spill.h"
#include "base/text.h"

struct evidence_words {
    struct text source, medium; /* what is not said is "(not set)" */
    struct text campaign;
    struct text account; /* of a conversation */
    enum evidence_by { EVIDENCE_UNSAID, EVIDENCE_DERIVED, EVIDENCE_TAGGED } by;
};

struct evidence_words_kept {
    uint64_t key;
    uint64_t source; /* the caller's */
    uint64_t place;
};

struct evidence_words_store;

struct evidence_words_store *evidence_words_new(size_t budget_bytes,
                                                struct spill *spill);
void evidence_words_free(struct evidence_words_store *store);

/* NULL where they were not kept lately. */
const struct evidence_words_kept *
evidence_words_find(const struct evidence_words_store *store, uint64_t key);

const struct evidence_words_kept *
evidence_words_keep(struct evidence_words_store *store, uint64_t key,
                    uint64_t source, const struct evidence_words *words);

struct evidence_words evidence_words_get(struct evidence_words_store *store,
                                         uint64_t place);

#endif
