/*
 * notice - what Twitter's v1.1 stream says between its statuses
 *
 * A delete, a scrub of places, a withholding and what became of an author are tombstones; a
 * limit notice is a gap; what else a stream said of itself is dropped under its name.
 * Time:    its own timestamp_ms; else, flagged approx_time, a gap is dated by the last status
 *          before it in the archive, then by when it was seen; a tombstone by when it was seen,
 *          then by the id that it names, then by the last status.
 * Lost:    a limit notice counts since its connection was opened: the gap holds what that grew
 *          by since the one before it in the archive, or all of it where it fell. A connection
 *          that goes on from one archive to the next is thus counted again in each.
 * Source:  dev.twitter.com, "Streaming message types"; the compliance stream's user messages.
 */
#ifndef HARK_SOURCES_NOTICE_H
#define HARK_SOURCES_NOTICE_H

#include "sources/source.h"

/* What is picked of a notice, in the order of NOTICE_PATHS. */
enum notice_slot {
    NOTICE_DELETE,
    NOTICE_DELETE_STATUS,
    NOTICE_SCRUB_GEO,
    NOTICE_LIMIT,
    NOTICE_STATUS_WITHHELD,
    NOTICE_USER_WITHHELD,
    NOTICE_USER_DELETE,
    NOTICE_USER_SUSPEND,
    NOTICE_USER_PROTECT,
    NOTICE_DROPPED, /* from here on those that make no record */
    NOTICE_SLOTS = NOTICE_DROPPED + 8
};

#define NOTICE_PATHS                                                           \
    "delete", "delete.status", "scrub_geo", "limit", "status_withheld",        \
        "user_withheld", "user_delete", "user_suspend", "user_protect",        \
        "disconnect", "warning", "friends", "friends_str", "event",            \
        "user_undelete", "user_unsuspend", "user_unprotect"

/* What runs from one notice to the next in an archive. */
struct notices;

struct notices *notices_new(void);

/* An archive begins, if the emitter says so; then a status was made at created_at. */
void notices_enter(struct notices *notices, const struct emitter *emitter);
void notices_status(struct notices *notices, struct text created_at);

/* The notice that the slots hold, or NOTICE_SLOTS. */
enum notice_slot notices_find(const struct json_slot *slots);

/* As a source's normalize(). */
const char *notices_emit(struct notices *notices, const struct json_slot *slots,
                         enum notice_slot notice, struct emitter *emitter);

#endif
