/*
 * conversation - posts that reply to each other, what customers asked in them, and whether we answered
 *
 * Posts are told of in any order, and once all are known: of each its thread, and what it is to our accounts; of
 * each case a line (docs/record.md, kind case).
 * Thread:   the id of the root above a post: up by `reply_to`, else by the source's own `thread`, also over posts
 *           that are not there. Of several posts of one id the latest seen counts, of equal ones the larger content
 *           hash; all get the same thread.
 * Inbound:  a post of anybody else that names one of our accounts, or replies to a post of ours.
 * Answer:   a post of ours is to the author of the post that it replies to; where that is not known or is ours, to
 *           the customer who was the last to write to us in the thread. How it is paired: inquiry.h.
 * Apart:    a post that is deleted (by a notice, or its flags) and a repost have a thread and are in no case.
 * Shape:    ids are told apart by XXH3's 64 bits: of 10^7 different ones two meet with a probability
 *           of 3 in 10^6.
 * Cost:     some sorts; 250 bytes a post and 300 more one that is inbound or ours, beyond the budget on the spill.
 * Lives:    until conversation_free(); what is handed out until the next call.
 * Fails:    as base/spill.h.
 */
#ifndef HARK_DOMAIN_CONVERSATION_H
#define HARK_DOMAIN_CONVERSATION_H

#include "base/buffer.h"
#include "base/spill.h"
#include "domain/inquiry.h"
#include "domain/office_hours.h"

struct conversation_rules {
    struct inquiry_rules inquiry;
    int64_t sla_s;                    /* 0: none */
    const struct office_hours *hours; /* or NULL */
};

struct conversation_post {
    struct text line;             /* whole */
    struct text id, author;       /* both there */
    struct text reply_to, thread; /* or TEXT_NONE */
    struct text
        account; /* ours: whose it is; else who is asked, or TEXT_NONE */
    struct text
        facts; /* members of the case that it may open, each with a comma before it */
    int64_t time_s; /* INT64_MIN: it has a thread alone */
    int16_t ms;
    int64_t seen_s; /* or INT64_MIN */
    unsigned signs; /* INQUIRY_* */
    bool names_us;  /* one of our accounts is mentioned */
    bool is_apart;  /* deleted, or a repost: in no case */
};

struct conversation;

/* The rules must outlive it. */
struct conversation *conversation_new(const struct conversation_rules *rules,
                                      size_t budget_bytes, struct spill *spill);
void conversation_free(struct conversation *conversation);

/* NULL, or why it cannot be kept. */
const char *conversation_add(struct conversation *conversation,
                             const struct conversation_post *post);
void conversation_delete(struct conversation *conversation, struct text target);

/* Once, after the last add; nothing is known after as_of_s, INT64_MIN: the latest post. */
void conversation_settle(struct conversation *conversation, int64_t as_of_s);

/* What is to be added to each post, in the order in which they were added. */
bool conversation_next(struct conversation *conversation, struct text *members);

/* Cases by the time at which they were opened, then id; after the last post. */
bool conversation_next_case(struct conversation *conversation,
                            struct text *line);

#endif
