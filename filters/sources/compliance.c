#include "sources/compliance.h"

#include <err.h>
#include <stdlib.h>

#include "sources/source.h"
#include "sources/status.h"

enum { POST, AUTHOR_ID, USER, AT, UP_TO, COUNTRIES, SLOTS };

static const char *const paths[SLOTS] = {
    "tweet.id", "tweet.author_id", "user.id",
    "event_at", "up_to_tweet_id",  "withheld_in_countries"};

/* What each event is called in a record's id and hides; without a scope it makes no record. */
static const struct event {
    struct text name;
    const char *prefix;
    const char *scope;
    const char *dropped;
} events[] = {
    {{"delete", 6}, "del/", "item", NULL},
    {{"drop", 4}, "drop/", "item", NULL},
    {{"withheld", 8}, "withheld/", "withheld", NULL},
    {{"scrub_geo", 9}, "scrub_geo/", "geo", NULL},
    {{"user_delete", 11}, "user_delete/", "author", NULL},
    {{"user_suspend", 12}, "user_suspend/", "author", NULL},
    {{"user_protect", 12}, "user_protect/", "author", NULL},
    {{"user_withheld", 13}, "user_withheld/", "withheld", NULL},
    {{"undrop", 6}, NULL, NULL, SOURCE_DROP("notice:undrop")},
    {{"tweet_edit", 10}, NULL, NULL, SOURCE_DROP("notice:tweet_edit")},
    {{"user_undelete", 13}, NULL, NULL, SOURCE_DROP("notice:user_undelete")},
    {{"user_unsuspend", 14}, NULL, NULL, SOURCE_DROP("notice:user_unsuspend")},
    {{"user_unprotect", 14}, NULL, NULL, SOURCE_DROP("notice:user_unprotect")},
    {{"user_profile_modification", 25},
     NULL,
     NULL,
     SOURCE_DROP("notice:user_profile_modification")},
};

struct compliance {
    struct json_plan *plan;
};

struct compliance *
compliance_new(void)
{
    struct compliance *compliance = malloc(sizeof(*compliance));

    if (compliance == NULL)
        err(EX_OSERR, "compliance");
    compliance->plan = json_plan_new(paths, SLOTS);
    return compliance;
}

static const struct event *
find_event(struct json_slot data, struct json_slot *value)
{
    struct json_items members = json_members(data);
    struct json_slot more;
    struct text name, other;

    if (!json_next_member(&members, &name, value)
        || json_next_member(&members, &other, &more))
        return NULL;
    for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++) {
        if (text_equal(events[i].name, name))
            return &events[i];
    }
    return NULL;
}

bool
compliance_is_event(struct json_slot data)
{
    struct json_slot value;

    return find_event(data, &value) != NULL && value.type == JSON_OBJECT;
}

static void
set_target(struct draft *draft, const char *prefix, const char *scope,
           struct text target)
{
    if (!status_is_id(target))
        return;
    draft_id(draft, DRAFT_TARGET, target);
    draft_id(draft, DRAFT_ID, draft_join(draft, text_of(prefix), target));
    draft_text(draft, DRAFT_SCOPE, text_of(scope));
}

const char *
compliance_emit_event(const struct compliance *compliance,
                      struct json_slot data, struct emitter *emitter)
{
    struct json_slot value, slots[SLOTS];
    const struct event *event = find_event(data, &value);
    struct draft *draft;
    struct moment moment;
    struct text user;
    const char *why;

    if (event->dropped != NULL)
        return event->dropped;
    why = json_pick(compliance->plan, value.node, slots);
    if (why != NULL)
        return why;
    draft = emitter_draft(emitter, DRAFT_DELETE, "twitter");
    if (clock_parse(slot_text(&slots[AT]), &moment))
        draft_time(draft, DRAFT_TIME, moment.s);
    user = slot_text(&slots[USER]);
    set_target(draft, event->prefix, event->scope,
               user.len > 0 ? user : slot_text(&slots[POST]));
    draft_id(draft, DRAFT_AUTHOR,
             user.len > 0 ? user : slot_text(&slots[AUTHOR_ID]));
    draft_id(draft, DRAFT_UP_TO, slot_text(&slots[UP_TO]));
    status_withheld(draft, slots[COUNTRIES]);
    return emitter_add(emitter);
}

bool
compliance_is_result(const struct json_slot *slots)
{
    return status_is_id(slot_text(&slots[COMPLIANCE_ID]))
           && text_equal(slot_text(&slots[COMPLIANCE_ACTION]), TEXT("delete"))
           && slots[COMPLIANCE_REASON].type == JSON_STRING
           && slots[COMPLIANCE_CREATED_AT].type == JSON_STRING;
}

static const char *
emit_result(const struct json_slot *slots, const char *prefix,
            const char *scope, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "twitter");
    struct moment moment;

    set_target(draft, prefix, scope, slots[COMPLIANCE_ID].text);
    if (clock_parse(slot_text(&slots[COMPLIANCE_REDACTED_AT]), &moment)) {
        draft_time(draft, DRAFT_TIME, moment.s);
        return emitter_add(emitter);
    }
    if (emitter_seen(emitter) != INT64_MIN)
        draft_time(draft, DRAFT_TIME, emitter_seen(emitter));
    else if (clock_parse(slots[COMPLIANCE_CREATED_AT].text, &moment))
        draft_time(draft, DRAFT_TIME, moment.s);
    draft_flag(draft, "approx_time");
    return emitter_add(emitter);
}

const char *
compliance_emit_result(const struct json_slot *slots, struct emitter *emitter)
{
    /* From then on each post's id carried its time. */
    static const int64_t snowflakes_s = 1288915200; /* 2010-11-05 */
    struct moment moment;
    int64_t id, made_s;
    const char *why;

    if (!clock_parse(slots[COMPLIANCE_CREATED_AT].text, &moment))
        return "bad_time: created_at is no time";
    if (!text_integer(slots[COMPLIANCE_ID].text, &id))
        return "bad_id: id is no number of 64 bits";
    if (status_id_time(id, &made_s)) {
        why = emit_result(slots, "del/", "item", emitter);
        if (why != NULL)
            return why;
    } else if (moment.s < snowflakes_s) {
        return "ambiguous_id: a post or an author, of 2010 or before";
    }
    return emit_result(slots, "user_delete/", "author", emitter);
}
