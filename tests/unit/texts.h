/* What the tests of base/ share: cmocka, and texts that end where their memory does. */
#ifndef HARK_TESTS_TEXTS_H
#define HARK_TESTS_TEXTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define assert_text(text, string) assert_same(text, text_of(string))

#define assert_same(a, b)                                                      \
    do {                                                                       \
        struct text one_ = (a);                                                \
        struct text two_ = (b);                                                \
                                                                               \
        assert_int_equal(one_.len, two_.len);                                  \
        if (one_.len > 0)                                                      \
            assert_memory_equal(one_.at, two_.at, one_.len);                   \
    } while (0)

/* In memory of its own and no byte more, so that a sanitizer sees whoever reads on; to be freed. */
static inline struct text
text_alone(struct text text)
{
    char *at = malloc(text.len);

    if (text.len > 0)
        memcpy(at, text.at, text.len);
    return (struct text){at, text.len};
}

/* The next of a sequence that looks random and is always the same; *state is not 0. */
static inline uint64_t
random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

#endif
