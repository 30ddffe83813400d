/*
 * touch - a session's source: what a sale may be owed to
 *
 * Units:   a stamp is a time that sorts: seconds since 1970 UTC x 1024, and ms + 1 where the
 *          source had milliseconds (0 where not, so such a time is the first of its second).
 * Shape:   24 bytes, since there are millions; the words for people are in the visit's record.
 */
#ifndef HARK_DOMAIN_TOUCH_H
#define HARK_DOMAIN_TOUCH_H

#include "base/text.h"

/* From the strongest to the weakest. */
enum touch_kind {
    TOUCH_POST,     /* a link of ours; source is an owner of the link table */
    TOUCH_CAMPAIGN, /* utm parameters */
    TOUCH_CLICK_ID,
    TOUCH_REFERRAL, /* a page elsewhere */
    TOUCH_DIRECT,   /* none of these */
    TOUCH_COUPON, /* no visit: a code of ours on the order; source as of TOUCH_POST */
    TOUCH_CONVERSATION /* no visit but a case: no rival of the others */
};

/* What a visitor is known by, from the surest; names as of the record's visitor_by. */
enum touch_basis {
    TOUCH_BY_USER,
    TOUCH_BY_COOKIE,
    TOUCH_BY_IP_AGENT,
    TOUCH_BY_UNKNOWN,
    TOUCH_BASES
};

struct touch {
    int64_t stamp;
    uint64_t source;     /* the same for the same source; of TOUCH_POST see
                            touch_post_source() */
    uint64_t visit : 48; /* place of its record */
    uint64_t kind : 3;
    uint64_t is_bot : 1; /* where --why asks for them: no touch */
    uint64_t basis : 2;
    uint64_t is_redirected : 1; /* its words are those of a dead short link's
                                   destination */
    uint64_t is_ignored : 1;    /* its referrer is named as no source */
    uint64_t is_passing : 1; /* a direct visit in whose session a source shows
                                up later: counts only while it has not */
};

static inline int64_t
touch_stamp(int64_t time_s, int64_t ms) /* ms is -1 where there is none */
{
    return time_s * 1024 + ms + 1;
}

static inline int64_t
touch_stamp_s(int64_t stamp)
{
    return stamp >> 10;
}

/* -1 where there is none. */
static inline int
touch_stamp_ms(int64_t stamp)
{
    return (int)(stamp & 1023) - 1;
}

/* The last stamp that is no later than this one: all of its second where it has no ms. */
static inline int64_t
touch_stamp_last(int64_t stamp)
{
    return (stamp & 1023) == 0 ? stamp | 1023 : stamp;
}

/* The last stamp of the same UTC day. */
static inline int64_t
touch_stamp_day_end(int64_t stamp)
{
    static const int64_t day = INT64_C(86400) * 1024;
    int64_t into = stamp % day;

    return stamp - (into < 0 ? into + day : into) + day - 1;
}

/* Of one of our links: links of one post are the same source. */
static inline uint64_t
touch_post_source(uint32_t post, uint32_t owner)
{
    return (uint64_t)post << 32 | owner;
}

static inline uint32_t
touch_owner(const struct touch *touch)
{
    return (uint32_t)touch->source;
}

/* Its source is an owner of the link table. */
static inline bool
touch_is_owned(const struct touch *touch)
{
    return touch->kind == TOUCH_POST || touch->kind == TOUCH_COUPON;
}

static inline uint64_t
touch_identity(const struct touch *touch)
{
    return touch_is_owned(touch) ? touch->source >> 32 : touch->source;
}

static inline bool
touch_is_tracked(const struct touch *touch)
{
    return touch->kind <= TOUCH_CAMPAIGN || touch->kind == TOUCH_COUPON;
}

/* TEXT_NONE of TOUCH_BY_UNKNOWN, which is also what any other name is. */
struct text touch_basis_name(enum touch_basis basis);
enum touch_basis touch_basis_of(struct text name);

/* "post", "campaign", "click_id", "referral", "direct", "coupon", "conversation". */
const char *touch_kind_name(enum touch_kind kind);

#endif
