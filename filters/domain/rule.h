/*
 * rule - what posts are asked for: sets of rules, each a label, a query and who should see it
 *
 * rule_set_add() takes the content of a rule file (docs/rules.md); once all are added
 * rule_set_seal() finds for each rule the fewest terms without one of which it cannot match, so that a
 * post is only held against rules that it may fit (rule_match.h). Regular expressions are compiled in between, or
 * loaded as an earlier run compiled them.
 * Shape:   rules are numbered in the order added, labels in the order of their first rule.
 * Lives:   until rule_set_free(); the contents added must live as long. Read-only once sealed.
 * Fails:   false, and *error has line, column and why.
 */
#ifndef HARK_DOMAIN_RULE_H
#define HARK_DOMAIN_RULE_H

#include "domain/rule_error.h"
#include "domain/rule_tree.h"

enum rule_urgency { RULE_UNSAID, RULE_LOW, RULE_NORMAL, RULE_HIGH };

struct rule {
    struct text file;
    uint32_t line; /* its first */
    uint32_t label;
    struct text route; /* or absent */
    enum rule_urgency urgency;
    uint32_t query; /* node of the tree */
    bool is_always; /* may match where none of its terms is found */
};

/* What a rule says of itself: that it matches this post, or does not. */
struct rule_example {
    uint32_t rule;
    uint32_t line;
    bool expected;
    struct text text;
};

struct rule_set;

struct rule_set *rule_set_new(void);
void rule_set_free(struct rule_set *set);
bool rule_set_add(struct rule_set *set, struct text file, struct text content,
                  struct rule_error *error);

/* Without them no regular expression matches. rule_set_load() takes what rule_set_save() gave under the same name. */
bool rule_set_has_patterns(const struct rule_set *set);
void rule_set_name_patterns(const struct rule_set *set, struct buffer *key);
bool rule_set_compile(struct rule_set *set, struct rule_error *error);
bool rule_set_load(struct rule_set *set, struct text bytes);
void rule_set_save(const struct rule_set *set, struct buffer *bytes);

void rule_set_seal(struct rule_set *set);

uint32_t rule_set_count(const struct rule_set *set);
const struct rule *rule_set_rule(const struct rule_set *set, uint32_t rule);
uint32_t rule_set_label_count(const struct rule_set *set);
struct text rule_set_label(const struct rule_set *set, uint32_t label);

/* RULE_NONE where no rule has it. */
uint32_t rule_set_find_label(const struct rule_set *set, struct text label);
const struct rule_tree *rule_set_tree(const struct rule_set *set);
size_t rule_set_example_count(const struct rule_set *set);
const struct rule_example *rule_set_example(const struct rule_set *set,
                                            size_t example);

/* Whether any query asks for this field: others need not be given. */
bool rule_set_asks(const struct rule_set *set, enum rule_field field);

/* Whether any query asks for tags ('#') or names ('@'). */
bool rule_set_asks_mark(const struct rule_set *set, char mark);

/* Of a sealed set: the rules that may match only where this term (or another of theirs) is found. */
const uint32_t *rule_set_of_term(const struct rule_set *set, uint32_t term,
                                 size_t *count);

/* "", "low", "normal" or "high". */
const char *rule_urgency_name(enum rule_urgency urgency);

#endif
