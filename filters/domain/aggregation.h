/*
 * aggregation - all that a run counts: records or states in, rows or states out
 *
 * Shape:   rows come sorted by their keys, in the order asked for.
 * Lives:   until aggregation_free(); lists are borrowed. What it hands out until the sink returns.
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    memory up to the budget; beyond it sorted runs in the spill.
 */
#ifndef HARK_DOMAIN_AGGREGATION_H
#define HARK_DOMAIN_AGGREGATION_H

#include "domain/counter.h"
#include "domain/result.h"

struct aggregation_rules {
    const struct question *question;
    bool partial, merge; /* states come out; states go in */
    size_t budget_bytes;
    struct spill *spill;
    struct account_book *accounts; /* whose silent ones have a row; or NULL */
    struct lookalikes *brands;     /* or NULL */
};

struct aggregation;

struct aggregation *aggregation_new(const struct aggregation_rules *rules);
void aggregation_free(struct aggregation *aggregation);

/* The question that states of this run answer, as options; and what its metrics mean and miss, from aggregation_end() on. */
struct text aggregation_query(const struct aggregation *aggregation);
struct result_words aggregation_words(const struct aggregation *aggregation);

/* By key of the question: whether any record had it. */
const bool *aggregation_seen(const struct aggregation *aggregation);

/* slots: by the question's fields, or of a state by partial_fields. */
enum counter_found aggregation_take(struct aggregation *aggregation,
                                    const struct json_slot *slots,
                                    const char **why);

/* After the last record, before what it made is asked for; rejected: records, by this run and those before it. */
void aggregation_end(struct aggregation *aggregation, uint64_t rejected);

/* The one or the other, once. The span of the whole is from since_s to before until_s where these are
   times (else INT64_MIN, INT64_MAX). */
void aggregation_rows(struct aggregation *aggregation, int64_t since_s,
                      int64_t until_s, result_sink *sink, void *context);
void aggregation_states(struct aggregation *aggregation,
                        void (*sink)(void *context, struct text line),
                        void *context);

#endif
