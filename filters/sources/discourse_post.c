#include "sources/discourse_post.h"

#include "sources/deleted.h"
#include "sources/discourse_text.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ID,
    TOPIC,
    NUMBER,
    COOKED,
    RAW,
    CREATED,
    UPDATED,
    USER,
    HANDLE,
    PARENT,
    SLUG,
    VERSION,
    TYPE,
    REPLIES,
    READS,
    ACTIONS,
    HIDDEN,
    IS_DELETED,
    DELETED,
    TITLE,
    CATEGORY,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "id", "topic_id", "post_number", "cooked", "raw", "created_at", "updated_at", "user_id", "username",
    "reply_to_post_number", "topic_slug", "version", "post_type", "reply_count", "reads", "actions_summary", "hidden",
    "user_deleted", "deleted_at", "topic_title", "category_id"};
/* clang-format on */

static const char *const action_paths[] = {"id", "count"};
static const char *const tag_paths[] = {"name"};

/* post_type, and the id of a like among actions. */
enum { REGULAR = 1, WHISPER = 4, LIKE = 2 };

struct discourse_post {
    struct json_plan *post, *action, *tag;
};

struct discourse_post *
discourse_post_new(void)
{
    struct discourse_post *plans = malloc(sizeof(*plans));

    if (plans == NULL)
        err(EX_OSERR, "discourse_post");
    plans->post = json_plan_new(paths, SLOTS);
    plans->action = json_plan_new(action_paths, 2);
    plans->tag = json_plan_new(tag_paths, 1);
    return plans;
}

static bool
pick(const struct discourse_post *plans, struct json_slot value,
     struct json_slot *slots)
{
    return value.type == JSON_OBJECT
           && json_pick(plans->post, value.node, slots) == NULL
           && slots[ID].type == JSON_INTEGER
           && slots[TOPIC].type == JSON_INTEGER
           && slots[NUMBER].type == JSON_INTEGER
           && (slots[COOKED].type == JSON_STRING
               || slots[RAW].type == JSON_STRING);
}

bool
discourse_post_is(const struct discourse_post *plans, struct json_slot value)
{
    struct json_slot slots[SLOTS];

    return pick(plans, value, slots);
}

/* host/PATHnumber */
static struct text
name_of(const struct discourse_page *page, struct draft *draft,
        const char *path, int64_t number)
{
    char end[64];

    snprintf(end, sizeof(end), "%s%s%jd", page->host.len > 0 ? "/" : "", path,
             (intmax_t)number);
    return draft_join(draft, page->host, text_of(end));
}

/* The post of that number in the topic, by its id if it is on the page. */
static struct text
parent_of(const struct discourse_page *page, struct draft *draft, int64_t topic,
          int64_t number)
{
    int64_t id = discourse_ids_find(page->ids, topic, number);

    if (id >= 0)
        return name_of(page, draft, "", id);
    return draft_printf(draft, "%.*s/%jd",
                        TEXT_ARGS(name_of(page, draft, "t/", topic)),
                        (intmax_t)number);
}

static void
set_refs(const struct discourse_page *page, struct draft *draft,
         const struct json_slot *slots)
{
    int64_t topic = slots[TOPIC].integer, number = slots[NUMBER].integer;
    int64_t parent = slot_integer(&slots[PARENT], number > 1 ? 1 : 0);
    int64_t category = slot_integer(&slots[CATEGORY], page->category);
    struct text slug = slot_text(&slots[SLUG]);

    draft_id(draft, DRAFT_THREAD, name_of(page, draft, "t/", topic));
    if (parent > 0)
        draft_id(draft, DRAFT_REPLY_TO, parent_of(page, draft, topic, parent));
    draft_text(draft, DRAFT_PLACE, page->host);
    if (category >= 0)
        draft_text(draft, DRAFT_PLACE, name_of(page, draft, "c/", category));
    if (page->host.len > 0)
        draft_text(draft, DRAFT_URL,
                   draft_printf(draft, "https://%.*s/t/%.*s%s%jd/%jd",
                                TEXT_ARGS(page->host), TEXT_ARGS(slug),
                                slug.len > 0 ? "/" : "", (intmax_t)topic,
                                (intmax_t)number));
}

/* Without a count it is an action that nobody took yet. */
static void
set_likes(const struct discourse_post *plans, struct draft *draft,
          struct json_slot actions)
{
    struct json_items items = json_items(actions);
    struct json_slot action, slots[2];

    while (json_next(&items, &action)) {
        if (action.type == JSON_OBJECT
            && json_pick(plans->action, action.node, slots) == NULL
            && slot_integer(&slots[0], 0) == LIKE)
            draft_integer(draft, DRAFT_LIKES, slot_integer(&slots[1], 0));
    }
}

/* Title and tags are the topic's, and are said once: of its first post. */
static void
set_topic(const struct discourse_post *plans, const struct discourse_page *page,
          struct draft *draft, const struct json_slot *slots)
{
    struct json_items tags = json_items(page->tags);
    struct json_slot tag, name;

    draft_plain(draft, DRAFT_TITLE, slot_text(&slots[TITLE]));
    draft_plain(draft, DRAFT_TITLE, page->title);
    while (json_next(&tags, &tag)) {
        if (tag.type == JSON_OBJECT
            && json_pick(plans->tag, tag.node, &name) == NULL)
            tag = name;
        draft_tag(draft, slot_text(&tag));
    }
}

static void
set_author(const struct discourse_page *page, struct draft *draft,
           const struct json_slot *slots)
{
    if (slots[USER].type == JSON_INTEGER)
        draft_id(draft, DRAFT_AUTHOR,
                 name_of(page, draft, "u/", slots[USER].integer));
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[HANDLE]));
}

/* Deleted by the staff at a time, or by the author when it was last changed. */
static const char *
emit_delete(const struct discourse_page *page, const struct json_slot *slots,
            struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "discourse");
    struct text at = slot_text(&slots[DELETED]);
    struct moment moment;

    if (clock_parse(at.len > 0 ? at : slot_text(&slots[UPDATED]), &moment))
        draft_moment_utc(draft, &moment);
    deleted_item(draft, name_of(page, draft, "", slots[ID].integer));
    set_author(page, draft, slots);
    return emitter_add(emitter);
}

const char *
discourse_post_emit(const struct discourse_post *plans,
                    const struct discourse_page *page, struct json_slot post,
                    struct emitter *emitter)
{
    struct json_slot slots[SLOTS];
    struct draft *draft;
    struct moment moment;
    int64_t type;

    if (!pick(plans, post, slots))
        return "bad_post: no id, topic_id, post_number or text";
    type = slot_integer(&slots[TYPE], REGULAR);
    if (type != REGULAR)
        return type == WHISPER ? SOURCE_DROP("private")
                               : SOURCE_DROP("not_a_post");
    if (slots[DELETED].type == JSON_STRING
        || slots[IS_DELETED].type == JSON_TRUE)
        return emit_delete(page, slots, emitter);
    draft = emitter_draft(emitter, DRAFT_POST, "discourse");
    if (clock_parse(slot_text(&slots[CREATED]), &moment))
        draft_moment_utc(draft, &moment);
    draft_id(draft, DRAFT_ID, name_of(page, draft, "", slots[ID].integer));
    set_refs(page, draft, slots);
    set_author(page, draft, slots);
    if (slots[HIDDEN].type == JSON_TRUE) {
        draft_text(draft, DRAFT_TEXT, TEXT(""));
        draft_flag(draft, "removed");
    } else {
        discourse_text(draft, &slots[COOKED], &slots[RAW], page->host);
        if (slots[NUMBER].integer == 1)
            set_topic(plans, page, draft, slots);
    }
    set_likes(plans, draft, slots[ACTIONS]);
    draft_integer(draft, DRAFT_REPLIES, slot_integer(&slots[REPLIES], -1));
    draft_integer(draft, DRAFT_VIEWS, slot_integer(&slots[READS], -1));
    if (slot_integer(&slots[VERSION], 1) > 1)
        draft_flag(draft, "edited");
    return emitter_add(emitter);
}
