/*
 * attribution_options - what a user may say of how orders are attributed
 *
 * An option is a row of attribution_options, which says where its text or its flag goes; only one that needs more
 * has a function. The filter makes its option table of the rows.
 */
#ifndef HARK_DOMAIN_ATTRIBUTION_OPTIONS_H
#define HARK_DOMAIN_ATTRIBUTION_OPTIONS_H

#include "domain/attribution_rules.h"

struct attribution_option {
    const char *name, *argument, *help; /* argument NULL: a flag */
    /* NULL, or why the value is wrong; may change it in place. */
    const char *(*set)(struct attribution_rules *rules, char *value);
    size_t
        member; /* without `set`: where it goes; a flag is a bool, all else text */
};

/* An option without a name last. */
extern const struct attribution_option attribution_options[];

/* NULL, or why the value is wrong; it lives as long as the rules. */
const char *attribution_options_set(const struct attribution_option *option,
                                    struct attribution_rules *rules,
                                    char *value);

#endif
