/*
 * unsaid - the words by which analytics say that they do not know
 *
 * Source:  Google Analytics' help on `(not set)`, `(direct)`, `(none)`; WooCommerce takes the second from it.
 */
#ifndef HARK_SOURCES_UNSAID_H
#define HARK_SOURCES_UNSAID_H

#include "base/text.h"

/* The value, or TEXT_NONE where it says nothing. */
static inline struct text
unsaid_without(struct text value)
{
    return value.len > 1 && value.at[0] == '('
                   && (text_equal(value, TEXT("(not set)"))
                       || text_equal(value, TEXT("(direct)"))
                       || text_equal(value, TEXT("(none)"))
                       || text_equal(value, TEXT("(data deleted)")))
               ? TEXT_NONE
               : value;
}

#endif
