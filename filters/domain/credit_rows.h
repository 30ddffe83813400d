/*
 * credit_rows - credits summed by keys, without being written
 *
 * Shape:   a row for each group of --by, model and window, sorted as aggregate's are: by the keys asked
 *          for, then model, window, touches, additive, headline, currency and exponent.
 * Lives:   from credit_rows_new() to credit_rows_free(); a group's number until the next
 *          credit_rows_start().
 * Cost:    a credit some 10 ns, a group of a touch 200 ns; memory within the budget, beyond it
 *          sorted runs (sorter.h).
 */
#ifndef HARK_DOMAIN_CREDIT_ROWS_H
#define HARK_DOMAIN_CREDIT_ROWS_H

#include "domain/attribution.h"

/* What is summed: amount, tax and shipping, and the exchange difference. */
enum { CREDIT_ROWS_FX = CREDIT_MONEYS, CREDIT_ROWS_SUMS };

struct credit_rows;

/* NULL, or why the keys are none; *by lives to the end of the process. */
const char *credit_rows_by(const char *keys, const struct question **by);

struct credit_rows *credit_rows_new(const struct attribution_rules *rules,
                                    size_t budget_bytes, struct spill *spill);
void credit_rows_free(struct credit_rows *rows);

/* The next row of the ledger; is_order: no refund and no cancellation. */
void credit_rows_start(struct credit_rows *rows, bool is_order);

/* The group of a credit, whatever its model and window. */
uint32_t credit_rows_group(struct credit_rows *rows,
                           const struct credit *credit);

/* Numbers of the rules' model and window; sums may be CREDIT_ABSENT. */
void credit_rows_add(struct credit_rows *rows, uint32_t group, size_t model,
                     size_t window, const int64_t sums[CREDIT_ROWS_SUMS]);

void credit_rows_write(struct credit_rows *rows,
                       const struct attribution_out *out);

/* A sum past 2^53 was left out. */
bool credit_rows_overflowed(const struct credit_rows *rows);

#endif
