/*
 * confusable - one form for all texts that look the same
 *
 * Shape:   a text in canonical decomposition, each character replaced by the prototype of those
 *          that look like it, decomposed again: two texts are confusable where their skeletons are
 *          equal. `m` is `rn`, `0` is `O`, `1` and `I` are `l`; nothing is folded.
 * Lives:   the table until confusable_free().
 * Source:  Unicode Technical Standard 39, section 4, in the version of the ICU that the build
 *          found (scripts/confusables.c writes the table).
 * Cost:    a binary search among 4,600 characters a character.
 */
#ifndef HARK_DOMAIN_CONFUSABLE_H
#define HARK_DOMAIN_CONFUSABLE_H

#include "base/buffer.h"

struct confusables;

struct confusables *confusable_new(void);
void confusable_free(struct confusables *table);

/* Appends the skeleton of well-formed UTF-8. */
void confusable_skeleton(struct confusables *table, struct buffer *out,
                         struct text utf8);

/* The entries as the build wrote them (confusable_table.c). */
struct text confusable_table(void);

#endif
