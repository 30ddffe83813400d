#include "sources/facebook_post.h"

#include "sources/epoch.h"
#include "sources/facebook_link.h"
#include "sources/words.h"

#include <err.h>
#include <stdlib.h>

enum {
    ID,
    CREATED,
    MESSAGE,
    STORY,
    FROM,
    HANDLE,
    PERMALINK,
    PARENT,
    LINK,
    NAME,
    ATTACHMENTS,
    REACTIONS,
    LIKES,
    LIKE_COUNT_2013,
    LIKE_COUNT,
    SHARES,
    COMMENTS,
    COMMENT_COUNT_2013,
    COMMENT_COUNT,
    CAN_REMOVE,
    REPLIES,
    GOES_ON,
    PUBLISHED,
    PRIVACY,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "id", "created_time", "message", "story", "from.id", "from.name", "permalink_url", "parent.id", "link", "name",
    "attachments.data", "reactions.summary.total_count", "likes.summary.total_count", "likes.count", "like_count",
    "shares.count", "comments.summary.total_count", "comments.count", "comment_count", "can_remove", "comments.data",
    "comments.paging.next", "is_published", "privacy.value"};
/* clang-format on */

struct facebook_post {
    struct json_plan *post, *shared;
};

/* What a comment is under. */
struct above {
    struct text post;   /* its own number, or TEXT_NONE */
    struct text parent; /* id of the post or comment */
};

struct facebook_post *
facebook_post_new(void)
{
    struct facebook_post *plans = malloc(sizeof(*plans));

    if (plans == NULL)
        err(EX_OSERR, "facebook_post");
    plans->post = json_plan_new(paths, SLOTS);
    plans->shared = facebook_link_plan();
    return plans;
}

static bool
time_of(const struct json_slot *slot, struct moment *moment)
{
    return slot->type == JSON_INTEGER ? epoch_read(slot, moment)
                                      : clock_parse(slot_text(slot), moment);
}

bool
facebook_post_is(const struct facebook_post *plans, struct json_slot value)
{
    struct json_slot slots[SLOTS];

    return value.type == JSON_OBJECT
           && json_pick(plans->post, value.node, slots) == NULL
           && slots[ID].type == JSON_STRING
           && (slots[CREATED].type == JSON_STRING
               || slots[CREATED].type == JSON_INTEGER)
           && (slots[MESSAGE].type == JSON_STRING
               || slots[STORY].type == JSON_STRING
               || slots[FROM].type == JSON_STRING
               || slots[PERMALINK].type == JSON_STRING);
}

static bool
is_comment(const struct json_slot *slots)
{
    return slots[PARENT].type != JSON_ABSENT
           || slots[LIKE_COUNT].type != JSON_ABSENT
           || slots[COMMENT_COUNT].type != JSON_ABSENT
           || slots[CAN_REMOVE].type != JSON_ABSENT
           || text_find(slot_text(&slots[PERMALINK]), TEXT("comment_id="))
                  != SIZE_MAX;
}

/* Of page_post and of post_comment the one part and the other. */
static struct text
before_line(struct text id)
{
    size_t line = text_find_char(id, '_');

    return line == SIZE_MAX ? TEXT_NONE : (struct text){id.at, line};
}

static struct text
behind_line(struct text id)
{
    size_t line = text_find_char(id, '_');

    return line == SIZE_MAX ? id : text_from(id, line + 1);
}

static void
set_counts(struct draft *draft, const struct json_slot *slots)
{
    int64_t likes = slot_integer(&slots[LIKE_COUNT], -1);
    int64_t replies = slot_integer(&slots[COMMENT_COUNT], -1);

    likes = slot_integer(&slots[LIKE_COUNT_2013], likes);
    likes = slot_integer(&slots[LIKES], likes);
    replies = slot_integer(&slots[COMMENT_COUNT_2013], replies);
    draft_integer(draft, DRAFT_LIKES, slot_integer(&slots[REACTIONS], likes));
    draft_integer(draft, DRAFT_REPOSTS, slot_integer(&slots[SHARES], -1));
    draft_integer(draft, DRAFT_REPLIES,
                  slot_integer(&slots[COMMENTS], replies));
}

static void
set_post(const struct facebook_post *plans, struct draft *draft,
         const struct json_slot *slots)
{
    struct text id = slots[ID].text;

    draft_id(draft, DRAFT_THREAD, behind_line(id));
    draft_text(draft, DRAFT_PLACE, before_line(id));
    draft_text(draft, DRAFT_URL,
               draft_join(draft, TEXT("https://www.facebook.com/"), id));
    draft_plain(draft, DRAFT_TITLE, slot_text(&slots[NAME]));
    facebook_link_add(draft, slot_text(&slots[LINK]));
    facebook_link_shared(plans->shared, draft, slots[ATTACHMENTS]);
}

static void
set_comment(struct draft *draft, const struct json_slot *slots,
            const struct above *above)
{
    struct text post =
        above->post.len > 0 ? above->post : before_line(slots[ID].text);

    draft_id(draft, DRAFT_THREAD, post);
    draft_id(draft, DRAFT_REPLY_TO, post);
    draft_id(draft, DRAFT_REPLY_TO, above->parent);
    draft_id(draft, DRAFT_REPLY_TO, slot_text(&slots[PARENT]));
}

static const char *
hidden(const struct json_slot *slots)
{
    struct text privacy = slot_text(&slots[PRIVACY]);

    if (slots[PUBLISHED].type == JSON_FALSE)
        return SOURCE_DROP("not_published");
    return text_equal(privacy, TEXT("SELF"))
                   || text_equal(privacy, TEXT("ALL_FRIENDS"))
                   || text_equal(privacy, TEXT("FRIENDS_OF_FRIENDS"))
               ? SOURCE_DROP("private")
               : NULL;
}

static void
fill(const struct facebook_post *plans, struct draft *draft,
     const struct json_slot *slots, const struct above *above, bool is_post)
{
    struct text message = slot_text(&slots[MESSAGE]);
    struct moment moment;

    if (time_of(&slots[CREATED], &moment))
        draft_moment_utc(draft, &moment);
    draft_id(draft, DRAFT_ID, slots[ID].text);
    draft_id(draft, DRAFT_AUTHOR, slot_text(&slots[FROM]));
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[HANDLE]));
    facebook_link_text(draft, message);
    if (is_post)
        set_post(plans, draft, slots);
    else
        set_comment(draft, slots, above);
    draft_text(draft, DRAFT_URL, slot_text(&slots[PERMALINK]));
    draft_plain(draft, DRAFT_TEXT, message.len > 0 ? message : TEXT(""));
    words_tags(draft, message);
    set_counts(draft, slots);
}

/* With its comments: what was not published of them is a remark in the books. */
static const char *
emit(const struct facebook_post *plans, struct json_slot value,
     const struct above *above, struct emitter *emitter)
{
    struct source_parts parts = {.why = NULL};
    struct json_slot slots[SLOTS], item;
    struct json_items items;
    struct above here = *above;
    const char *why;
    bool is_post;

    if (value.type != JSON_OBJECT)
        return "bad_post: a post or comment that is no object";
    why = json_pick(plans->post, value.node, slots);
    if (why == NULL && slots[ID].type != JSON_STRING)
        why = "missing_id: a post or comment without an id that is a string";
    if (why == NULL)
        why = hidden(slots);
    if (why != NULL)
        return why;
    is_post = above->parent.len == 0 && !is_comment(slots);
    fill(plans, emitter_draft(emitter, DRAFT_POST, "facebook"), slots, above,
         is_post);
    why = emitter_add(emitter);
    here.parent = slots[ID].text;
    if (is_post)
        here.post = behind_line(here.parent);
    if (slots[GOES_ON].type == JSON_STRING)
        emitter_note(emitter, "comments_go_on");
    items = json_items(slots[REPLIES]);
    while (source_part(&parts, emitter, why) && json_next(&items, &item))
        why = emit(plans, item, &here, emitter);
    return source_parts_end(&parts);
}

const char *
facebook_post_emit(const struct facebook_post *plans, struct json_slot post,
                   struct emitter *emitter)
{
    static const struct above nothing;

    return emit(plans, post, &nothing, emitter);
}
