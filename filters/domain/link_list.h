/*
 * link_list - links that somebody names as ours, from a CSV
 *
 * With a header: link, coupon or both, and account, or of a short link that is dead its destination, or
 * both; optionally post, campaign, channel, from and until, in any order; other columns are passed over.
 * Shape:   a link is long or short and needs no tag; a coupon is a code of orders; from and until are
 *          times or dates in UTC, until exclusive; without a campaign the one that the link's
 *          parameters name.
 * Fails:   false, and *error has the line and why.
 */
#ifndef HARK_DOMAIN_LINK_LIST_H
#define HARK_DOMAIN_LINK_LIST_H

#include "domain/link_table.h"
#include "domain/listing.h"
#include "domain/redirects.h"

bool link_list_add(struct link_table *table, struct redirects *redirects,
                   struct text csv, struct listing_error *error);

#endif
