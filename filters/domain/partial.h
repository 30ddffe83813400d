/*
 * partial - what was counted, as records that another run can join to its own
 *
 * Shape:   {"v":1,"kind":"state","query":Q,"from":L,"key":[K,...],"n":N,"cells":[C,...]}, one a group;
 *          and for DISTINCT, QUANTILE and TOP, in pieces of some kilobytes,
 *          {"v":1,"kind":"state","query":Q,"key":[K,...],"measure":M,"values":[V,...]}.
 *          Q: the question as options. L: the ledger that money came from, if any. K: `=text`,
 *          `#12.5`, `-` absent, `*` all values of the arrays; plain keys first, then arrays. N:
 *          records. C: a measure's "n sum" (or least, greatest), "n" alone of a quantile, "" where
 *          nothing came. M: the measure's number from 0. V: of DISTINCT 32 hexadecimal digits,
 *          else "value count". docs/metrics.md says the same to users.
 *          Where anything is known to be missing one more, {"v":1,"kind":"state","query":Q,"gaps":[G,...],"rejected":R} (coverage.h).
 * Exact:   states join in any order and number to what one run over all records would have.
 */
#ifndef HARK_DOMAIN_PARTIAL_H
#define HARK_DOMAIN_PARTIAL_H

#include "domain/counter.h"

typedef void partial_sink(void *context, struct text line);

struct partial;

/* The counter tells the places and the ledger. */
struct partial *partial_new(const struct counter *counter, partial_sink *sink,
                            void *context);
void partial_free(struct partial *partial);

void partial_take(void *partial, const struct tally_item *item);
void partial_end(struct partial *partial);

/* What is known to be missing, where anything is. */
void partial_coverage(struct partial *partial);

/* The fields of a state by the numbers in which partial_read() wants its slots. */
enum partial_field {
    PARTIAL_KIND,
    PARTIAL_QUERY,
    PARTIAL_FROM,
    PARTIAL_KEY,
    PARTIAL_N,
    PARTIAL_CELLS,
    PARTIAL_MEASURE,
    PARTIAL_VALUES,
    PARTIAL_GAPS,
    PARTIAL_REJECTED,
    PARTIAL_FIELDS
};
extern const char *const partial_fields[PARTIAL_FIELDS];

/* A state into the counter's tally; `query` is the counter's question as text. */
enum counter_found partial_read(struct counter *counter,
                                const struct json_slot *slots,
                                struct text query, const char **why);

#endif
