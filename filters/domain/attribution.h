/*
 * attribution - records of any order to the credits of each order
 *
 * Shape:   attribution_add_links() for each list; attribution_take() each record;
 *          attribution_lack() says whether credits would mean something; then once
 *          attribution_write(), and attribution_counts().
 * Lives:   from attribution_new() to attribution_free(); rules and spill outlive it.
 * Cost:    memory within the budget, but for the links of our posts, the touches of one person and
 *          the rows of one second; what is beyond it spills.
 */
#ifndef HARK_DOMAIN_ATTRIBUTION_H
#define HARK_DOMAIN_ATTRIBUTION_H

#include "base/spill.h"
#include "domain/attribution_rules.h"
#include "domain/link_list.h"
#include "domain/rates.h"
#include "domain/reading.h"
#include "domain/retention.h"

struct attribution;

struct attribution *attribution_new(const struct attribution_rules *rules,
                                    size_t memory_bytes, struct spill *spill);
void attribution_free(struct attribution *attribution);

/* What touches count as; to be set before the first record. */
struct channels *attribution_channels(struct attribution *attribution);

/* As of link_list_add(). */
bool attribution_add_links(struct attribution *attribution, struct text csv,
                           struct listing_error *error);

/* As of rates_add(); the rules name the currency. */
bool attribution_add_rates(struct attribution *attribution, struct text csv,
                           struct listing_error *error);

/* As of channels_set_sources(). */
bool attribution_add_sources(struct attribution *attribution, struct text csv,
                             struct listing_error *error);

/* As of people_add(). */
bool attribution_add_people(struct attribution *attribution, struct text csv,
                            struct listing_error *error);

/* The kinds of record that are asked for, the most frequent first. */
enum { ATTRIBUTION_KINDS = 5 };
extern const struct text attribution_kinds[ATTRIBUTION_KINDS];

/* What becomes of a record: rejected or dropped for a reason, or used where both are NULL. */
struct attribution_verdict {
    const char *reject, *drop;
};

/* `kind` is a number of attribution_kinds, or ATTRIBUTION_KINDS: none of them. */
struct attribution_verdict attribution_take(struct attribution *attribution,
                                            size_t kind,
                                            const struct reading *reading);

/* Credits up to there were given by earlier runs: what touches there were before is settled. */
void attribution_settled(struct attribution *attribution, int64_t before_s);

/* Models are fitted to the periods that ended between these alone: earlier runs have seen records up to
   the first (INT64_MIN: there was none), this one to the second. */
void attribution_close(struct attribution *attribution, int64_t before_s,
                       int64_t seen_s);

/* NULL, or why there is nothing that credits could go to: credits for nobody would pass for an
   answer. */
const char *attribution_lack(const struct attribution *attribution);

/* Where the records go that are made: lines without their end, of a constant kind. */
struct attribution_out {
    void (*take)(void *context, const char *kind, struct text line);
    void *context;
};

/* NULL, or why a model cannot be fitted: "bad_chain: ..." (a bug), "too_many_...: ...". */
const char *attribution_write(struct attribution *attribution,
                              const struct attribution_out *out);

/* What was found, by name; after attribution_write(). */
void attribution_counts(const struct attribution *attribution,
                        void (*note)(void *context, const char *name,
                                     uint64_t count),
                        void *context);

/* What is still of use of what was carried; after attribution_write(). */
struct retention *attribution_retention(struct attribution *attribution,
                                        const struct retention_terms *terms);

/* NULL, or what makes the figures wrong. */
const char *attribution_problem(const struct attribution *attribution);

#endif
