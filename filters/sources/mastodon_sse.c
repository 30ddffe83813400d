/*
 * mastodon_sse - events of Mastodon's streaming interface as they come over HTTP: a line `event: …`, a line `data: …`, and `:thump`
 *
 * What a line of data is stands in the line before it; where that is missing, it is told by the data.
 * Source:  html.spec.whatwg.org, "Server-sent events".
 */
#include "sources/mastodon_event.h"

#include <err.h>
#include <stdlib.h>

enum { NAME_MOST = 64 };

struct sse {
    struct mastodon_event *events;
    uint64_t archive;
    char name[NAME_MOST]; /* of the event whose data come next */
    size_t len;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct sse *state = calloc(1, sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "mastodon_sse");
    state->events = mastodon_event_new();
    return state;
}

/* What stands behind a field's name; false where it is another field. */
static bool
field(struct text line, struct text name, struct text *value)
{
    if (!text_starts(line, name))
        return false;
    *value = text_trim(text_from(line, name.len));
    return true;
}

static bool
is_beat(struct text line)
{
    return text_equal(line, TEXT(":)")) || text_equal(line, TEXT(":thump"));
}

/* The names of Mastodon's events are words of letters, its data objects, ids, or none. */
static bool
matches(const struct raw *raw)
{
    struct text line = text_trim(raw->line), value;

    if (field(line, TEXT("event:"), &value))
        return value.len > 0 && value.len < NAME_MOST
               && text_find_char(value, ' ') == SIZE_MAX;
    if (field(line, TEXT("data:"), &value))
        return value.len == 0 || value.at[0] == '{'
               || text_equal(value, TEXT("undefined"))
               || (value.at[0] >= '0' && value.at[0] <= '9');
    return is_beat(line);
}

static void
enter(struct sse *state, const struct emitter *emitter)
{
    if (state->archive != emitter_stream(emitter))
        state->len = 0;
    state->archive = emitter_stream(emitter);
}

static struct text
take_name(struct sse *state, struct text data)
{
    struct text name = {state->name, state->len};

    if (name.len == 0)
        name =
            data.len > 0 && data.at[0] == '{' ? TEXT("update") : TEXT("delete");
    state->len = 0;
    return name;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct sse *state = raw->state;
    struct text line = text_trim(raw->line), value;

    enter(state, emitter);
    if (field(line, TEXT("data:"), &value))
        return mastodon_event_emit(state->events, take_name(state, value),
                                   value, emitter);
    if (!field(line, TEXT("event:"), &value))
        return is_beat(line) ? SOURCE_DROP("heartbeat")
                             : "bad_line: neither an event nor its data";
    if (value.len >= NAME_MOST)
        return "bad_line: an event's name is too long";
    memcpy(state->name, value.at, value.len);
    state->len = value.len;
    return SOURCE_DROP("event_name");
}

const struct source source_mastodon_sse = {
    .name = "mastodon_sse",
    .title = "Mastodon's stream, lines of server-sent events",
    .shape = SOURCE_TEXT,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
