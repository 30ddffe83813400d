/*
 * inquiry - what one customer asked in one conversation, and how it was answered: its cases
 *
 * Posts of the customer and of ours to him come in the order of their times; each is told to belong to a case or to
 * none, and a case ends when it can no longer be reopened.
 * Opens:    at a post of the customer that is worth a reply; who asks without opening one waits all the same.
 * Answers:  a post of ours that is not automatic answers the first post of the customer that none has
 *           answered. The first answer of a case is its first response, later ones are next responses.
 * Closes:   resolved, at a post of the customer that says it is solved, or thanks for an answer, or at any post that the source
 *           marks as the solution; answered, when nothing has come for close_after_s since the last post of a case
 *           that has an answer. A case without an answer stays open, however long.
 * Reopens:  at a post of the customer within reopen_within_s of the closing that neither thanks nor
 *           says it is solved; after that time the case has ended.
 * Units:    seconds since 1970 UTC, and seconds.
 * Source:   definitions of first, next and full resolution times as help desks use them (Zendesk's metrics).
 */
#ifndef HARK_DOMAIN_INQUIRY_H
#define HARK_DOMAIN_INQUIRY_H

#include <stdbool.h>
#include <stdint.h>

/* What is known of a post. */
enum {
    INQUIRY_OURS = 1,
    INQUIRY_WORTHY = 2,     /* of a reply: it opens a case */
    INQUIRY_THANKS = 4,     /* resolves, if there was an answer */
    INQUIRY_SOLVED = 8,     /* resolves */
    INQUIRY_AUTOMATIC = 16, /* of ours: no answer */
    INQUIRY_PRIVATE = 32,   /* of ours: asks to go on in private */
    INQUIRY_SOLUTION = 64   /* the source marks it as the solution */
};

struct inquiry_rules {
    int64_t close_after_s, reopen_within_s;
};

struct inquiry_post {
    int64_t time_s;
    unsigned signs;
    uint64_t number; /* the caller's */
    uint32_t
        account; /* the caller's: of ours that wrote it, or was asked; 0 unknown */
};

#define INQUIRY_NEVER INT64_MIN

struct inquiry_case {
    uint64_t opener; /* number of its first post */
    int64_t opened_s;
    int64_t closed_s; /* or INQUIRY_NEVER: open */
    bool is_resolved;
    bool is_private;
    int64_t first_from_s,
        first_s; /* first response: the post that waited, the answer; or NEVER */
    int64_t last_s;   /* post */
    uint32_t account; /* that answered first, else that was asked */
    uint64_t asked, answers, reopened;
    uint64_t next_count; /* next responses, and their seconds */
    int64_t next_s;
};

/* {0} before the first post. */
struct inquiry {
    bool has_case;
    struct inquiry_case current;
    bool waits; /* a post of the customer has no answer yet */
    int64_t waits_s;
    uint64_t waiting;
};

enum inquiry_response {
    INQUIRY_NO_RESPONSE,
    INQUIRY_OUTSIDE, /* to a post in no case */
    INQUIRY_FIRST,
    INQUIRY_NEXT
};

/* What a post came to. */
struct inquiry_step {
    bool has_ended; /* a case, before this post */
    struct inquiry_case ended;
    bool is_in_case; /* current.opener */
    enum inquiry_response response;
    uint64_t answered; /* the post that waited */
    int64_t waited_since_s;
};

struct inquiry_step inquiry_take(struct inquiry *inquiry,
                                 const struct inquiry_rules *rules,
                                 const struct inquiry_post *post);

/* All is known up to as_of_s: true where there is a case left. */
bool inquiry_end(struct inquiry *inquiry, const struct inquiry_rules *rules,
                 int64_t as_of_s);

/* resolved, answered, unanswered (for close_after_s), open. */
const char *inquiry_outcome(const struct inquiry_case *ended,
                            const struct inquiry_rules *rules, int64_t as_of_s);

#endif
