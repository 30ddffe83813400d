/*
 * unit - what a path is made of, for whom touches of one channel, account, … are the same
 *
 * A touch without an account, campaign or post has the unit "(none)".
 */
#ifndef HARK_DOMAIN_UNIT_H
#define HARK_DOMAIN_UNIT_H

#include "domain/credit.h"

enum unit { UNIT_CHANNEL, UNIT_ACCOUNT, UNIT_CAMPAIGN, UNIT_POST };

/* False where there is none of that name. */
bool unit_find(struct text name, enum unit *unit);

const char *unit_name(enum unit unit);

/* Of a touch as its credit describes it; lives as long as the credit's texts. */
struct text unit_of(enum unit unit, const struct credit *credit);

/* The same for the same name, and the other way round but for a digest's odds. */
uint64_t unit_number(struct text name);

#endif
