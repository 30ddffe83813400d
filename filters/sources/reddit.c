/*
 * reddit - the dumps of Reddit's comments and submissions (Pushshift, Arctic Shift), of all ages since 2005
 *
 * Numbers come as numbers or strings, ids with or without their kind, parents as names, base-10 numbers of API-derived
 * files, or null under the submission itself. What was deleted or removed, at once or by the second look of later
 * dumps, stays a post with an empty text and a flag. Text is the Markdown that was written.
 * Source:  github.com/ArthurHeitmann/arctic_shift, its schemas by month; Watchful1/PushshiftDumps.
 */
#include "sources/epoch.h"
#include "sources/fullname.h"
#include "sources/links.h"
#include "sources/plain.h"
#include "sources/source.h"

enum {
    ID,
    CREATED,
    AUTHOR,
    AUTHOR_ID,
    SUBREDDIT,
    BODY,
    TITLE,
    SELF_TEXT,
    LINK_ID,
    PARENT,
    PERMALINK,
    URL,
    TARGET_URL,
    SCORE,
    COMMENTS,
    EDITED,
    IS_SELF,
    OVER_18,
    PROMOTED,
    CROSSPOST_OF,
    CROSSPOSTS,
    REMOVED_BY,
    RETRIEVED,
    RETRIEVED_UTC,
    RETRIEVED_AGAIN,
    DELETED_LATER,
    EDITED_LATER,
    REMOVAL,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "id", "created_utc", "author", "author_fullname", "subreddit", "body", "title", "selftext",
    "link_id", "parent_id", "permalink", "url", "url_overridden_by_dest", "score", "num_comments",
    "edited", "is_self", "over_18", "promoted", "crosspost_parent", "crosspost_parent_list",
    "removed_by_category", "retrieved_on", "retrieved_utc", "_meta.retrieved_2nd_on",
    "_meta.was_deleted_later", "_meta.is_edited", "_meta.removal_type"};
/* clang-format on */

static const char *const original_paths[] = {"selftext"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return json_plan_new(original_paths, 1); /* of a crosspost's original */
}

static bool
is_comment(const struct json_slot *slots)
{
    return slots[BODY].type == JSON_STRING
           && slots[LINK_ID].type == JSON_STRING;
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    if (slots[SUBREDDIT].type != JSON_STRING || slots[ID].type != JSON_STRING
        || slots[CREATED].type == JSON_ABSENT)
        return false;
    return is_comment(slots)
           || (slots[TITLE].type == JSON_STRING
               && slots[SELF_TEXT].type == JSON_STRING);
}

static bool
is_gone(struct text author)
{
    return text_equal(author, TEXT("[deleted]"))
           || text_equal(author, TEXT("[removed]"));
}

static void
set_author(struct draft *draft, const struct json_slot *slots)
{
    struct text handle = slot_text(&slots[AUTHOR]);
    struct text id = slot_text(&slots[AUTHOR_ID]);

    if (handle.len == 0 || is_gone(handle))
        return;
    draft_id(draft, DRAFT_AUTHOR,
             id.len > 0 ? id : draft_join(draft, TEXT("u/"), handle));
    draft_text(draft, DRAFT_HANDLE, handle);
}

/* NULL, or the flag of what became of the text. */
static const char *
fate(const struct json_slot *slots, struct text text)
{
    struct text by = slot_text(&slots[REMOVED_BY]);
    struct text removal = slot_text(&slots[REMOVAL]);

    if (slots[DELETED_LATER].type == JSON_TRUE)
        return text_find(removal, TEXT("removed")) != SIZE_MAX ? "removed"
                                                               : "deleted";
    if (text_equal(by, TEXT("deleted")) || text_equal(by, TEXT("author")))
        return "deleted";
    if (by.len > 0 || text_equal(text, TEXT("[removed]"))
        || text_starts_nocase(text, TEXT("[ Removed by ")))
        return "removed";
    return text_equal(text, TEXT("[deleted]")) ? "deleted" : NULL;
}

/* Addresses in Markdown may have their underscores escaped. */
static void
add_links(struct draft *draft, struct text text)
{
    struct text link;

    while (links_next(&text, &link)) {
        char *plain = arena_get(draft_arena(draft), link.len);
        size_t len = 0;

        for (size_t i = 0; i < link.len; i++) {
            if (link.at[i] != '\\')
                plain[len++] = link.at[i];
        }
        link = (struct text){plain, len};
        draft_link(draft, link, links_is_short(link) ? link : TEXT_NONE);
    }
}

static void
set_content(const struct raw *raw, struct draft *draft)
{
    const struct json_slot *slots = raw->slots;
    struct json_items originals = json_items(slots[CROSSPOSTS]);
    struct text text = slot_text(&slots[is_comment(slots) ? BODY : SELF_TEXT]);
    struct text link = slot_text(
        &slots[slots[TARGET_URL].type == JSON_STRING ? TARGET_URL : URL]);
    const char *flag = fate(slots, text);
    struct json_slot original, picked;

    if (flag != NULL) {
        draft_flag(draft, flag);
        draft_text(draft, DRAFT_TEXT, TEXT(""));
        return;
    }
    if (text.len == 0 && json_next(&originals, &original)
        && original.type == JSON_OBJECT
        && json_pick(raw->state, original.node, &picked) == NULL
        && picked.type == JSON_STRING)
        text = picked.text;
    text = plain_basic(draft_arena(draft), text);
    draft_plain(draft, DRAFT_TEXT, text);
    draft_plain(draft, DRAFT_TITLE,
                plain_basic(draft_arena(draft), slot_text(&slots[TITLE])));
    link = plain_basic(draft_arena(draft), link);
    if (slots[IS_SELF].type != JSON_TRUE && !is_comment(slots)
        && text_starts(link, TEXT("http")))
        draft_link(draft, link, links_is_short(link) ? link : TEXT_NONE);
    add_links(draft, text);
}

static void
set_url(struct draft *draft, const struct json_slot *slots)
{
    struct text permalink = slot_text(&slots[PERMALINK]);
    struct text link = fullname_bare(slot_text(&slots[LINK_ID]));
    struct text id = fullname_bare(slot_text(&slots[ID]));

    if (permalink.len == 0 && is_comment(slots))
        permalink = draft_join(draft, TEXT("/comments/"), link, TEXT("/_/"), id,
                               TEXT("/"));
    else if (permalink.len == 0)
        permalink = draft_join(draft, TEXT("/comments/"), id, TEXT("/"));
    draft_text(draft, DRAFT_URL,
               text_starts(permalink, TEXT("/")) ? draft_join(
                   draft, TEXT("https://www.reddit.com"), permalink)
                                                 : permalink);
}

static void
set_rest(struct draft *draft, const struct json_slot *slots)
{
    struct moment seen;

    if (epoch_read(&slots[RETRIEVED_AGAIN], &seen)
        || epoch_read(&slots[RETRIEVED], &seen)
        || epoch_read(&slots[RETRIEVED_UTC], &seen))
        draft_time(draft, DRAFT_SEEN, seen.s);
    draft_text(draft, DRAFT_PLACE, slot_text(&slots[SUBREDDIT]));
    if (slots[SCORE].type == JSON_INTEGER)
        draft_integer(draft, DRAFT_VOTES, slots[SCORE].integer);
    draft_integer(draft, DRAFT_REPLIES, slot_integer(&slots[COMMENTS], -1));
    fullname_set(draft, DRAFT_REPOST_OF, "t3_",
                 slot_text(&slots[CROSSPOST_OF]));
    if ((slots[EDITED].type != JSON_ABSENT && slots[EDITED].type != JSON_FALSE)
        || slots[EDITED_LATER].type == JSON_TRUE)
        draft_flag(draft, "edited");
    if (slots[OVER_18].type == JSON_TRUE)
        draft_flag(draft, "sensitive");
    if (slots[PROMOTED].type == JSON_TRUE)
        draft_flag(draft, "ad");
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "reddit");
    struct text id = slot_text(&slots[ID]);
    struct moment moment;

    if (!epoch_read(&slots[CREATED], &moment))
        return "bad_time: created_utc is no time";
    draft_time(draft, DRAFT_TIME, moment.s);
    fullname_set(draft, DRAFT_ID, is_comment(slots) ? "t1_" : "t3_", id);
    fullname_set(draft, DRAFT_THREAD, "t3_",
                 is_comment(slots) ? slots[LINK_ID].text : id);
    if (is_comment(slots))
        fullname_set_parent(draft, &slots[PARENT], slots[LINK_ID].text);
    set_author(draft, slots);
    set_url(draft, slots);
    set_content(raw, draft);
    set_rest(draft, slots);
    return emitter_add(emitter);
}

const struct source source_reddit = {
    .name = "reddit",
    .title =
        "Reddit comments and submissions, dumps of Pushshift and Arctic Shift",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
