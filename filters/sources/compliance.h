/*
 * compliance - what Twitter's v2 says of posts and authors that went: its compliance stream and batch results
 *
 * Stream:  {"data":{"delete":{"tweet":{"id","author_id"},"event_at"}}}, and likewise drop, withheld, scrub_geo, user_…
 * Batch:   {"id","action":"delete","reason","created_at"}: an id of a post or of an author, and nothing says which.
 *          Ids of Twitter's later years are of one or of the other, so that both are deleted; a smaller id
 *          that was made after posts' ids had outgrown it is an author's; of others nothing is known.
 * Source:  developer.x.com, "Compliance streams", "Batch compliance".
 */
#ifndef HARK_SOURCES_COMPLIANCE_H
#define HARK_SOURCES_COMPLIANCE_H

#include "sources/emitter.h"
#include "ports/json.h"

struct compliance;

struct compliance *compliance_new(void);

/* An event is the only member of `data`. */
bool compliance_is_event(struct json_slot data);
const char *compliance_emit_event(const struct compliance *compliance,
                                  struct json_slot data,
                                  struct emitter *emitter);

/* A line of a batch's results. */
enum compliance_slot {
    COMPLIANCE_ID,
    COMPLIANCE_ACTION,
    COMPLIANCE_REASON,
    COMPLIANCE_CREATED_AT,
    COMPLIANCE_REDACTED_AT,
    COMPLIANCE_SLOTS
};

#define COMPLIANCE_PATHS "id", "action", "reason", "created_at", "redacted_at"

bool compliance_is_result(const struct json_slot *slots);
const char *compliance_emit_result(const struct json_slot *slots,
                                   struct emitter *emitter);

#endif
