/*
 * fit_merge - states of parts of the visitors, and their match rates, to the rows of all
 *
 * Shape:   fit_merge_take() each record; then fit_merge_write() once.
 * Lives:   until fit_merge_free(); rules and spill outlive it.
 * Cost:    as of fit.h.
 */
#ifndef HARK_DOMAIN_FIT_MERGE_H
#define HARK_DOMAIN_FIT_MERGE_H

#include "domain/attribution.h"
#include "domain/fit_rows.h"

struct fit_merge;

struct fit_merge *fit_merge_new(const struct attribution_rules *rules,
                                size_t budget_bytes, struct spill *spill);
void fit_merge_free(struct fit_merge *merge);

/* The options that the states have to be of. */
struct text fit_merge_query(const struct fit_merge *merge);

/* Slots by fit_rows_fields. Rejects "other_query: ...", "bad_state: ...", "bad_match: ...". */
struct attribution_verdict fit_merge_take(struct fit_merge *merge,
                                          const struct json_slot *slots);

/* Rows, or with --partial states; nothing once a record was rejected: of half the counts nothing can be said. NULL, or why
   not, as of fit_rows_write(). */
const char *fit_merge_write(struct fit_merge *merge,
                            const struct attribution_out *out);

#endif
