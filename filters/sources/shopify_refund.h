/*
 * shopify_refund - the refunds of an order of Shopify's REST interface, each a row of the ledger
 *
 * What was paid back counts: the successful transactions, or, where those are in the buyer's own currency, the items, their
 * tax, and the adjustments. A refund that paid nothing (a restocking) makes no row.
 * Source:  Shopify's reference of the Refund resource.
 */
#ifndef HARK_SOURCES_SHOPIFY_REFUND_H
#define HARK_SOURCES_SHOPIFY_REFUND_H

#include "sources/sale.h"

struct shopify_refund;

/* Lives to the end of the process. */
struct shopify_refund *shopify_refund_new(void);

/* NULL, or why one of them is none. */
const char *shopify_refund_add(const struct shopify_refund *refund,
                               struct sale *sale, struct json_slot refunds);

#endif
