/*
 * conversation_parts - what a conversation is made of, for the files of conversation alone
 *
 * Shape:   entries begin with the key that they are sorted by, big-endian; the rest is as the machine has it.
 */
#ifndef HARK_DOMAIN_CONVERSATION_PARTS_H
#define HARK_DOMAIN_CONVERSATION_PARTS_H

#include "base/journal.h"
#include "base/runs.h"
#include "base/sorter.h"
#include "base/table.h"
#include "domain/ancestors.h"
#include "domain/conversation.h"

enum {
    CONVERSATION_NAMES_US = 1 << 16, /* beside INQUIRY_* */
    CONVERSATION_APART = 1 << 17,
    CONVERSATION_NOTICE = 1 << 18, /* no post: its id is deleted */
    CONVERSATION_PARTS = 10        /* of the budget */
};

/* Sorted by id, of one id notices first, then the latest. */
struct conversation_entry {
    uint64_t node;    /* hash of the id */
    uint64_t unseen;  /* less for what was seen later */
    uint64_t content; /* less for the larger hash */
    uint64_t number;  /* among posts */
    uint64_t place;   /* of its texts */
    uint64_t author;
    uint64_t parent; /* hash; 0: none */
    int64_t time_s;
    uint32_t account; /* number + 1; 0: none */
    uint32_t signs;
    uint64_t ms;
};
enum { CONVERSATION_ENTRY_KEY = 24 };

/* Which of the texts at a place, and a place with it as one number, which sorts as the place does. */
enum conversation_which {
    CONVERSATION_OWN,    /* the post's id */
    CONVERSATION_PARENT, /* what it replies to */
    CONVERSATION_CLAIM,  /* the thread that it says that is in */
    CONVERSATION_WHICH
};
#define CONVERSATION_SPOT(place, which) ((place)*CONVERSATION_WHICH + (which))

/* An id that was read, and where. */
struct conversation_name {
    uint64_t node;
    uint64_t spot;
};

/* A post that may be part of what a customer and we say to each other. */
struct conversation_turn {
    uint64_t key
        [4]; /* by parent; by root, time, ours, node; by root, customer, time, ours and node */
    uint64_t node, root, author, number, place;
    int64_t time_s;
    uint64_t ms;
    uint32_t account, signs;
};

/* A text that a post or a case wants, sorted by where it stands. */
enum conversation_want {
    CONVERSATION_THREAD, /* in the order in which a post gets them */
    CONVERSATION_INBOUND,
    CONVERSATION_CASE,
    CONVERSATION_ANSWERS,
    CONVERSATION_OPENS /* a case */
};
struct conversation_request {
    uint64_t spot;
    uint64_t number; /* of the post that wants it */
    uint64_t want;
    uint64_t response;              /* enum inquiry_response */
    int64_t response_s, business_s; /* -1: not asked for */
};
/* The same before it is known where the text stands. */
struct conversation_root {
    uint64_t node;
    uint64_t number;
};

/* Sorted by the place of the post that opened it. */
struct conversation_case {
    uint64_t place;
    uint64_t number; /* of that post */
    struct inquiry_case it;
};

struct conversation {
    const struct conversation_rules *rules;
    struct spill *spill;
    size_t part_bytes;
    struct journal *texts;
    struct table *accounts;
    struct ancestors *ancestors;
    struct runs *entries; /* conversation_entry */
    struct runs *names;   /* conversation_name */
    uint64_t count;       /* of posts */
    int64_t as_of_s;
    struct runs *requests;  /* conversation_request */
    struct runs *cases;     /* conversation_case */
    struct sorter *members; /* by post: what is to be added to it */
    struct sorter *lines;   /* by time and id: cases */
    struct {                /* of the walk over the posts */
        uint64_t number;
        uint64_t place; /* of its texts */
        bool has_piece;
        struct text key, piece;
    } walk;
    struct text chunk; /* of the texts, its number from 1 and place */
    uint64_t chunk_number, chunk_place;
    struct buffer line, head;
};

/* Of a post, as they stand in the journal. */
struct conversation_texts {
    struct text texts[CONVERSATION_WHICH];
    struct text facts;
    size_t bytes;
};
struct conversation_texts
conversation_texts_at(struct conversation *conversation, uint64_t place);
enum { CONVERSATION_TEXTS_MAX = 1 << 20 };

/* Pairs what was asked with what was answered: from entries and ancestors to requests and cases. */
void conversation_pair(struct conversation *conversation);

/* Joins requests and cases with their texts: from them to members and lines. */
void conversation_tell(struct conversation *conversation);

struct runs *conversation_runs(const struct conversation *conversation,
                               size_t entry_bytes, size_t key_bytes);

#endif
