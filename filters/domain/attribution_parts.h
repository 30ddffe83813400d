/*
 * attribution_parts - what an attribution is made of, for its own files
 */
#ifndef HARK_DOMAIN_ATTRIBUTION_PARTS_H
#define HARK_DOMAIN_ATTRIBUTION_PARTS_H

#include "domain/attribution.h"
#include "domain/conversations.h"
#include "domain/journey.h"
#include "domain/stitch.h"

struct attribution {
    const struct attribution_rules *rules;
    size_t memory;
    struct spill *spill;
    struct channels *channels;
    struct evidence_reader *evidence;
    struct visits *visits;
    struct clicks *clicks;
    struct redirects *redirects;
    struct orders *orders;
    struct stitch *stitch; /* or NULL */
    struct link_table *links;
    struct rates *rates;                 /* or NULL */
    struct conversations *conversations; /* or NULL */
    struct credit_rows *rows;            /* or NULL */
    struct bloom buyers;
    struct retention_world retained;
    struct journey_counts found;
    int64_t settled_s;
    struct fit_span fitted;
    bool has_own_post;
};

#endif
