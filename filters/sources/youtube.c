/*
 * youtube - comments under videos as YouTube's Data API gives them: pages of threads or of comments, and each alone
 *
 * A thread is a comment and some of its replies; that it has more is a remark in the books. The conversation is the
 * video's.
 * Source:  developers.google.com/youtube/v3/docs, "CommentThreads" and "Comments".
 */
#include "sources/youtube_text.h"

#include <err.h>
#include <stdlib.h>

enum {
    KIND,
    ITEMS,
    ID,
    TOP,
    COUNT,
    REPLIES,
    VIDEO,
    CHANNEL,
    PARENT,
    ORIGINAL,
    DISPLAY,
    AUTHOR,
    HANDLE,
    LIKES,
    PUBLISHED,
    UPDATED,
    MODERATION,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "kind", "items", "id", "snippet.topLevelComment", "snippet.totalReplyCount", "replies.comments", "snippet.videoId",
    "snippet.channelId", "snippet.parentId", "snippet.textOriginal", "snippet.textDisplay", "snippet.authorChannelId.value",
    "snippet.authorDisplayName", "snippet.likeCount", "snippet.publishedAt", "snippet.updatedAt", "snippet.moderationStatus"};
/* clang-format on */

struct youtube {
    struct json_plan *plan;
};

/* What a thread says of the comments in it. */
struct around {
    struct text video, channel;
    int64_t replies; /* or -1 */
};

static void *
open_state(const struct row *row, const char **why)
{
    struct youtube *state = malloc(sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "youtube");
    state->plan = json_plan_new(paths, SLOTS);
    return state;
}

static bool
matches(const struct raw *raw)
{
    return text_starts(slot_text(&raw->slots[KIND]), TEXT("youtube#"));
}

static void
set_times(struct draft *draft, const struct json_slot *slots)
{
    struct moment made, changed;

    if (!clock_parse(slot_text(&slots[PUBLISHED]), &made))
        return;
    draft_moment_utc(draft, &made);
    if (clock_parse(slot_text(&slots[UPDATED]), &changed) && changed.s > made.s)
        draft_flag(draft, "edited");
}

/* A reply's id begins with the one that it answers. */
static struct text
parent_of(const struct json_slot *slots)
{
    struct text id = slot_text(&slots[ID]);
    size_t dot = text_find_char(id, '.');

    if (slots[PARENT].type == JSON_STRING)
        return slots[PARENT].text;
    return dot == SIZE_MAX ? TEXT_NONE : (struct text){id.at, dot};
}

static void
set_place(struct draft *draft, const struct json_slot *slots, struct text video,
          struct text channel)
{
    draft_id(draft, DRAFT_THREAD, video);
    draft_text(draft, DRAFT_PLACE, channel);
    draft_text(draft, DRAFT_PLACE, video);
    if (video.len > 0)
        draft_text(
            draft, DRAFT_URL,
            draft_printf(draft, "https://www.youtube.com/watch?v=%.*s&lc=%.*s",
                         TEXT_ARGS(video), TEXT_ARGS(slot_text(&slots[ID]))));
}

static const char *
emit_comment(const struct json_slot *slots, const struct around *around,
             struct emitter *emitter)
{
    struct text status = slot_text(&slots[MODERATION]);
    struct text video = slot_text(&slots[VIDEO]);
    struct text channel = slot_text(&slots[CHANNEL]);
    struct text name = slot_text(&slots[HANDLE]);
    struct draft *draft;

    if (slots[ORIGINAL].type != JSON_STRING
        && slots[DISPLAY].type != JSON_STRING)
        return "missing_text: a comment without textOriginal and textDisplay";
    if (status.len > 0 && !text_equal(status, TEXT("published")))
        return SOURCE_DROP("not_published");
    draft = emitter_draft(emitter, DRAFT_POST, "youtube");
    set_times(draft, slots);
    draft_id(draft, DRAFT_ID, slot_text(&slots[ID]));
    draft_id(draft, DRAFT_REPLY_TO, parent_of(slots));
    video = video.len > 0 ? video : around->video;
    set_place(draft, slots, video, channel.len > 0 ? channel : around->channel);
    draft_id(draft, DRAFT_AUTHOR, slot_text(&slots[AUTHOR]));
    draft_text(draft, DRAFT_HANDLE,
               text_starts(name, TEXT("@")) ? text_from(name, 1) : name);
    youtube_text(draft, &slots[ORIGINAL], &slots[DISPLAY], video);
    draft_integer(draft, DRAFT_LIKES, slot_integer(&slots[LIKES], -1));
    draft_integer(draft, DRAFT_REPLIES, around->replies);
    return emitter_add(emitter);
}

static const char *
add_comment(const struct youtube *state, struct json_slot comment,
            const struct around *around, struct emitter *emitter)
{
    struct json_slot slots[SLOTS];
    const char *why;

    if (comment.type != JSON_OBJECT)
        return "bad_item: a comment that is no object";
    why = json_pick(state->plan, comment.node, slots);
    return why != NULL ? why : emit_comment(slots, around, emitter);
}

static const char *
emit_thread(const struct youtube *state, const struct json_slot *slots,
            struct emitter *emitter)
{
    struct source_parts parts = {.why = NULL};
    struct json_items items = json_items(slots[REPLIES]);
    struct around around = {.video = slot_text(&slots[VIDEO]),
                            .channel = slot_text(&slots[CHANNEL]),
                            .replies = slot_integer(&slots[COUNT], -1)};
    int64_t missing = around.replies;
    const char *why = add_comment(state, slots[TOP], &around, emitter);
    struct json_slot reply;

    around.replies = -1;
    while (source_part(&parts, emitter, why) && json_next(&items, &reply)) {
        why = add_comment(state, reply, &around, emitter);
        missing--;
    }
    if (missing > 0)
        emitter_note(emitter, "replies_go_on");
    return source_parts_end(&parts);
}

static const char *
emit_item(const struct youtube *state, struct json_slot item,
          struct emitter *emitter)
{
    static const struct around nothing = {.replies = -1};
    struct json_slot slots[SLOTS];
    const char *why;

    if (item.type != JSON_OBJECT)
        return "bad_item: an item that is no object";
    why = json_pick(state->plan, item.node, slots);
    if (why != NULL)
        return why;
    return slots[TOP].type == JSON_OBJECT
               ? emit_thread(state, slots, emitter)
               : add_comment(state, item, &nothing, emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct text kind = slot_text(&raw->slots[KIND]);
    struct json_items items = json_items(raw->slots[ITEMS]);
    struct source_parts parts = {.why = SOURCE_DROP("page:empty")};
    struct json_slot item;

    if (text_equal(kind, TEXT("youtube#comment"))
        || text_equal(kind, TEXT("youtube#commentThread")))
        return emit_item(raw->state, source_root(raw), emitter);
    if (!text_equal(kind, TEXT("youtube#commentListResponse"))
        && !text_equal(kind, TEXT("youtube#commentThreadListResponse")))
        return SOURCE_DROP("page:other");
    while (
        json_next(&items, &item)
        && source_part(&parts, emitter, emit_item(raw->state, item, emitter)))
        ;
    return source_parts_end(&parts);
}

const struct source source_youtube = {
    .name = "youtube",
    .title = "YouTube comments, as its Data API gives them",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
