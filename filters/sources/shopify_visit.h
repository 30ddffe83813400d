/*
 * shopify_visit - the visits of a customer's journey (CustomerVisit) as Shopify's GraphQL interface tells of them
 *
 * The last before the order is the one that led to it. The first, if it is another, stands beside it as a visit of the same
 * customer; where no customer is known nothing joins it to the order, and it is left out.
 * Source:  Shopify's reference of CustomerJourneySummary and CustomerVisit.
 */
#ifndef HARK_SOURCES_SHOPIFY_VISIT_H
#define HARK_SOURCES_SHOPIFY_VISIT_H

#include "sources/sale.h"

/* Slots of one visit: SHOPIFY_VISIT_PATHS("customerJourneySummary.lastVisit."). */
enum {
    SHOPIFY_VISIT_LANDING,
    SHOPIFY_VISIT_REFERRER,
    SHOPIFY_VISIT_OCCURRED,
    SHOPIFY_VISIT_UTM,
    SHOPIFY_VISIT_SLOTS = SHOPIFY_VISIT_UTM + SALE_UTMS - 1 /* no utm_id */
};

#define SHOPIFY_VISIT_PATHS(visit)                                             \
    visit "landingPage", visit "referrerUrl", visit "occurredAt",              \
        visit "utmParameters.source", visit "utmParameters.medium",            \
        visit "utmParameters.campaign", visit "utmParameters.term",            \
        visit "utmParameters.content"

/* All of Shopify's times are UTC, which says nothing of where it was. */
bool shopify_time(struct text text, struct moment *moment);

/* `status` is the page of the order's status, whose host is the shop's unless raw->row names one. NULL, or why it is none. */
const char *shopify_visit_last(struct sale *sale, const struct json_slot *last,
                               const struct json_slot *status,
                               const struct raw *raw);
const char *shopify_visit_first(struct sale *sale,
                                const struct json_slot *first,
                                const struct json_slot *last,
                                const struct json_slot *status,
                                const struct raw *raw);

#endif
