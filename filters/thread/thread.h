/*
 * thread - the parts of hark-thread: what it was told, and what it makes of a post
 *
 * Lives:   from thread_open() to thread_close(); the settings outlive it.
 */
#ifndef HARK_THREAD_THREAD_H
#define HARK_THREAD_THREAD_H

#include "domain/account.h"
#include "domain/conversation.h"
#include "stream/spool.h"
#include "stream/writer.h"

/* What is asked of each record; from THREAD on the keys that are written here. */
enum {
    ID,
    SOURCE,
    AUTHOR,
    HANDLE,
    MS,
    SEEN,
    REPLY_TO,
    REPOST_OF,
    PLACE,
    MENTIONS,
    FLAGS,
    LABELS,
    ROUTE,
    ACCOUNT,
    TARGET,
    SCOPE,
    THREAD,
    INBOUND,
    CASE,
    ANSWERS,
    RESPONSE,
    RESPONSE_S,
    RESPONSE_BUSINESS_S,
    THREAD_FIELDS
};
extern const char *const thread_fields[THREAD_FIELDS];

struct thread_settings {
    const char *accounts, *calendar;
    const char *worthy; /* or NULL: what has a route */
    const char *thanks, *solved, *automatic, *private;
    struct conversation_rules rules;
    int64_t as_of_s;
    bool cases_only;
};

extern const struct program thread_program;

/* As they are where nothing is said. */
extern const struct thread_settings thread_settings_default;

struct thread {
    const struct thread_settings *settings;
    struct books *books;
    struct account_book *accounts; /* or NULL */
    struct office_hours *hours;    /* or NULL */
    struct spill *spill;
    struct spool *spool;
    struct conversation *conversation;
    bool knows_ours; /* an account is registered, or a post marked */
    struct buffer facts;
};

void thread_open(struct thread *thread, struct books *books,
                 struct thread_settings *settings);
void thread_close(struct thread *thread);

/* NULL, or why the post is in no conversation. */
const char *thread_take_post(struct thread *thread,
                             const struct record *record);

/* Whether an earlier run of thread has been over it. */
bool thread_has_own_keys(const struct record *record);

#endif
