/*
 * sf_ideas - ideas and their comments as Salesforce exports them: Idea.csv, IdeaComment.csv, records of its REST API
 *
 * Votes are VoteTotal over ten: a vote gives ten points, a demotion takes ten. An idea that was merged is a repost of the one
 * it was merged into; what lies in the recycle bin is a delete.
 * Source:  developer.salesforce.com, object reference, "Idea", "IdeaComment".
 */
#include "sources/deleted.h"
#include "sources/feed_post.h"
#include "sources/links.h"

enum {
    ID,
    CREATED,
    MODIFIED,
    AUTHOR,
    NAME,
    TITLE,
    BODY,
    IS_HTML,
    CATEGORIES,
    STATUS,
    BOARD,
    COMMENTS,
    POINTS,
    SCORE,
    PARENT,
    IS_MERGED,
    IS_DELETED,
    IDEA,
    COMMENT,
    UP_VOTES,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "Id", "CreatedDate", "LastModifiedDate", "CreatedById", "CreatorName", "Title", "Body", "IsHtml", "Categories",
    "Status", "CommunityId", "NumComments", "VoteTotal", "VoteScore", "ParentIdeaId", "IsMerged", "IsDeleted", "IdeaId",
    "CommentBody", "UpVotes"};
/* clang-format on */

static bool
is_comment(const struct json_slot *slots)
{
    return slots[IDEA].type == JSON_STRING
           && slots[COMMENT].type == JSON_STRING;
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return slots[ID].type == JSON_STRING && slots[CREATED].type == JSON_STRING
           && (is_comment(slots)
               || (slots[TITLE].type == JSON_STRING
                   && (slots[POINTS].type != JSON_ABSENT
                       || slots[SCORE].type != JSON_ABSENT)));
}

/* true, "true", and "1" of older exports. */
static bool
is_true(const struct json_slot *slot)
{
    return slot->type == JSON_TRUE
           || text_equal_nocase(slot_text(slot), TEXT("true"))
           || text_equal(slot_text(slot), TEXT("1"));
}

/* The 15 letters that name a thing, without the three that check them. */
static void
set_id(struct draft *draft, enum draft_key key, const struct json_slot *id)
{
    struct text text = slot_text(id);

    if (text.len == 18)
        text.len = 15;
    draft_id(draft, key, text);
}

/* "250.0" and "250" alike. */
static bool
read_points(const struct json_slot *slot, int64_t *points)
{
    struct json_slot whole = *slot;
    size_t point = text_find_char(slot_text(slot), '.');

    if (slot->type == JSON_DOUBLE && slot->number > -1e12
        && slot->number < 1e12) {
        *points = (int64_t)slot->number;
        return true;
    }
    if (point != SIZE_MAX)
        whole.text.len = point;
    *points = slot_number(&whole, INT64_MIN);
    return *points != INT64_MIN;
}

/* Under Review: under_review. */
static void
set_status(struct draft *draft, struct text status)
{
    char *word = arena_get(draft_arena(draft), status.len + 1);

    for (size_t i = 0; i < status.len; i++) {
        char byte = status.at[i];

        word[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
        if (byte == ' ' || byte == '-')
            word[i] = '_';
    }
    draft_text(draft, DRAFT_IDEA_STATUS, (struct text){word, status.len});
}

static void
set_time(const struct raw *raw, struct draft *draft)
{
    struct moment moment;

    if (row_time(raw->row, slot_text(&raw->slots[CREATED]), &moment))
        draft_moment_utc(draft, &moment);
    if (row_time(raw->row, slot_text(&raw->slots[MODIFIED]), &moment))
        draft_time(draft, DRAFT_SEEN, moment.s);
}

static void
set_text(struct draft *draft, const struct json_slot *slots, struct text text)
{
    if (is_true(&slots[IS_HTML])) {
        text = feed_post_html(draft, text, TEXT_NONE, true);
        text = text.len > 0 ? text : TEXT("");
    }
    if (!draft_has(draft, DRAFT_LINKS))
        links_add(draft, text, NULL);
    draft_plain(draft, DRAFT_TEXT, text.at == NULL ? TEXT("") : text);
}

static void
set_idea(struct draft *draft, const struct json_slot *slots)
{
    struct text categories = slot_text(&slots[CATEGORIES]), category;
    int64_t points;

    set_id(draft, DRAFT_THREAD, &slots[ID]);
    if (is_true(&slots[IS_MERGED]) || slot_text(&slots[PARENT]).len > 0)
        set_id(draft, DRAFT_REPOST_OF, &slots[PARENT]);
    draft_plain(draft, DRAFT_TITLE, slots[TITLE].text);
    set_text(draft, slots, slot_text(&slots[BODY]));
    while (text_split(&categories, ';', &category))
        draft_tag(draft, text_trim(category));
    set_status(draft, slot_text(&slots[STATUS]));
    draft_text(draft, DRAFT_PLACE, slot_text(&slots[BOARD]));
    draft_integer(draft, DRAFT_REPLIES, slot_number(&slots[COMMENTS], -1));
    if (read_points(&slots[POINTS], &points))
        draft_integer(draft, DRAFT_VOTES, points / 10);
}

static void
set_comment(struct draft *draft, const struct json_slot *slots)
{
    set_id(draft, DRAFT_THREAD, &slots[IDEA]);
    set_id(draft, DRAFT_REPLY_TO, &slots[IDEA]);
    set_text(draft, slots, slots[COMMENT].text);
    if (slots[UP_VOTES].type != JSON_ABSENT)
        draft_integer(draft, DRAFT_VOTES, slot_number(&slots[UP_VOTES], 0));
}

static const char *
emit_delete(const struct raw *raw, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "ideas");
    struct moment moment;

    set_time(raw, draft);
    if (row_time(raw->row, slot_text(&raw->slots[MODIFIED]), &moment))
        draft_moment_utc(draft, &moment);
    set_id(draft, DRAFT_TARGET, &raw->slots[ID]);
    deleted_item(draft, draft_native(draft, DRAFT_TARGET));
    set_id(draft, DRAFT_AUTHOR, &raw->slots[AUTHOR]);
    return emitter_add(emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft;

    if (!matches(raw))
        return "bad_idea: neither an idea nor a comment on one";
    if (is_true(&slots[IS_DELETED]))
        return emit_delete(raw, emitter);
    draft = emitter_draft(emitter, DRAFT_POST, "ideas");
    set_time(raw, draft);
    set_id(draft, DRAFT_ID, &slots[ID]);
    set_id(draft, DRAFT_AUTHOR, &slots[AUTHOR]);
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[NAME]));
    if (is_comment(slots))
        set_comment(draft, slots);
    else
        set_idea(draft, slots);
    return emitter_add(emitter);
}

const struct source source_sf_ideas = {
    .name = "sf_ideas",
    .title = "Salesforce Ideas and their comments",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .matches = matches,
    .normalize = normalize,
};
