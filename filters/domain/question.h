/*
 * question - what a run of aggregate is asked: keys, measures, and which records count
 *
 * Keys:    those asked for, in their order, and behind them those that no row goes without, so that
 *          nothing is added up that does not add: model, window, touches, additive and headline
 *          (of credits and of rows made from them), currency and exponent (of every record that has them).
 * Arrays:  a record counts once under each different value; the fields of record.md that are
 *          arrays are known, one of a user's own is written `field[]`.
 * Lives:   texts are copied, but for what measures borrow (argv).
 * Fails:   says why as a constant string; NULL is success.
 */
#ifndef HARK_DOMAIN_QUESTION_H
#define HARK_DOMAIN_QUESTION_H

#include "base/arena.h"
#include "domain/bucket.h"
#include "domain/group.h"
#include "domain/measure.h"

enum {
    QUESTION_KEYS = 32,
    QUESTION_MEASURES = 64,
    QUESTION_WHERES = 32,
    QUESTION_FIELDS = 200,
    QUESTION_PANEL = 32
};

/* The fields that every run reads, by their numbers. */
enum question_field {
    QUESTION_KIND,
    QUESTION_SOURCE,
    QUESTION_STATE,
    QUESTION_ORDER,
    QUESTION_MODEL,
    QUESTION_WINDOW,
    QUESTION_TOUCHES,
    QUESTION_ADDITIVE,
    QUESTION_HEADLINE,
    QUESTION_CURRENCY,
    QUESTION_EXPONENT,
    QUESTION_OWN
};

/* What refers to a post, and which of its links are there and reached. */
enum question_reference {
    QUESTION_ANSWERS,
    QUESTION_CLICKS,
    QUESTION_ARRIVALS,
    QUESTION_TRACKED,
    QUESTION_REACHED,
    QUESTION_REFERENCES
};

struct question_key {
    struct text name; /* of the field */
    size_t field;     /* its number */
    enum bucket bucket;
    bool is_array;
    bool is_forced;  /* not asked for */
    bool of_credits; /* taken from credits and rows alone */
};

struct question_where {
    struct question_key key;
    bool is_negated;
    struct text *values; /* any of them; an empty one: absent */
    size_t count, cap;
};

struct question {
    struct question_key keys[QUESTION_KEYS];
    size_t key_count;
    size_t order
        [QUESTION_KEYS]; /* plain keys, then arrays: how groups are sorted */
    size_t plain_count;
    struct measure measures[QUESTION_MEASURES];
    size_t measure_count;
    struct question_where wheres[QUESTION_WHERES];
    size_t where_count;
    const char *fields[QUESTION_FIELDS];
    size_t field_count;
    const struct zone *zone; /* NULL: UTC */
    const char *zone_name;
    struct text ledger; /* absent: the only one */
    bool has_metrics, has_measures;
    bool
        asks_match; /* --where kind=match: of what heads the rows of attribute */
    bool has_spend, has_sales; /* metrics of counts, of orders or credits */
    bool has_posts, has_own, has_originals; /* enum metric_reads */
    bool has_opened, has_closed;            /* of cases */
    bool has_ideas, has_versions;           /* of ideas */
    bool has_survival;                      /* that want every time */
    bool has_visits, has_others;            /* of visits, of posts of others */
    bool has_chosen; /* of which only some records count (chosen.h) */
    bool has_audiences;
    bool has_span;     /* that ask how long the whole took */
    bool has_register; /* of sales or cases, by what the register says of
                          accounts */
    enum metric_rows rows;
    struct text panel[QUESTION_PANEL]; /* labels */
    size_t panel_count;
    int64_t change_s; /* where has_change */
    bool has_change, asks_change;
    size_t from_field, to_field, lost_field; /* of gaps */
    struct text sampled; /* as given; empty: all there was */
    size_t labels_field, market_field, mentions_field, inbound_field;
    size_t closed_field, version_field;
    size_t measure_field, row_field; /* fields that these ask for */
    size_t account_field, flags_field, time_field, repost_field;
    size_t author_field, visitor_field, seen_field;
    size_t id_field, reply_field, links_field, shorts_field, url_field,
        referrer_field;
    bool has_references;
    size_t references[QUESTION_REFERENCES]; /* measures; SIZE_MAX: none */
    size_t handle_field, lookalike_of_field, lookalike_by_field;
    bool is_money; /* sums of orders or credits: one ledger at a time */
    struct arena arena;
};

void question_start(struct question *question);

/* What was spent, or who came, and what was sold in one row: the credits have to be of one model, window and
   kind of touches, which are no keys then. */
static inline bool
question_is_mixed(const struct question *question)
{
    return question->has_sales && (question->has_spend || question->has_visits);
}

/* The fields of posts are there. */
static inline bool
question_asks_posts(const struct question *question)
{
    return question->has_posts || question->has_own || question->has_originals
           || question->has_others;
}

/* "time:month,account,field[]" */
const char *question_by(struct question *question, const char *keys);

const char *question_measure(struct question *question, enum measure_kind kind,
                             const char *argument);

/* Its number among the fields; it is added where it is not there. */
const char *question_field(struct question *question, struct text name,
                           size_t *field);

/* "field=value", "field!=value", "time:month=2009-03"; an empty value: absent. */
const char *question_where(struct question *question, const char *condition);

/* "label,label": whose shares of voice are asked. A day: before and after it. */
const char *question_panel(struct question *question, const char *labels);
const char *question_change(struct question *question, const char *day);

/* "0.01": the share of all that was captured. */
const char *question_sampled(struct question *question, const char *share);

/* An IANA name. */
const char *question_zone(struct question *question, const char *name);

/* Once, after all others: what was not said, and whether it can be answered. */
const char *question_settle(struct question *question);

/* What else a run is asked for, and whether that goes with the question, once it is settled. */
struct question_run {
    bool has_accounts, has_brands; /* lists */
    bool is_part;                  /* it makes or joins states */
};
const char *question_stands(const struct question *question,
                            const struct question_run *run);

static inline bool
question_has_arrays(const struct question *question)
{
    return question->plain_count < question->key_count;
}

/* The key's name in a row: the field's, but record_kind for `kind`, which a row has itself. */
void question_column(struct buffer *out, const struct question_key *key);

/* The places behind the point that record.md gives a field; 0 where it says nothing. */
int question_places(struct text field);

/* The values of a group (group.h) by the question's keys; an array has GROUP_ALL in the group of all its values. */
void question_read_group(const struct question *question, struct text group,
                         struct group_value *values);

/* As options: equal questions give equal texts. */
void question_format(struct buffer *out, const struct question *question);

/* What metrics in it mean, one behind the other; nothing without metrics. */
void question_define(struct buffer *out, const struct question *question);

#endif
