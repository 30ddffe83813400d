/*
 * channel_facts - what a channel table may ask of a touch
 *
 * Lives:   texts are the caller's; an absent one is missing.
 */
#ifndef HARK_DOMAIN_CHANNEL_FACTS_H
#define HARK_DOMAIN_CHANNEL_FACTS_H

#include "base/text.h"

enum channel_field {
    CHANNEL_SOURCE,
    CHANNEL_MEDIUM,
    CHANNEL_CAMPAIGN,
    CHANNEL_TOUCH, /* post, campaign, click_id, referral, direct … */
    CHANNEL_ACCOUNT,
    CHANNEL_FIELDS
};

struct channel_facts {
    struct text at[CHANNEL_FIELDS];
};

#endif
