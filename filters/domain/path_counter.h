/*
 * path_counter - paths of people to the counts of their period, window and currency
 *
 * Paths of periods that are not wanted are not counted.
 * Lives:   from path_counter_new() to path_counter_free(); rules and counts outlive it.
 */
#ifndef HARK_DOMAIN_PATH_COUNTER_H
#define HARK_DOMAIN_PATH_COUNTER_H

#include "domain/attribution_rules.h"
#include "domain/fit_orders.h"
#include "domain/fit_span.h"
#include "domain/order_rows.h"

struct path_counter;

struct path_counter *path_counter_new(const struct attribution_rules *rules,
                                      struct fit_span wanted, struct fit *fit);
void path_counter_free(struct path_counter *counter);

/* Whose paths are kept beside; NULL, as before it: nobody's. */
void path_counter_ask(struct path_counter *counter, struct fit_orders *asked);

/* The period of a time. */
uint32_t path_counter_period(const struct path_counter *counter,
                             int64_t time_s);

/* The currency of an order, as fits name it: "USD 2". */
uint32_t path_counter_currency(struct path_counter *counter,
                               const struct order_row *row);

/* Units that led to an order (a digest of its id), or to nothing, in that window by number. */
void path_counter_order(struct path_counter *counter, size_t window,
                        int64_t order_s, uint64_t order, struct fit_path *path);
void path_counter_null(struct path_counter *counter, size_t window,
                       int64_t end_s, const uint32_t *units, size_t count);

/* What has no path in any window: told apart, so that all adds up to the ledger. order: or 0 where it
   is money alone. */
void path_counter_pathless(struct path_counter *counter, int64_t time_s,
                           uint64_t order, const struct fit_path *worth);

#endif
