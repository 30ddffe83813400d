/*
 * portion - what one record brings to each measure, before it is known to which groups
 *
 * Shape:   a number for a cell, or one of a measure's values; of an array each different value once. Of what is
 *          of a panel (panel.h) it is what the record brings to each label that it names.
 * Lives:   from {0} until portion_free(); the list until the next portion_take().
 * Fails:   says why the record cannot be taken; NULL is success.
 */
#ifndef HARK_DOMAIN_PORTION_H
#define HARK_DOMAIN_PORTION_H

#include "domain/pick.h"
#include "domain/tally.h"

struct portion {
    size_t measure;
    bool is_value;
    int places;
    struct measure_cell cell;
    struct tally_value value;
};

struct portions {
    struct portion *at;
    size_t count, cap;
    struct buffer scratch;
    int places[QUESTION_MEASURES]; /* the most that came behind the point */
};

void portion_free(struct portions *portions);

/* The tally is asked for its dictionary alone. */
const char *portion_take(struct portions *portions,
                         const struct question *question,
                         const struct json_slot *slots, struct tally *tally);

/* Zero of each metric that is a sum over posts. */
void portion_take_nothing(struct portions *portions,
                          const struct question *question);

/* Of the list as it is: its record has been taken. */
void portion_keep_places(struct portions *portions);

#endif
