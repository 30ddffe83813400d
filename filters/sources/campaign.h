/*
 * campaign - what a page's address says of where its visitor came from
 *
 * Sets, where the source has not, utm_* (from utm_, mtm_, matomo_, pk_, piwik_ and cid, in that
 * order of preference), click_id and click_param, and `order` by the row's order_param or
 * order_url, from the query and from the fragment. Values are decoded once, case kept; of a
 * repeated parameter the first counts.
 * Source:  Google Analytics' URL builders; Matomo, "Tracking campaigns"; vendors' pages on their
 *          click ids.
 */
#ifndef HARK_SOURCES_CAMPAIGN_H
#define HARK_SOURCES_CAMPAIGN_H

#include "sources/draft.h"
#include "sources/row.h"

void campaign_read(struct draft *draft, const struct row *row, struct text url);

#endif
