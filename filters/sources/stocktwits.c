/*
 * stocktwits - messages as StockTwits' own interface gives them
 */
#include "sources/feed_post.h"
#include "sources/links.h"
#include "sources/words.h"

enum {
    ID,
    BODY,
    CREATED,
    USER_ID,
    USER_NAME,
    FOLLOWERS,
    FOLLOWING,
    IDEAS,
    PARENT,
    THREAD,
    LIKES,
    REPLIES,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "id", "body", "created_at", "user.id", "user.username", "user.followers", "user.following", "user.ideas",
    "conversation.in_reply_to_message_id", "conversation.parent_message_id", "likes.total", "conversation.replies"};
/* clang-format on */

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return slots[ID].type == JSON_INTEGER && slots[BODY].type == JSON_STRING
           && slots[CREATED].type == JSON_STRING
           && slots[USER_ID].type == JSON_INTEGER
           && slots[USER_NAME].type == JSON_STRING;
}

static void
set_number(struct draft *draft, enum draft_key key, const struct json_slot *id)
{
    if (slot_integer(id, -1) >= 0)
        draft_id_number(draft, key, id->integer);
}

/* Of the id that is set. */
static void
set_url(struct draft *draft, struct text handle)
{
    struct text id = draft_native(draft, DRAFT_ID);

    if (handle.len > 0 && id.len > 0)
        draft_text(draft, DRAFT_URL,
                   draft_join(draft, TEXT("http://stocktwits.com/"), handle,
                              TEXT("/message/"), id));
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "stocktwits");
    struct text handle = slot_text(&slots[USER_NAME]);
    struct text text =
        feed_post_html(draft, slot_text(&slots[BODY]), TEXT_NONE, true);
    struct moment moment;

    if (clock_parse(slot_text(&slots[CREATED]), &moment))
        draft_moment_utc(draft, &moment);
    set_number(draft, DRAFT_ID, &slots[ID]);
    set_number(draft, DRAFT_AUTHOR, &slots[USER_ID]);
    set_number(draft, DRAFT_REPLY_TO, &slots[PARENT]);
    set_number(draft, DRAFT_THREAD, &slots[THREAD]);
    draft_text(draft, DRAFT_HANDLE, handle);
    set_url(draft, handle);
    draft_plain(draft, DRAFT_TEXT, text);
    links_add(draft, text, NULL);
    words_mentions(draft, text);
    words_tags(draft, text);
    draft_integer(draft, DRAFT_FOLLOWERS, slot_integer(&slots[FOLLOWERS], -1));
    draft_integer(draft, DRAFT_FOLLOWING, slot_integer(&slots[FOLLOWING], -1));
    draft_integer(draft, DRAFT_POSTS, slot_integer(&slots[IDEAS], -1));
    draft_integer(draft, DRAFT_LIKES, slot_integer(&slots[LIKES], -1));
    draft_integer(draft, DRAFT_REPLIES, slot_integer(&slots[REPLIES], -1));
    return emitter_add(emitter);
}

const struct source source_stocktwits = {
    .name = "stocktwits",
    .title = "StockTwits messages, as its API gives them",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .matches = matches,
    .normalize = normalize,
};
