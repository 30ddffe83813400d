/*
 * pattern - many regular expressions looked for in one pass, in time linear in the text, by Hyperscan
 *
 * PCRE's syntax without what needs backtracking: no back references, no look-around but \b and \B. UTF-8; \w, \d, \s and
 * \b know ASCII alone (\p{L} is any letter); `.` is no line end. What may match an empty text is refused.
 * Shape:   expressions are numbered in the order given.
 * Fails:   with a message in `why`; built with HYPERSCAN=0, and on a processor that the library cannot use, always.
 * Cost:    compiling takes milliseconds an expression, which is why a compiled set can be saved and loaded.
 */
#ifndef HARK_PORTS_PATTERN_H
#define HARK_PORTS_PATTERN_H

#include "base/buffer.h"

/* Beyond it, and beyond PATTERN_COST_MOST, an expression is refused: its compiling could take minutes. */
enum { PATTERN_BYTES_MOST = 1000 };

struct pattern {
    struct text text; /* without slashes */
    bool is_raw;      /* case matters */
};

struct pattern_error {
    size_t number; /* of the expression; SIZE_MAX where it is none's fault */
    char why[120];
};

struct pattern_set;

/* NULL, and *error says why. */
struct pattern_set *pattern_set_new(const struct pattern *patterns,
                                    size_t count, struct pattern_error *error);
void pattern_set_free(struct pattern_set *set);

/* What pattern_set_load() takes; only a process of the same library on a like processor can use it. */
void pattern_set_save(const struct pattern_set *set, struct buffer *bytes);

/* NULL where the bytes are of another version or processor. The bytes must be ours: they are believed. */
struct pattern_set *pattern_set_load(struct text bytes);

/* What saved bytes depend on beside the expressions: the library's version, and what of the processor it uses. */
void pattern_set_describe(struct buffer *out);

/* Each expression that matches anywhere in the text is handed out once. */
typedef void pattern_found(void *context, size_t number);
void pattern_set_scan(struct pattern_set *set, struct text text,
                      pattern_found *found, void *context);

/* Where in a text one expression, that a set took, first ends; with its start, where the library can tell it. */
struct pattern_finder;
struct pattern_finder *pattern_finder_new(struct pattern pattern);
void pattern_finder_free(struct pattern_finder *finder);

/* False where there is no match. Of those that end there the longest; from the text's begin where the start is unknown. */
bool pattern_finder_find(struct pattern_finder *finder, struct text text,
                         struct text *found);

#endif
