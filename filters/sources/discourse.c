/*
 * discourse - pages of a Discourse forum: a topic (/t/17.json), the latest posts (/posts.json), one post (/posts/17.json)
 *
 * A topic's page holds its first posts alone, and names the ids of all: that there are more is a remark in the books.
 * Source:  docs.discourse.org.
 */
#include "sources/discourse_post.h"
#include "sources/host.h"

#include <err.h>
#include <stdlib.h>

enum { STREAM, ALL, LATEST, TOPICS, ARCHETYPE, TITLE, TAGS, CATEGORY, SLOTS };

static const char *const paths[SLOTS] = {"post_stream.posts",
                                         "post_stream.stream",
                                         "latest_posts",
                                         "topic_list.topics",
                                         "archetype",
                                         "title",
                                         "tags",
                                         "category_id"};

struct discourse {
    struct discourse_post *post;
    struct discourse_ids *ids;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct discourse *state = malloc(sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "discourse");
    state->post = discourse_post_new();
    state->ids = discourse_ids_new();
    return state;
}

static bool
matches(const struct raw *raw)
{
    const struct discourse *state = raw->state;

    return raw->slots[STREAM].type == JSON_ARRAY
           || raw->slots[LATEST].type == JSON_ARRAY
           || raw->slots[TOPICS].type == JSON_ARRAY
           || discourse_post_is(state->post, source_root(raw));
}

static const char *
emit_page(const struct discourse *state, const struct discourse_page *page,
          struct json_slot posts, struct emitter *emitter)
{
    struct source_parts parts = {.why = SOURCE_DROP("page:empty")};
    struct json_items items = json_items(posts);
    struct json_slot post;

    while (
        json_next(&items, &post)
        && source_part(&parts, emitter,
                       discourse_post_emit(state->post, page, post, emitter)))
        ;
    return source_parts_end(&parts);
}

/* The topic names the ids of posts that are not on its page. */
static bool
goes_on(const struct discourse *state, struct json_slot all)
{
    struct json_items items = json_items(all);
    struct json_slot id;
    size_t count = 0;

    while (json_next(&items, &id))
        count++;
    return count > discourse_ids_count(state->ids);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct discourse *state = raw->state;
    const struct json_slot *slots = raw->slots;
    struct json_slot posts =
        slots[slots[STREAM].type == JSON_ARRAY ? STREAM : LATEST];
    struct discourse_page page = {.host = host_of(raw),
                                  .ids = state->ids,
                                  .title = slot_text(&slots[TITLE]),
                                  .tags = slots[TAGS],
                                  .category =
                                      slot_integer(&slots[CATEGORY], -1)};

    if (text_equal(slot_text(&slots[ARCHETYPE]), TEXT("private_message")))
        return SOURCE_DROP("private");
    if (posts.type != JSON_ARRAY && slots[TOPICS].type == JSON_ARRAY)
        return SOURCE_DROP("page:topics");
    discourse_ids_read(state->ids, posts);
    if (page.host.len == 0)
        emitter_note(emitter, "no_host");
    if (goes_on(state, slots[ALL]))
        emitter_note(emitter, "topic_goes_on");
    return posts.type == JSON_ARRAY
               ? emit_page(state, &page, posts, emitter)
               : discourse_post_emit(state->post, &page, source_root(raw),
                                     emitter);
}

const struct source source_discourse = {
    .name = "discourse",
    .title = "Discourse forums: topics and posts",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
