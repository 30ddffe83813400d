/*
 * examples - labelled texts to train with or to be held against
 *
 * A CSV lists them: `label`, and `text` or `id` or both. One without a text waits for the post of that id. An id (or, without
 * one, a text) that comes again with the same label counts once, its first text; one that comes with another label is left
 * out altogether, since nobody knows which is right.
 * Shape:   after examples_seal() classes are numbered by their names' bytes, and examples without a text are gone.
 * Lives:   until examples_free().
 * Memory:  the texts, and some 80 bytes an example.
 */
#ifndef HARK_DOMAIN_EXAMPLES_H
#define HARK_DOMAIN_EXAMPLES_H

#include "domain/listing.h"

struct example {
    struct text text; /* at is NULL while it waits */
    uint64_t id;      /* a hash that stays the same between runs */
    uint32_t class;
    bool is_contradicted;
};

struct examples;

struct examples_counts {
    uint64_t repeated;     /* rows of an id that was there, with its label */
    uint64_t contradicted; /* ids with several labels */
    uint64_t waiting;      /* ids whose post has not come */
};

struct examples *examples_new(void);
void examples_free(struct examples *examples);
bool examples_read(void *examples, struct text csv,
                   struct listing_error *error);
void examples_add(struct examples *examples, struct text id, struct text text,
                  struct text label);

/* A post has come: true where an example waited for it. */
bool examples_offer(struct examples *examples, struct text id,
                    struct text text);

struct examples_counts examples_counts(const struct examples *examples);

void examples_seal(struct examples *examples);
size_t examples_count(const struct examples *examples);
const struct example *examples_get(const struct examples *examples,
                                   size_t number);
uint32_t examples_classes(const struct examples *examples);
struct text examples_class(const struct examples *examples, uint32_t class);

#endif
