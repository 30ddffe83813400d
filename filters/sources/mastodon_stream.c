/*
 * mastodon_stream - events of Mastodon's streaming interface as they come over a web socket: an object a line, its payload JSON in a string
 */
#include "sources/mastodon_event.h"

enum { EVENT, PAYLOAD, STREAM, SLOTS };

static const char *const paths[SLOTS] = {"event", "payload", "stream"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return mastodon_event_new();
}

/* Events of the filters' change alone have no payload; of old servers none has a stream. */
static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return slots[EVENT].type == JSON_STRING
           && (slots[STREAM].type == JSON_ARRAY
               || (slots[STREAM].type == JSON_ABSENT
                   && slots[PAYLOAD].type == JSON_STRING));
}

/* A client may have taken the JSON out of its string. */
static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct buffer json = {0};
    const char *why;

    if (slots[PAYLOAD].type != JSON_ABSENT
        && slots[PAYLOAD].type != JSON_STRING)
        json_write(&json, slots[PAYLOAD]);
    why = mastodon_event_emit(raw->state, slot_text(&slots[EVENT]),
                              json.len > 0 ? buffer_text(&json)
                                           : slot_text(&slots[PAYLOAD]),
                              emitter);
    buffer_free(&json);
    return why;
}

const struct source source_mastodon_stream = {
    .name = "mastodon_stream",
    .title = "Mastodon's stream, events of its web socket",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
