/*
 * group - the values of a row's keys as bytes: equal groups have equal bytes, and they sort
 *
 * Shape:   one value behind the other, each told by its first byte; no key is a prefix of
 *          another, and memcmp(3) sorts them: absent first, then false, true, numbers by size, then texts
 *          bytewise.
 * Lives:   values borrow from the bytes that they are read from.
 */
#ifndef HARK_DOMAIN_GROUP_H
#define HARK_DOMAIN_GROUP_H

#include "domain/figure.h"

enum group_type {
    GROUP_ALL, /* whatever the value: in place of the arrays among the keys */
    GROUP_ABSENT,
    GROUP_FALSE,
    GROUP_TRUE,
    GROUP_NUMBER,
    GROUP_TEXT
};

struct group_value {
    enum group_type type;
    struct text
        text; /* GROUP_TEXT: without NUL; GROUP_FALSE, GROUP_TRUE: as JSON */
    __int128 millionths; /* GROUP_NUMBER */
};

void group_put(struct buffer *key, const struct group_value *value);

static inline void
group_put_text(struct buffer *key, struct text text)
{
    buffer_add_char(key, GROUP_TEXT);
    buffer_add(key, text);
    buffer_add_char(key, '\0');
}

static inline struct group_value
group_truth(bool is_true)
{
    return (struct group_value){.type = is_true ? GROUP_TRUE : GROUP_FALSE,
                                .text = is_true ? TEXT("true") : TEXT("false")};
}

/* Takes one value off the front; false at the end. */
bool group_next(struct text *rest, struct group_value *value);

/* As it stands in a state: `=text`, `#12.5`, `-` where absent, `F`, `T`, `*` for all; and back. */
void group_format(struct buffer *out, const struct group_value *value);
bool group_parse(struct text text, struct group_value *value);

#endif
