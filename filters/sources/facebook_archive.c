/*
 * facebook_archive - what Facebook gives its users as "download your information", in JSON: their posts and comments
 *
 * Nothing has an id there, and nobody: an item is known by a digest of its time and of what it says, so that two downloads
 * meet. Its texts are UTF-8 whose bytes were escaped one by one.
 * Source:  downloads of 2018 to 2025.
 */
#include "sources/epoch.h"
#include "sources/facebook_item.h"
#include "sources/feed_post.h"

#include <err.h>
#include <stdlib.h>

/* Lists in documents of their own, then what an item is, then what is none. */
enum {
    COMMENTS,
    COMMENTS_2018,
    UPDATES_2018,
    GROUP_POSTS,
    GROUP_POSTS_2019,
    GROUP_COMMENTS,
    LISTS,
    TIMESTAMP = LISTS,
    DATA,
    ATTACHMENTS,
    ITEM_TITLE,
    PARTICIPANTS,
    MESSAGES,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "comments_v2", "comments", "status_updates", "group_posts_v2", "group_posts.activity_log_data", "group_comments_v2",
    "timestamp", "data", "attachments", "title", "participants", "messages"};
/* clang-format on */

struct archive {
    struct json_plan *item;
    struct facebook_item *said;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct archive *state = malloc(sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "facebook_archive");
    state->item = json_plan_new(paths, SLOTS);
    state->said = facebook_item_new();
    return state;
}

static bool
is_item(const struct archive *state, const struct json_slot *slots)
{
    if (slots[TIMESTAMP].type != JSON_INTEGER || slots[DATA].type != JSON_ARRAY)
        return false;
    return facebook_item_is(state->said, slots[DATA])
           || slots[ATTACHMENTS].type == JSON_ARRAY
           || slots[ITEM_TITLE].type == JSON_STRING;
}

/* The list that the document is of; LISTS where it is none. */
static size_t
list_of(const struct archive *state, const struct json_slot *slots)
{
    struct json_slot first, item[SLOTS];

    for (size_t i = 0; i < LISTS; i++) {
        struct json_items items = json_items(slots[i]);

        if (json_next(&items, &first) && first.type == JSON_OBJECT
            && json_pick(state->item, first.node, item) == NULL
            && is_item(state, item))
            return i;
    }
    return LISTS;
}

/* Another file of the download: `friends_v2` and the like, alone in its object. */
static bool
is_other(struct json_slot root)
{
    struct json_items members = json_members(root);
    struct json_slot value;
    struct text key;

    return source_is_single(root) && json_next_member(&members, &key, &value)
           && text_ends(key, TEXT("_v2")) && value.type == JSON_ARRAY;
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return is_item(raw->state, slots) || list_of(raw->state, slots) < LISTS
           || is_other(source_root(raw))
           || (slots[PARTICIPANTS].type == JSON_ARRAY
               && slots[MESSAGES].type == JSON_ARRAY);
}

static const char *
emit(const struct archive *state, const struct json_slot *slots,
     struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "facebook");
    struct moment made;
    struct text time;

    if (!epoch_read(&slots[TIMESTAMP], &made))
        return "bad_time: timestamp is no time";
    draft_moment_utc(draft, &made);
    facebook_item_read(state->said, draft, slots[DATA], slots[ATTACHMENTS]);
    if (draft_string(draft, DRAFT_TEXT).len == 0
        && !draft_has(draft, DRAFT_LINKS))
        return SOURCE_DROP("no_text");
    time = draft_printf(draft, "%jd ", (intmax_t)made.s);
    feed_post_id(draft, TEXT_NONE, TEXT_NONE,
                 draft_join(draft, time, draft_string(draft, DRAFT_TEXT)));
    return emitter_add(emitter);
}

static const char *
emit_list(const struct archive *state, struct json_slot list,
          struct emitter *emitter)
{
    struct source_parts parts = {.why = SOURCE_DROP("page:empty")};
    struct json_items items = json_items(list);
    struct json_slot item, slots[SLOTS];
    const char *why = NULL;

    while (json_next(&items, &item)) {
        if (item.type != JSON_OBJECT)
            return "bad_item: a post or comment that is no object";
        why = json_pick(state->item, item.node, slots);
        if (!source_part(&parts, emitter,
                         why != NULL ? why : emit(state, slots, emitter)))
            break;
    }
    return source_parts_end(&parts);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    size_t list = list_of(raw->state, slots);

    if (slots[MESSAGES].type == JSON_ARRAY)
        return SOURCE_DROP("private");
    if (list < LISTS)
        return emit_list(raw->state, slots[list], emitter);
    return is_other(source_root(raw)) ? SOURCE_DROP("not_posts")
                                      : emit(raw->state, slots, emitter);
}

const struct source source_facebook_archive = {
    .name = "facebook_archive",
    .title = "Facebook's \"download your information\", posts and comments",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
