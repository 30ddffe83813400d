/*
 * mastodon - statuses as the API of Mastodon and its like gives them: timelines, searches, a status a line or an array of them
 *
 * Only public and unlisted ones are kept.
 */
#include "sources/mastodon_status.h"

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return mastodon_status_new(NULL);
}

static bool
matches(const struct raw *raw)
{
    return mastodon_status_is(raw->slots);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    return mastodon_status_emit(raw->state, raw->slots, INT64_MIN, emitter);
}

const struct source source_mastodon = {
    .name = "mastodon",
    .title = "Mastodon statuses, as its API gives them",
    .shape = SOURCE_JSON,
    .paths = mastodon_status_paths,
    .path_count = MASTODON_SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
