/*
 * chosen_periods - the periods of a time among the keys: a group without its period, and with another
 *
 * Shape:   periods are numbered in their order once all have been taken. Without a time among the keys
 *          there is one, which every group is in.
 * Lives:   until chosen_periods_free(); what is given until the next call.
 */
#ifndef HARK_DOMAIN_CHOSEN_PERIODS_H
#define HARK_DOMAIN_CHOSEN_PERIODS_H

#include "domain/question.h"

struct chosen_periods;

struct chosen_periods *chosen_periods_new(const struct question *question);
void chosen_periods_free(struct chosen_periods *periods);

/* The group without its period, and that. The group of all values has one as others have. */
struct text chosen_periods_take(struct chosen_periods *periods,
                                struct text group, struct text *period);

/* From then on no more are taken. */
size_t chosen_periods_count(struct chosen_periods *periods);

/* The number of that which `bytes` begin with, as group_put_text() wrote it. */
size_t chosen_periods_find(struct chosen_periods *periods, struct text bytes);

/* The group with that period in its place. */
struct text chosen_periods_put(struct chosen_periods *periods,
                               struct text group, size_t number);

#endif
