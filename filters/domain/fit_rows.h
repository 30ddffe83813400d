/*
 * fit_rows - what fitted models say, as records of kind row, or their counts as states
 *
 * A state is what was counted of a part of the visitors; states of all parts, in any order and
 * number, give the rows that one run over all visitors would have given.
 * Shape:   {"v":1,"kind":"row","model":M,"order":K,"fit":P,"window":W,"touches":T,UNIT:U,
 *          "conversions":C,"amount":A,"currency":...,"exponent":...,"removal_effect":R}; by fit,
 *          window, currency, model and unit. What had no path has no unit, but a reason.
 *          {"v":1,"kind":"state","query":Q,"key":[P,W,CURRENCY],"count":WHAT,"a":[...],"b":[...],
 *          "cells":["N SUM"]}: Q the options that counts hang on; WHAT total, edge or share; a and b
 *          the units of an edge's states (b "*conversion" or "*null" where it ends), or a share's
 *          unit and whole.
 */
#ifndef HARK_DOMAIN_FIT_ROWS_H
#define HARK_DOMAIN_FIT_ROWS_H

#include "domain/attribution.h"
#include "domain/fit.h"
#include "ports/json.h"

/* Each row; NULL, or why not: "bad_chain: ...", "too_many_...: ...". After fit_sort(). */
const char *fit_rows_write(struct fit *fit,
                           const struct attribution_rules *rules,
                           const struct attribution_out *out);

/* Each state. After fit_sort(). */
void fit_rows_states(struct fit *fit, const struct attribution_rules *rules,
                     const struct attribution_out *out);

/* The fields of a state by the numbers in which fit_rows_read() wants its slots. */
enum fit_rows_field {
    FIT_ROWS_KIND,
    FIT_ROWS_QUERY,
    FIT_ROWS_KEY,
    FIT_ROWS_COUNT,
    FIT_ROWS_A,
    FIT_ROWS_B,
    FIT_ROWS_CELLS,
    FIT_ROWS_JOINED_BY, /* and below: of what heads the states, match.h */
    FIT_ROWS_VISITOR_BY,
    FIT_ROWS_ORDERS,
    FIT_ROWS_FIELDS
};
extern const char *const fit_rows_fields[FIT_ROWS_FIELDS];

/* The options that counts hang on. */
void fit_rows_query(struct buffer *out, const struct attribution_rules *rules);

/* Adds a state; NULL, or why it is none: "bad_state: ...", "other_query: ...". */
const char *fit_rows_read(struct fit *fit,
                          const struct attribution_rules *rules,
                          struct text query, const struct json_slot *slots);

#endif
