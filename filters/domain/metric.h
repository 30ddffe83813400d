/*
 * metric - the named numbers: each with its formula, its version and what it reads
 *
 * A new metric is one row of the table in metric.c, with a function where it is no count, and its
 * entry in docs/metrics.md. A formula that changes gets the next version: rows of two versions
 * are never joined.
 * Reads:   order records that are not pending, or the credits made from them, or counts of what was
 *          spent, or posts, or ideas, or cases, which then count at the time at which they were opened or closed,
 *          whatever the key says a row's `time` is.
 * Form:    a sum over its records of what its function makes of one; or what its `parts` are one
 *          over the other; or several such side by side; or an h-index of its input.
 * Parts:   stand before it, whatever its form: what it is made of, and its n.
 * Source:  h-index: J. E. Hirsch, "An index to quantify an individual's scientific research output",
 *          PNAS 102 (2005), of reposts in place of citations.
 * Units:   minor units of the record's currency where is_money.
 */
#ifndef HARK_DOMAIN_METRIC_H
#define HARK_DOMAIN_METRIC_H

#include "base/buffer.h"

enum { METRIC_INPUTS = 24, METRIC_PARTS = 24 };

/* A value that is none: the record brings the metric nothing. */
#define METRIC_NOTHING ((__int128)1 << 126)

struct metric_input {
    const char *field;  /* NULL behind the last */
    bool is_required;   /* else 0 where the record has it not */
    const char *equals; /* 1 where the field is that text ("": where it is
                           there), else 0; NULL: its number */
    bool is_change;     /* its number is the moment of --change */
    bool is_time;       /* its number is a time's, in seconds since 1970 */
    size_t bytes; /* of METRIC_DISTINCT: as many from its beginning; 0: all */
};

/* Records that a metric is made of. */
enum metric_reads {
    METRIC_NONE,   /* of its parts alone */
    METRIC_SALES,  /* orders that are not pending, or credits */
    METRIC_ORDERS, /* of these the orders themselves, not what takes them back */
    METRIC_SPEND,  /* counts whose measure is spend */
    METRIC_OPENED,    /* cases, at the time at which they were opened */
    METRIC_CLOSED,    /* cases that are closed, at that time */
    METRIC_IDEAS,     /* ideas that are no versions of others */
    METRIC_VERSIONS,  /* those that are, too */
    METRIC_POSTS,     /* posts, without copies observed inside others */
    METRIC_OWN,       /* of these those of our own accounts: with `account` */
    METRIC_ORIGINALS, /* posts that are no reposts, observed copies too */
    METRIC_OTHERS,    /* of the posts those that are not our own */
    METRIC_CONTACTS,  /* of these those that ask us (`inbound`), and counts of
                         calls, chats, emails, letters and contacts */
    METRIC_AUDIENCES, /* posts, profiles and counts of followers of our own
                         accounts */
    METRIC_VISITS     /* with a visitor, without bots */
};

/* Of records that tell of the same thing the one that counts (chosen.h). */
enum metric_choice {
    METRIC_EACH,
    METRIC_BY_ID,
    METRIC_BY_AUTHOR,
    METRIC_BY_ACCOUNT,
    METRIC_BY_SESSION
};

enum metric_form {
    METRIC_SUM,
    METRIC_LEAST, /* of its values */
    METRIC_GREATEST,
    METRIC_DISTINCT, /* values of its input */
    METRIC_H_INDEX,  /* of its input */
    METRIC_ANSWERS,  /* what refers to such posts (reference.h) */
    METRIC_CLICKS,
    METRIC_ARRIVALS,
    METRIC_TRACKED,        /* their tracked links, each once */
    METRIC_REACHED,        /* of these those that a click or visit came by */
    METRIC_PANEL,          /* a sum over records of any label of the panel, each
                              once a label */
    METRIC_PANEL_DISTINCT, /* different values of its input, once a label */
    METRIC_SURVIVAL,    /* inputs: how long until it happened, else how long it
                          had not: median by Kaplan and Meier, and of what
                          happened median and 90th percentile */
    METRIC_QUIET,       /* days from the last record's to the end of the span */
    METRIC_DAYS,        /* of the span: UTC days from the first to the last */
    METRIC_DAYS_BEFORE, /* those before the day of --change */
    METRIC_DAYS_AFTER,  /* that day and those behind it */
    METRIC_RATIO,       /* parts: numerator, denominator, and its n */
    METRIC_SHARE,       /* the same of counts, with its Wilson interval */
    METRIC_DIFFERENCE,  /* parts: the first less the second */
    METRIC_BUNDLE       /* no column of its own: its parts */
};

/* Whose figures its rows are, whether asked for or not. */
enum metric_rows {
    METRIC_ANY,
    METRIC_ACCOUNTS,   /* of our accounts */
    METRIC_LOOKALIKES, /* of handles that look like a brand's */
    METRIC_PANELS,     /* of each label of a panel */
    METRIC_MARKETS     /* of the markets of our accounts that are named */
};

struct metric {
    const char *name;
    const char *formula; /* one sentence for whoever reads the row */
    struct metric_input inputs[METRIC_INPUTS + 1];
    const char *parts[METRIC_PARTS + 1];
    __int128 (*value)(
        const int64_t *inputs); /* each at most 2^53 in size; NULL:
                                                 the first, or 1 without any */
    enum metric_form form;
    enum metric_reads reads;
    enum metric_choice choice;
    enum metric_rows rows;
    unsigned version;
    int places; /* of value's unit behind the point */
    int per;    /* METRIC_RATIO: the numerator counts so often; 0: once */
    bool is_money;
};

static inline bool
metric_is_days(enum metric_form form)
{
    return form >= METRIC_DAYS && form <= METRIC_DAYS_AFTER;
}

/* NULL where there is none of that name. */
const struct metric *metric_find(struct text name);

/* By number from 0; NULL behind the last. */
const struct metric *metric_at(size_t number);

/* What its function makes of one record, or METRIC_NOTHING. */
__int128 metric_value(const struct metric *metric, const int64_t *inputs);

/* net_sales/1: the formula. */
void metric_write(struct buffer *out, const struct metric *metric);

#endif
