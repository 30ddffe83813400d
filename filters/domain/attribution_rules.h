/*
 * attribution_rules - how orders are attributed: what a user may choose, and what holds where not
 *
 * Lives:   texts and names are the caller's (the command line's).
 */
#ifndef HARK_DOMAIN_ATTRIBUTION_RULES_H
#define HARK_DOMAIN_ATTRIBUTION_RULES_H

#include "domain/fit_rules.h"
#include "domain/model.h"
#include "domain/path_transform.h"
#include "domain/unit.h"
#include "domain/window.h"

struct question;

enum { ATTRIBUTION_WINDOWS = 32, ATTRIBUTION_NAMES = 256 };

/* Names in the order given. */
struct attribution_names {
    const char *at[ATTRIBUTION_NAMES];
    size_t count;
};

struct attribution_rules {
    const struct model *models[MODEL_MAX]; /* in order of name */
    size_t model_count;
    struct model_settings model;
    struct window windows[ATTRIBUTION_WINDOWS]; /* as of window_list() */
    size_t window_count;
    const struct question *by; /* rows in place of credits; or NULL */
    struct text headline_model, headline_window; /* absent: none is named */
    enum unit unit;
    struct path_transform transforms[PATH_TRANSFORMS];
    size_t transform_count;
    struct attribution_names link_params, ignored;
    struct attribution_names why; /* orders, by id or number */
    const char *links, *people;   /* a file, or NULL */
    const char *carry, *commit;   /* a folder, or NULL */
    int64_t carry_window_s;       /* 0: the longest window */
    const char *rates;            /* a file, or NULL */
    const char *into;             /* a currency, or NULL */
    int64_t as_of_s; /* records seen later do not count; INT64_MAX: all do */
    const char *channels, *sources; /* files, or NULL */
    struct text shows;              /* "channels", "sources" or absent */
    bool test_channels;
    int64_t session_gap_s;
    bool only_tracked, has_conversations;
    struct fit_rules fit;
    bool is_chosen; /* the models were: there is no need of a default */
    bool is_stitching;
    bool is_matching; /* the match rate in place of credits */
};

/* What --carry has to keep for fits, as of retention_paths. */
int64_t attribution_rules_paths(const struct attribution_rules *rules);

void attribution_rules_default(struct attribution_rules *rules);

/* After the last option: NULL, or why they do not go together. */
const char *attribution_rules_settle(struct attribution_rules *rules);

/* The match rate is all that is wanted. */
bool attribution_rules_only_match(const struct attribution_rules *rules);

/* There are rows, or states of rows, which the match rate heads. */
bool attribution_rules_sums_up(const struct attribution_rules *rules);

/* What reports lead with, where it is named. */
bool attribution_rules_headline(const struct attribution_rules *rules,
                                struct text model, struct text window);

#endif
