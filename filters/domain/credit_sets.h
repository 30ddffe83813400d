/*
 * credit_sets - the credits of one ledger row, model, window and rule, before and after
 *
 * Shape:   the members of a credit as JSON, as they stand in the record, by number; absent ones are TEXT_NONE.
 * Lives:   sides borrow their entries.
 * Cost:    touches are compared each with each: those of one set are few.
 */
#ifndef HARK_DOMAIN_CREDIT_SETS_H
#define HARK_DOMAIN_CREDIT_SETS_H

#include "base/text.h"

enum credit_member {
    MEMBER_ORDER,
    MEMBER_ROW,
    MEMBER_TIME,
    MEMBER_MODEL,
    MEMBER_WINDOW,
    MEMBER_TOUCHES,
    MEMBER_TOUCH,
    MEMBER_CHANNEL,
    MEMBER_CAMPAIGN,
    MEMBER_ACCOUNT,
    MEMBER_POST,
    MEMBER_AMOUNT,
    MEMBER_TAX,
    MEMBER_SHIPPING,
    MEMBER_CURRENCY,
    MEMBER_CONVERTED_FROM,
    MEMBER_RATE,
    MEMBER_FX,
    MEMBER_SHARE,
    MEMBER_ADDITIVE,
    MEMBER_JOINED_BY,
    MEMBER_REASON,
    MEMBERS
};

/* Their names in the record. */
extern const char *const credit_members[MEMBERS];

/* A set of credits is one of these each; then they go by touch. */
enum { CREDIT_SETS_KEYS = 4 };
extern const enum credit_member credit_sets_keys[CREDIT_SETS_KEYS];

struct credit_entry {
    bool is_new;
    struct text members[MEMBERS];
};

struct credit_side {
    const struct credit_entry *at; /* by touch */
    size_t count;
};

struct credit_sets {
    struct credit_side old, new;
};

/* Of entries, for qsort(3): by set, old before new, by touch; the rest so that the order of input does not show. */
int credit_sets_compare(const void *a, const void *b);

/* The set that the first of the entries begins; how many it has. */
size_t credit_sets_take(const struct credit_entry *entries, size_t count,
                        struct credit_sets *sets);

int credit_sets_compare_member(const struct credit_entry *a,
                               const struct credit_entry *b,
                               enum credit_member member);

bool credit_sets_same(const struct credit_sets *sets);

/* What a side gives; of a model that gives each touch all of it, that. */
int64_t credit_sets_sum(const struct credit_side *side,
                        enum credit_member member);

/* Whether the first credits of both differ in it; whether the sums of amount, tax or shipping do. */
bool credit_sets_differ(const struct credit_sets *sets,
                        enum credit_member member);
bool credit_sets_amended(const struct credit_sets *sets);

bool credit_sets_has_touch(const struct credit_side *side, struct text touch);

/* Whether one side has a touch that the other has not; whether a touch of both differs in one of those members. */
bool credit_sets_adds_touch(const struct credit_side *one,
                            const struct credit_side *other);
bool credit_sets_changes_touch(const struct credit_sets *sets,
                               enum credit_member first,
                               enum credit_member last);

#endif
