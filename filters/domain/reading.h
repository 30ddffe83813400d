/*
 * reading - what attribution asks of a record
 *
 * Lives:   texts as long as the fields.
 */
#ifndef HARK_DOMAIN_READING_H
#define HARK_DOMAIN_READING_H

#include "domain/evidence.h"
#include "domain/link_table.h"
#include "domain/orders.h"
#include "domain/redirects.h"
#include "ports/json.h"

enum { READING_FIELDS = 29 };
extern const char *const reading_fields[READING_FIELDS];

/* A record: its fields, in order of reading_fields, and its time. */
struct reading {
    const struct json_slot *fields;
    int64_t time_s;
    bool is_carried; /* it comes from an earlier run */
};

struct text reading_id(const struct reading *reading);

/* When it was captured; INT64_MIN where it does not say, or not as a record does. */
int64_t reading_seen(const struct reading *reading);

/* "bot" or "preview" where no person is behind it, else NULL. */
const char *reading_robot(const struct reading *reading);

void reading_visit(const struct reading *reading, struct visit *visit);

struct reading_click {
    struct text shortened, destination;
    int64_t stamp;
};

/* NULL, or why it is none. */
const char *reading_click(const struct reading *reading,
                          struct reading_click *click);

/* The links of a post of ours, and where those that are dead led; false where it is not ours. */
bool reading_post(const struct reading *reading, struct link_table *links,
                  struct redirects *redirects);

/* Of a case. */
void reading_conversation(const struct reading *reading,
                          struct conversation *conversation);

bool reading_is_pending(const struct reading *reading);

/* Of one that is not pending: NULL, or why it is none. */
const char *reading_order(const struct reading *reading, struct order *order);

#endif
