#include "sources/bsky_post.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/links.h"
#include "sources/source.h"
#include "sources/words.h"

enum { DAY_S = 86400 };

enum {
    CREATED,
    TEXT_SLOT,
    LANGS,
    FACETS,
    TAGS,
    LABELS,
    PARENT,
    ROOT,
    CARD,
    MEDIA_CARD,
    QUOTED,
    MEDIA_QUOTED,
    SUBJECT,
    SLOTS
};

static const char *const paths[SLOTS] = {"createdAt",
                                         "text",
                                         "langs",
                                         "facets",
                                         "tags",
                                         "labels.values",
                                         "reply.parent.uri",
                                         "reply.root.uri",
                                         "embed.external.uri",
                                         "embed.media.external.uri",
                                         "embed.record.uri",
                                         "embed.record.record.uri",
                                         "subject.uri"};

enum { FEATURE_LINK, FEATURE_TAG, FEATURE_DID, FEATURE_SLOTS };

static const char *const feature_paths[FEATURE_SLOTS] = {"uri", "tag", "did"};
static const char *const facet_paths[] = {"features"};
static const char *const label_paths[] = {"val"};

struct bsky_post {
    struct json_plan *whole, *facet, *feature, *label;
};

struct bsky_post *
bsky_post_new(void)
{
    struct bsky_post *post = malloc(sizeof(*post));

    if (post == NULL)
        err(EX_OSERR, "bsky_post");
    post->whole = json_plan_new(paths, SLOTS);
    post->facet = json_plan_new(facet_paths, 1);
    post->feature = json_plan_new(feature_paths, FEATURE_SLOTS);
    post->label = json_plan_new(label_paths, 1);
    return post;
}

/* Bluesky's own rule: the earlier of what the client said and of when the event passed. */
static void
set_time(struct draft *draft, struct text created, const struct moment *passed)
{
    struct moment moment;
    bool is_said = clock_parse(created, &moment);

    if (!is_said && passed == NULL)
        return;
    if (is_said && passed != NULL && llabs(moment.s - passed->s) > DAY_S)
        draft_flag(draft, "clock_skew");
    if (!is_said || (passed != NULL && passed->s < moment.s))
        draft_moment_utc(draft, passed);
    else if (moment.tz_min != 0)
        draft_moment(draft, &moment);
    else
        draft_moment_utc(draft, &moment);
}

static void
add_link(struct draft *draft, struct text link)
{
    if (text_starts_nocase(link, TEXT("http")))
        draft_link_once(draft, link, links_is_short(link) ? link : TEXT_NONE);
}

static void
add_feature(const struct bsky_post *post, struct draft *draft,
            const struct json_slot *feature)
{
    struct json_slot slots[FEATURE_SLOTS];

    if (feature->type != JSON_OBJECT
        || json_pick(post->feature, feature->node, slots) != NULL)
        return;
    add_link(draft, slot_text(&slots[FEATURE_LINK]));
    draft_tag(draft, slot_text(&slots[FEATURE_TAG]));
    draft_add(draft, DRAFT_MENTIONS, slot_text(&slots[FEATURE_DID]));
}

static void
add_facets(const struct bsky_post *post, struct draft *draft,
           struct json_slot facets)
{
    struct json_items items = json_items(facets);
    struct json_slot facet, features, feature;

    while (json_next(&items, &facet)) {
        struct json_items of_facet;

        if (facet.type != JSON_OBJECT
            || json_pick(post->facet, facet.node, &features) != NULL)
            continue;
        of_facet = json_items(features);
        while (json_next(&of_facet, &feature))
            add_feature(post, draft, &feature);
    }
}

static void
set_links(const struct bsky_post *post, struct draft *draft,
          const struct json_slot *slots)
{
    struct json_items tags = json_items(slots[TAGS]);
    struct json_slot tag;

    add_facets(post, draft, slots[FACETS]);
    add_link(draft, slot_text(&slots[CARD]));
    add_link(draft, slot_text(&slots[MEDIA_CARD]));
    if (!draft_has(draft, DRAFT_LINKS))
        links_add(draft, slot_text(&slots[TEXT_SLOT]), NULL);
    while (json_next(&tags, &tag))
        draft_tag(draft, slot_text(&tag));
    if (slots[FACETS].type != JSON_ARRAY)
        words_tags(draft, slot_text(&slots[TEXT_SLOT]));
}

/* Lists and feeds can be embedded too; only a post is quoted. */
static void
set_quoted(struct draft *draft, struct text uri)
{
    if (text_find(uri, TEXT("/app.bsky.feed.post/")) != SIZE_MAX)
        draft_id(draft, DRAFT_QUOTE_OF, uri);
}

/* What authors say of their own posts; those that begin with `!` are for apps. */
static void
set_labels(const struct bsky_post *post, struct draft *draft,
           struct json_slot labels)
{
    struct json_items items = json_items(labels);
    struct json_slot label, value;

    while (json_next(&items, &label)) {
        if (label.type == JSON_OBJECT
            && json_pick(post->label, label.node, &value) == NULL
            && slot_text(&value).len > 0 && value.text.at[0] != '!')
            draft_flag(draft, "sensitive");
    }
}

const char *
bsky_post_set(const struct bsky_post *post, struct draft *draft,
              struct json_node record, bool is_repost,
              const struct moment *passed)
{
    struct json_slot slots[SLOTS];
    struct json_items langs;
    struct json_slot lang;
    const char *why = json_pick(post->whole, record, slots);

    if (why != NULL)
        return why;
    set_time(draft, slot_text(&slots[CREATED]), passed);
    if (is_repost) {
        if (slots[SUBJECT].type != JSON_STRING)
            return "no_subject: a repost of nothing";
        draft_id(draft, DRAFT_REPOST_OF, slots[SUBJECT].text);
        draft_text(draft, DRAFT_TEXT, TEXT(""));
        return NULL;
    }
    draft_plain(draft, DRAFT_TEXT, slot_text(&slots[TEXT_SLOT]));
    langs = json_items(slots[LANGS]);
    if (json_next(&langs, &lang))
        draft_text(draft, DRAFT_LANG, slot_text(&lang));
    draft_id(draft, DRAFT_REPLY_TO, slot_text(&slots[PARENT]));
    draft_id(draft, DRAFT_THREAD,
             slots[ROOT].type == JSON_STRING ? slots[ROOT].text
                                             : draft_native(draft, DRAFT_ID));
    set_quoted(draft, slot_text(&slots[QUOTED]));
    set_quoted(draft, slot_text(&slots[MEDIA_QUOTED]));
    set_links(post, draft, slots);
    set_labels(post, draft, slots[LABELS]);
    return NULL;
}
