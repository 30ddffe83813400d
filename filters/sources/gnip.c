/*
 * gnip - activity streams as Gnip delivered them: Twitter, WordPress, Disqus, Tumblr, StockTwits, Foursquare, feeds
 *
 * The publisher is in the activity's id. An item has the id by which its own platform knows it, so that it meets itself in
 * exports of another shape; an activity that changes or deletes one names it in `object`.
 * Source:  activitystrea.ms, "JSON Activity Streams 1.0"; Gnip's own samples of each publisher.
 */
#include "sources/deleted.h"
#include "sources/feed_post.h"
#include "sources/gnip_publisher.h"
#include "sources/gnip_tweet.h"
#include "sources/links.h"
#include "sources/plain.h"
#include "sources/status.h"

#include <err.h>
#include <stdlib.h>

enum {
    ID,
    VERB,
    POSTED,
    BODY,
    LINK,
    OBJECT_ID,
    OBJECT_POSTED,
    OBJECT_UPDATED,
    CONTENT,
    SUMMARY,
    NAME,
    OBJECT_LINK,
    TAGS,
    COMMENTS,
    ACTOR_ID,
    HANDLE,
    ACTOR_NAME,
    FOLLOWERS,
    FOLLOWING,
    STATUSES,
    PARENT,
    TARGET_ID,
    TARGET_LINK,
    TARGET_NAME,
    ROOT_LINK,
    FEED,
    FEED_STATE,
    GUID,
    LANG,
    INFO,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "id", "verb", "postedTime", "body", "link", "object.id", "object.postedTime", "object.updatedTime", "object.content",
    "object.summary", "object.displayName", "object.link", "object.tags", "object.comments.totalItems", "actor.id", "actor.preferredUsername", "actor.displayName",
    "actor.followersCount", "actor.followingCount", "actor.statusesCount", "inReplyTo.id", "target.id", "target.link",
    "target.displayName", "tumblrRebloggedRoot.link", "ngFeedXmlUrl", "ngState", "original_item.guid",
    "gnip.language.value", "info.message"};
/* clang-format on */

static const char *const tag_paths[] = {"displayName"};

struct gnip {
    struct gnip_tweet *tweet;
    struct json_plan *tag;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct gnip *state = malloc(sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "gnip");
    state->tweet = gnip_tweet_new();
    state->tag = json_plan_new(tag_paths, 1);
    return state;
}

static bool
is_info(const struct raw *raw)
{
    return raw->slots[INFO].type == JSON_STRING && source_is_single(raw->root);
}

static bool
matches(const struct raw *raw)
{
    return is_info(raw)
           || (raw->slots[VERB].type == JSON_STRING
               && gnip_publisher_of(slot_text(&raw->slots[ID])) != NULL);
}

/* The publisher's own time of the item; when it was said of it is `seen`. */
static void
set_time(struct draft *draft, const struct json_slot *slots)
{
    struct moment said, made, changed;
    bool is_said = clock_parse(slot_text(&slots[POSTED]), &said);

    if (clock_parse(slot_text(&slots[OBJECT_POSTED]), &made)) {
        draft_moment_utc(draft, &made);
        if (clock_parse(slot_text(&slots[OBJECT_UPDATED]), &changed)
            && changed.s > made.s)
            draft_flag(draft, "edited");
    } else if (is_said)
        draft_moment_utc(draft, &said);
    if (is_said)
        draft_time(draft, DRAFT_SEEN, said.s);
}

static void
set_author(const struct gnip_publisher *publisher, struct draft *draft,
           const struct json_slot *slots)
{
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[TARGET_NAME]));
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[ACTOR_NAME]));
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[HANDLE]));
    draft_id(draft, DRAFT_AUTHOR,
             gnip_publisher_native(publisher, slot_text(&slots[ACTOR_ID])));
    draft_integer(draft, DRAFT_FOLLOWERS, slot_integer(&slots[FOLLOWERS], -1));
    draft_integer(draft, DRAFT_FOLLOWING, slot_integer(&slots[FOLLOWING], -1));
    draft_integer(draft, DRAFT_POSTS, slot_integer(&slots[STATUSES], -1));
}

static struct text
item_of(const struct gnip_publisher *publisher, const struct json_slot *slots)
{
    return gnip_publisher_native(
        publisher, slot_text(&slots[publisher->is_object ? OBJECT_ID : ID]));
}

/* A feed's item is known by its guid, as the feed itself knows it. */
static void
set_feed(const struct raw *raw, struct draft *draft)
{
    struct text feed = plain_basic(draft_arena(draft), raw->slots[FEED].text);
    struct text guid = slot_text(&raw->slots[GUID]);

    if (guid.len > 0 || draft_has(draft, DRAFT_URL))
        feed_post_id(draft, guid, feed, raw->line);
    feed_post_author(draft, slot_text(&raw->slots[ACTOR_NAME]), TEXT_NONE,
                     feed);
    draft_text(draft, DRAFT_PLACE, feed);
}

static void
set_content(const struct gnip *state, struct draft *draft,
            const struct json_slot *slots)
{
    struct text html = slot_text(&slots[BODY]);
    struct text link = slot_text(&slots[OBJECT_LINK]);

    for (int i = CONTENT; html.len == 0 && i <= SUMMARY; i++)
        html = slot_text(&slots[i]);
    if (link.len == 0)
        link = slot_text(&slots[LINK]);
    draft_text(draft, DRAFT_URL, link);
    html = feed_post_html(draft, html, link, true);
    draft_plain(draft, DRAFT_TEXT, html.len > 0 ? html : TEXT(""));
    if (!draft_has(draft, DRAFT_LINKS))
        links_add(draft, html, NULL);
    draft_text(draft, DRAFT_LANG, slot_text(&slots[LANG]));
    status_each(state->tag, draft, DRAFT_TAGS, slots[TAGS]);
}

static const char *
emit_delete(const struct gnip_publisher *publisher,
            const struct json_slot *slots, struct emitter *emitter)
{
    struct draft *draft =
        emitter_draft(emitter, DRAFT_DELETE, publisher->platform);
    struct text target = slot_text(&slots[OBJECT_ID]);

    target = gnip_publisher_native(publisher,
                                   target.len > 0 ? target : slots[ID].text);
    set_time(draft, slots);
    deleted_item(draft, target);
    draft_id(draft, DRAFT_AUTHOR,
             gnip_publisher_native(publisher, slot_text(&slots[ACTOR_ID])));
    return emitter_add(emitter);
}

static const char *
emit_post(const struct raw *raw, const struct gnip_publisher *publisher,
          struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft =
        emitter_draft(emitter, DRAFT_POST, publisher->platform);
    struct text title = slot_text(&slots[NAME]);
    struct text place = slot_text(&slots[TARGET_NAME]);
    bool is_checkin = text_equal(slot_text(&slots[VERB]), TEXT("checkin"));

    set_time(draft, slots);
    draft_id(draft, DRAFT_ID, item_of(publisher, slots));
    set_content(raw->state, draft, slots);
    set_author(publisher, draft, slots);
    title = feed_post_html(draft, title, TEXT_NONE, false);
    draft_text(draft, DRAFT_PLACE, slot_text(&slots[TARGET_LINK]));
    draft_text(draft, DRAFT_PLACE,
               feed_post_html(draft, place, TEXT_NONE, false));
    draft_plain(draft, is_checkin ? DRAFT_PLACE : DRAFT_TITLE, title);
    draft_id(draft, DRAFT_REPLY_TO,
             gnip_publisher_native(publisher, slot_text(&slots[PARENT])));
    draft_id(draft, DRAFT_THREAD,
             gnip_publisher_native(publisher, slot_text(&slots[TARGET_ID])));
    draft_id(draft, DRAFT_REPOST_OF,
             gnip_publisher_post(slot_text(&slots[ROOT_LINK])));
    draft_integer(draft, DRAFT_REPLIES, slot_number(&slots[COMMENTS], -1));
    if (raw->slots[FEED].type == JSON_STRING)
        set_feed(raw, draft);
    if (text_equal(slot_text(&slots[VERB]), TEXT("update")))
        draft_flag(draft, "edited");
    return emitter_add(emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct gnip *state = raw->state;
    const struct gnip_publisher *publisher =
        gnip_publisher_of(slot_text(&raw->slots[ID]));
    struct text verb = slot_text(&raw->slots[VERB]);

    if (is_info(raw))
        return SOURCE_DROP("notice:info");
    if (publisher == NULL)
        return "bad_publisher: its id names none that hark knows";
    if (text_equal(verb, TEXT("delete")))
        return emit_delete(publisher, raw->slots, emitter);
    if (text_equal(text_of(publisher->platform), TEXT("twitter")))
        return gnip_tweet_emit(state->tweet, source_root(raw), emitter);
    return emit_post(raw, publisher, emitter);
}

const struct source source_gnip = {
    .name = "gnip",
    .title = "Gnip activity streams: Twitter, WordPress, Disqus, Tumblr, "
             "StockTwits, Foursquare, feeds",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .is_rooted = true,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
