#include "sources/mastodon_event.h"

#include "sources/deleted.h"
#include "sources/known.h"
#include "sources/mastodon_status.h"

#include <err.h>
#include <stdlib.h>

static const char *const id_paths[] = {"id"};

struct mastodon_event {
    struct mastodon_status *status;
    struct json_parser *parser;
    struct json_plan *plan, *id;
    struct buffer json;
    struct known *uris; /* by the server's id */
    uint64_t archive;
    int64_t
        latest_s; /* when the latest status of the archive was made or changed */
};

struct mastodon_event *
mastodon_event_new(void)
{
    struct mastodon_event *state = calloc(1, sizeof(*state));

    if (state == NULL)
        err(EX_OSERR, "mastodon_event");
    state->parser = json_parser_new();
    state->plan = json_plan_new(mastodon_status_paths, MASTODON_SLOTS);
    state->id = json_plan_new(id_paths, 1);
    state->uris = known_new();
    state->status = mastodon_status_new(state->uris);
    state->latest_s = INT64_MIN;
    return state;
}

static void
enter(struct mastodon_event *state, const struct emitter *emitter)
{
    if (state->archive == emitter_stream(emitter))
        return;
    state->archive = emitter_stream(emitter);
    state->latest_s = INT64_MIN;
    known_enter(state->uris, state->archive);
}

/* What came by last was said when it was made or changed, or later. */
static void
set_latest(struct mastodon_event *state, const struct json_slot *time)
{
    struct moment moment;

    if (clock_parse(slot_text(time), &moment) && moment.s > state->latest_s)
        state->latest_s = moment.s;
}

static void
remember(struct mastodon_event *state, const struct json_slot *slots,
         const struct json_slot *id)
{
    struct text uri = slot_text(&slots[MASTODON_URI]);

    if (id->type != JSON_STRING || uri.len == 0
        || known_add(state->uris, id->text, uri))
        return;
    known_forget(state->uris);
    known_add(state->uris, id->text, uri);
}

static const char *
emit_status(struct mastodon_event *state, struct text payload,
            struct emitter *emitter)
{
    struct json_slot root, id, slots[MASTODON_SLOTS];
    bool is_repaired = false;
    const char *why;

    buffer_clear(&state->json);
    buffer_add(&state->json, payload);
    memset(buffer_reserve(&state->json, JSON_PADDING), 0, JSON_PADDING);
    why = json_parse(state->parser, buffer_text(&state->json), &root,
                     &is_repaired);
    if (why == NULL && root.type != JSON_OBJECT)
        why = "bad_status: a status that is no object";
    if (why == NULL)
        why = json_pick(state->plan, root.node, slots);
    if (why == NULL)
        why = json_pick(state->id, root.node, &id);
    if (why != NULL)
        return why;
    if (is_repaired)
        emitter_repaired(emitter);
    set_latest(state, &slots[MASTODON_CREATED]);
    set_latest(state, &slots[MASTODON_EDITED]);
    why = mastodon_status_emit(state->status, slots, state->latest_s, emitter);
    if (why == NULL)
        remember(state, slots, &id);
    return why;
}

static const char *
emit_delete(struct mastodon_event *state, struct text id,
            struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "fediverse");
    struct text uri = known_find(state->uris, id);
    int64_t number;

    if (!text_integer(id, &number) || number < 0)
        return "bad_delete: its payload is no id";
    /* Ids of Mastodon's own begin with milliseconds. */
    deleted_undated(draft, emitter, (number >> 16) / 1000);
    if (state->latest_s != INT64_MIN) {
        draft_time(draft, DRAFT_TIME, state->latest_s);
        draft_time(draft, DRAFT_SEEN, state->latest_s);
    }
    if (uri.len == 0) {
        emitter_note(emitter, "delete_of_unknown");
        uri = draft_join(draft, TEXT("status/"), id);
    }
    deleted_item(draft, uri);
    return emitter_add(emitter);
}

const char *
mastodon_event_emit(struct mastodon_event *state, struct text name,
                    struct text payload, struct emitter *emitter)
{
    enter(state, emitter);
    payload = text_trim(payload);
    if (text_equal(payload, TEXT("undefined")) || payload.len == 0)
        return SOURCE_DROP("notice:empty");
    if (text_equal(name, TEXT("update"))
        || text_equal(name, TEXT("status.update")))
        return emit_status(state, payload, emitter);
    if (text_equal(name, TEXT("delete")))
        return emit_delete(state, payload, emitter);
    return text_equal(name, TEXT("notification"))
                   || text_equal(name, TEXT("conversation"))
               ? SOURCE_DROP("private")
               : SOURCE_DROP("notice:other");
}
