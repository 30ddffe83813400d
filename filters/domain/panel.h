/*
 * panel - shares of voice: what is said of each label of a panel that does not change
 *
 * Shape:   a post counts under each of its labels that the panel has; what all labels have together counts
 *          in the rows of all, those that nobody named included, so that a row holds its own whole.
 * Cost:    labels of the panel times those of the post.
 * Chosen:  of what counts only when all has come, chosen.h does the same.
 */
#ifndef HARK_DOMAIN_PANEL_H
#define HARK_DOMAIN_PANEL_H

#include "domain/groups.h"
#include "domain/portion.h"

/* Whether the post has any of its labels; slots by the question's fields. */
bool panel_names(const struct question *question,
                 const struct json_slot *slots);

/* Counts what is of the panel, and nothing of what is not in rows that nobody named; groups and portions: of this
   post. */
void panel_count(const struct question *question, const struct json_slot *slots,
                 const struct portions *portions, struct groups *groups,
                 struct tally *tally);

#endif
