/*
 * draft - one record while a source fills it in
 *
 * Setters may come in any order; the record is written in record.md's. A setter that is given
 * nothing (TEXT_NONE, an empty text) sets nothing, so that sources need not ask; the last call
 * for a key holds. What a source sets is `id` to `flags`; the emitter adds v, kind, source, seen
 * (where the source said none), format, archive, member, line and part.
 * Shape:   texts are UTF-8 (those of JSON slots are; draft_bytes() takes any). Ids are given as
 *          the platform's own, "1288374551", and written as "twitter:1288374551".
 * Lives:   borrows texts until the record is emitted: what must be built is built in
 *          draft_arena().
 * Fails:   a setter that is given what the record cannot hold (an integer beyond 2^53, a year
 *          beyond 9999) remembers the first reason, and emitter_add() returns it.
 */
#ifndef HARK_SOURCES_DRAFT_H
#define HARK_SOURCES_DRAFT_H

#include "base/arena.h"
#include "base/clock.h"

enum draft_kind {
    DRAFT_POST,
    DRAFT_CLICK,
    DRAFT_VISIT,
    DRAFT_ORDER,
    DRAFT_ACCOUNT,
    DRAFT_COUNT,
    DRAFT_GAP,
    DRAFT_DELETE,
    DRAFT_KINDS
};

/* In record.md's order, which is the order written. */
enum draft_key {
    DRAFT_ID,
    DRAFT_TIME,
    DRAFT_MS,
    DRAFT_TZ,
    DRAFT_SEEN,
    DRAFT_AUTHOR,
    DRAFT_HANDLE,
    DRAFT_FOLLOWERS,
    DRAFT_FOLLOWING,
    DRAFT_POSTS,
    DRAFT_VISITOR, /* by draft_visitor() only */
    DRAFT_VISITOR_BY,
    DRAFT_CUSTOMER, /* by draft_customer() only */
    DRAFT_URL,
    DRAFT_DESTINATION,
    DRAFT_TARGET,
    DRAFT_SCOPE,
    DRAFT_UP_TO,
    DRAFT_REPLY_TO,
    DRAFT_REPOST_OF,
    DRAFT_QUOTE_OF,
    DRAFT_THREAD,
    DRAFT_PLACE,
    DRAFT_COUNTRY,
    DRAFT_TITLE,
    DRAFT_TEXT, /* of a post alone it may be empty */
    DRAFT_LANG,
    DRAFT_LINKS,
    DRAFT_SHORTS, /* with links, by draft_link() only */
    DRAFT_TAGS,
    DRAFT_MENTIONS,
    DRAFT_LIKES,
    DRAFT_REPOSTS,
    DRAFT_QUOTES,
    DRAFT_REPLIES,
    DRAFT_VIEWS,
    DRAFT_VOTES,
    DRAFT_IDEA_STATUS,
    DRAFT_EVENT,
    DRAFT_REFERRER,
    DRAFT_AGENT,
    DRAFT_STATUS,
    DRAFT_UTM_SOURCE,
    DRAFT_UTM_MEDIUM,
    DRAFT_UTM_CAMPAIGN,
    DRAFT_UTM_TERM,
    DRAFT_UTM_CONTENT,
    DRAFT_UTM_ID,
    DRAFT_CLICK_ID,
    DRAFT_CLICK_PARAM,
    DRAFT_ORDER_ID, /* `order`: the transaction that a visit names */
    DRAFT_NUMBER,
    DRAFT_STATE,
    DRAFT_AMOUNT,
    DRAFT_CURRENCY, /* with exponent, by draft_currency() only */
    DRAFT_EXPONENT,
    DRAFT_TAX,
    DRAFT_SHIPPING,
    DRAFT_QUANTITY,
    DRAFT_COUPON,
    DRAFT_PRODUCT,
    DRAFT_MEASURE,
    DRAFT_VALUE,
    DRAFT_FROM,
    DRAFT_TO,
    DRAFT_LOST,
    DRAFT_CHANNEL, /* of a count: what it was spent on or came by */
    DRAFT_CAMPAIGN,
    DRAFT_FLAGS,
    DRAFT_KEYS
};

enum draft_type {
    DRAFT_IS_TEXT,    /* a string */
    DRAFT_IS_SLUG,    /* a string of a fixed vocabulary, plain ASCII */
    DRAFT_IS_ID,      /* source:native */
    DRAFT_IS_TIME,    /* seconds, written RFC 3339 UTC */
    DRAFT_IS_INTEGER, /* below 2^53 in size */
    DRAFT_IS_COUNT,   /* the same, not negative */
    DRAFT_IS_LIST     /* of strings */
};

enum { DRAFT_LEAD = 32 };

struct draft_field {
    const char *name;
    enum draft_type type;
    /* As it is written: `,"likes":`, `,"url":"`, `,"tags":[`; of one size, which is copied faster. */
    char lead[DRAFT_LEAD];
    size_t lead_len;
    const char *missing; /* why a record that needs it is none */
};

extern const struct draft_field draft_fields[DRAFT_KEYS];
extern const char *const draft_kinds[DRAFT_KINDS]; /* "post", "click", … */

struct draft;

/* IS_TEXT and IS_SLUG. */
void draft_text(struct draft *draft, enum draft_key key, struct text utf8);

/* The same of any bytes (a decoded log field): ill-formed UTF-8 becomes U+FFFD and the flag
   bad_utf8 is set. */
void draft_bytes(struct draft *draft, enum draft_key key, struct text bytes);

/* IS_TEXT, as plain text: CR LF and CR become LF. For DRAFT_TEXT and DRAFT_TITLE of every
   source. */
void draft_plain(struct draft *draft, enum draft_key key, struct text utf8);

/* IS_ID: the platform's own id, to which "source:" is put; and of a number. */
void draft_id(struct draft *draft, enum draft_key key, struct text native);
void draft_id_number(struct draft *draft, enum draft_key key, int64_t native);

/* IS_INTEGER, IS_COUNT (a negative count is left out: sources have those). */
void draft_integer(struct draft *draft, enum draft_key key, int64_t value);

/* IS_TIME; and `time` with its ms and tz. */
void draft_time(struct draft *draft, enum draft_key key, int64_t seconds);
void draft_moment(struct draft *draft, const struct moment *moment);

/* The same without tz: of sources whose times are all UTC, which says nothing of where it was. */
void draft_moment_utc(struct draft *draft, const struct moment *moment);

/* IS_LIST other than links and shorts; an empty item is left out. Flags are written sorted, each
   once. Of more than 250,000 in all lists the record cannot be made: who reads it takes no more
   values than 262,144 (ports/json.h). */
void draft_add(struct draft *draft, enum draft_key list, struct text item);
void draft_flag(struct draft *draft, const char *flag); /* a constant string */

/* A tag, without its `#`: case-folded. */
void draft_tag(struct draft *draft, struct text tag);

/* A link and its short form, or TEXT_NONE where it has none. */
void draft_link(struct draft *draft, struct text link, struct text shortened);

/* The same, unless the link is there already. */
void draft_link_once(struct draft *draft, struct text link,
                     struct text shortened);

/*
 * A person who clicks or buys, told by `plain` (a cookie, a user name, an e-mail address, "ip
 * agent"): a keyed hash, or with --clear-ids as it is. `space` is "web" or "shop": the same
 * plain in the same space is the same name, wherever it comes from, and across spaces never; an
 * order whose row names the visit's own cookie is "web". `by` is "user", "cookie", "ip_agent",
 * or NULL. Without a key the run ends with 78.
 */
void draft_visitor(struct draft *draft, const char *space, const char *by,
                   struct text plain);

/* The same for the customer who had signed in, or bought, where the visitor is a device. */
void draft_customer(struct draft *draft, const char *space, struct text plain);

/* An id made by hashing what the record is ("the line\0its ordinal"), 16 hex digits; keyed,
   since logs name people. */
void draft_id_hashed(struct draft *draft, enum draft_key key, struct text what);

/* ISO 4217 in either case; sets the exponent too. Then amounts: 12.34, or 6 x 2.55 in one
   rounding (flag rounded). */
void draft_currency(struct draft *draft, struct text code);
void draft_money(struct draft *draft, enum draft_key key, struct text decimal);
void draft_money_product(struct draft *draft, enum draft_key key,
                         struct text quantity, struct text price);

bool draft_has(const struct draft *draft, enum draft_key key);
int64_t draft_get(const struct draft *draft, enum draft_key key,
                  int64_t other); /* IS_TIME, IS_INTEGER, IS_COUNT */

/* What was set, of IS_TEXT and IS_SLUG, and of IS_ID; TEXT_NONE without. */
struct text draft_string(const struct draft *draft, enum draft_key key);
struct text draft_native(const struct draft *draft, enum draft_key key);

/* Where texts may be built: given back when the raw record is done. */
struct arena *draft_arena(struct draft *draft);

/* The texts side by side, in the arena: draft_join(draft, TEXT("twcs/"), id). Cost: their bytes. */
#define draft_join(draft, ...)                                                 \
    draft_join_all((draft), (const struct text[]){__VA_ARGS__},                \
                   sizeof((const struct text[]){__VA_ARGS__})                  \
                       / sizeof(struct text))
struct text draft_join_all(struct draft *draft, const struct text *parts,
                           size_t count);

/* What printf would write, in the arena. */
struct text draft_printf(struct draft *draft, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The record cannot be made: emitter_add() says why ("code: text", a constant string). */
void draft_fail(struct draft *draft, const char *why);

/* For the emitter: an empty one, what it lacks (NULL, or why it is no record), and its line
   without the closing brace. */
struct person;
struct draft *draft_new(struct person *person);
void draft_free(struct draft *draft);
void draft_start(struct draft *draft, enum draft_kind kind,
                 struct text platform);
enum draft_kind draft_kind(const struct draft *draft);
const char *draft_check(const struct draft *draft);
void draft_write(struct draft *draft, struct buffer *out);

/* Gives back what was built: all records of the raw record are written. */
void draft_clear(struct draft *draft);

#endif
