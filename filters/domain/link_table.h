/*
 * link_table - whose link it is, and since when
 *
 * Made of the links of our own posts and of the user's own list. A post counts from its time on;
 * of several posts of one account the latest at or before the visit owns the link. A link that
 * two accounts share by then is nobody's: its owner is the account "ambiguous".
 * A long link counts only where it carries a tag (link_is_tag) or one of the names given; a short
 * one, and one of the list, always.
 * Lives:   texts are copied; owners stay until link_table_free().
 * Cost:    in memory, about 200 bytes a link; a look-up is about one cache line.
 * Risk:    links are compared by 64-bit digests: with a million links and a billion visits one
 *          visit in 18,000 such runs would be taken for a wrong link.
 */
#ifndef HARK_DOMAIN_LINK_TABLE_H
#define HARK_DOMAIN_LINK_TABLE_H

#include "domain/link_digest.h" /* what is looked up */

/* A coupon's code is looked up as a link is. */
enum link_form {
    LINK_SHORT,
    LINK_LONG,
    LINK_LISTED_SHORT,
    LINK_LISTED_LONG,
    LINK_COUPON,
    LINK_FORMS
};

struct link_owner {
    struct text account, post, campaign, channel; /* absent where not known */
    struct text coupon; /* of a code that is listed: as it is spelled there */
    int64_t from_s;
    int64_t until_s;   /* exclusive; INT64_MAX: for good */
    uint32_t identity; /* one number a post, or a row of the list */
};

#define LINK_NOBODY UINT32_MAX

struct link_table;

/* names: parameters that make a long link ours beside the common tags; they outlive the table. */
struct link_table *link_table_new(const char *const *names, size_t count);
void link_table_free(struct link_table *table);

/* A link of a post of ours and, or, its short form; either may be absent. */
void link_table_add(struct link_table *table, const struct link_owner *post,
                    struct text address, struct text shortened);

/*
 * The host of that address shortens: it stands in a click log. Links of our posts on such a host,
 * and on those that do nothing else (bit.ly …), are short ones too, whatever stands before them
 * (a t.co that leads to a bit.ly). Any time before link_table_build().
 */
void link_table_shortener(struct link_table *table, struct text address);

/* One of the user's list, which may be long or short. */
void link_table_list(struct link_table *table, const struct link_owner *owner,
                     struct text address);

/* A coupon's code of the user's list. */
void link_table_coupon(struct link_table *table,
                       const struct link_owner *owner);

/* Once, after the last link and before the first look-up. */
void link_table_build(struct link_table *table);

/* The number of the link's owner at that time, or LINK_NOBODY. */
uint32_t link_table_find(const struct link_table *table, enum link_form form,
                         uint64_t digest, int64_t time_s);

const struct link_owner *link_table_owner(const struct link_table *table,
                                          uint32_t number);

size_t link_table_count(const struct link_table *table); /* links, distinct */
bool link_table_has_coupons(const struct link_table *table);
size_t link_table_ambiguous(const struct link_table *table);

#endif
