/*
 * journey_words - what a touch says of itself in a credit
 *
 * Cost:    a look at the visit's record, which may lie anywhere.
 */
#ifndef HARK_DOMAIN_JOURNEY_WORDS_H
#define HARK_DOMAIN_JOURNEY_WORDS_H

#include "domain/credit.h"
#include "domain/journey.h"

/* Sets touch, utm_source, utm_medium, channel, campaign, account and post; the texts live until the next call, that of
   touch as long as `id`. */
void journey_words(const struct journey_world *world, const struct touch *touch,
                   struct buffer *id, struct credit *credit);

#endif
