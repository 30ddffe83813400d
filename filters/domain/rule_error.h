/*
 * rule_error - what is wrong with a rule, in words for the person who wrote it
 */
#ifndef HARK_DOMAIN_RULE_ERROR_H
#define HARK_DOMAIN_RULE_ERROR_H

#include "base/text.h"

struct rule_error {
    const char *at;   /* in the file's content */
    struct text file; /* where the caller cannot know it, else TEXT_NONE */
    uint32_t line;    /* from 1; rule_error_place() counts them */
    uint32_t column;  /* from 1, in code points */
    char why[160];
};

/* Always false, so that `return rule_error_set(…)` reads as it should. */
bool rule_error_set(struct rule_error *error, const char *at,
                    const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Line and column of `at` in the content. */
void rule_error_place(struct rule_error *error, struct text content);

#endif
