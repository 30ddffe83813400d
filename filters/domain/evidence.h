/*
 * evidence - what one visit shows of where it came from
 *
 * Whether a link is ours is not known before the last post was read, so it is kept as digests; a
 * campaign, a click id or a page elsewhere is kept by its words, once each.
 * Shape:   of campaign, click id and referrer the strongest alone (touch_kind's order). A campaign that names
 *          neither source nor medium has those of the click id, else of the referrer.
 * Lives:   from evidence_new() to evidence_free(); words from evidence_words() until the next call.
 * Cost:    about 40 ns where address and referrer were seen lately, some 300 ns where not; the
 *          memory of what was seen lately is fixed, the words spill.
 * Risk:    texts are compared by 64-bit digests: among a billion distinct addresses the odds of
 *          one mix-up are 1 in 37.
 */
#ifndef HARK_DOMAIN_EVIDENCE_H
#define HARK_DOMAIN_EVIDENCE_H

#include "base/spill.h"
#include "domain/channel.h"
#include "domain/evidence_words.h"
#include "domain/touch.h"

/* As a record of kind visit has it; absent texts are TEXT_NONE. */
struct visit {
    struct text id, visitor, customer, url, referrer, order;
    struct text utm_source, utm_medium, utm_campaign, utm_id;
    struct text click_param;
    int64_t stamp;
    bool is_bot;
    enum touch_basis basis;
};

struct evidence {
    bool has_page, has_short;
    bool ignores_referrer; /* it is of a host that is named as no source */
    uint64_t page;         /* link_digest() of the address */
    uint64_t shortened;    /* link_short_digest() of the referrer */
    enum touch_kind kind;  /* TOUCH_DIRECT: neither campaign, click id nor
                             referrer; never TOUCH_POST */
    uint64_t source;       /* of a touch of that kind */
    uint64_t words;        /* their place, where kind is not TOUCH_DIRECT */
};

/* As a case has it: who asked, and which account of ours. */
struct conversation {
    struct text id, author, account;
    int64_t stamp; /* when it was opened */
};

struct evidence_reader;

/* ignored: hosts that are no source, with all their subdomains, beside the payment services that
   are built in. They and the channels outlive the reader. */
struct evidence_reader *evidence_new(const struct channels *channels,
                                     const char *const *ignored, size_t count,
                                     size_t budget_bytes, struct spill *spill);
void evidence_free(struct evidence_reader *reader);

void evidence_read(struct evidence_reader *reader, const struct visit *visit,
                   struct evidence *evidence);

/* Of a case: each is a source of its own; the words are the author's platform and our account. */
void evidence_conversation(struct evidence_reader *reader,
                           const struct conversation *talk,
                           struct evidence *evidence);

struct evidence_words evidence_words(struct evidence_reader *reader,
                                     uint64_t place);

#endif
