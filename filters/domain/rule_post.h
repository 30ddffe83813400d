/*
 * rule_post - what rules are asked about: a post's texts and fields
 *
 * Shape:   absent texts are TEXT_NONE. What rule_set_asks() and rule_set_asks_mark() deny need not be given.
 * Lives:   borrowed from the record until the next rule_match().
 */
#ifndef HARK_DOMAIN_RULE_POST_H
#define HARK_DOMAIN_RULE_POST_H

#include "base/text.h"
#include "domain/rule_tree.h"

struct rule_texts {
    const struct text *at;
    size_t count;
};

struct rule_post {
    struct text title;
    struct text text;
    struct text author;              /* the id; the handle is a field */
    struct text fields[RULE_FIELDS]; /* RULE_LINKS stays empty */
    struct rule_texts links;
    struct rule_texts tags;     /* beside those in the text; without # */
    struct rule_texts mentions; /* likewise, without @ */
    bool is_example;            /* each field is what its query would like */
};

#endif
