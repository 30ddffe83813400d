/*
 * groups - the groups that one record counts in
 *
 * Shape:   one for each combination of the values of the arrays among the keys, each different value
 *          once, absent where the array is; and that of all values, which rows show as `of`.
 * Lives:   from {.question} until groups_free(); the groups of a record until the next one's.
 * Fails:   says why the record has none; NULL is success.
 * Cost:    no allocation once its buffers have grown.
 */
#ifndef HARK_DOMAIN_GROUPS_H
#define HARK_DOMAIN_GROUPS_H

#include "domain/question.h"

struct groups {
    const struct question *question;
    struct buffer scratch;
    struct buffer key;
    struct buffer bytes; /* of choices */
    struct groups_choice *choices;
    size_t choice_count, choice_cap;
    bool is_seen[QUESTION_KEYS];      /* a key that was not always absent */
    size_t firsts[QUESTION_KEYS + 1]; /* of each array's choices */
};

typedef void groups_sink(void *context, struct text group);

void groups_free(struct groups *groups);

/* slots: by the question's fields. */
const char *groups_of(struct groups *groups, const struct json_slot *slots);
void groups_each(struct groups *groups, groups_sink *sink, void *context);

/* The same with each label of the panel in place of the record's own. */
void groups_each_of_panel(struct groups *groups, groups_sink *sink,
                          void *context);

/* The group of all values; false where no array is among the keys. Until the next call. */
bool groups_all(struct groups *groups, struct text *key);

#endif
