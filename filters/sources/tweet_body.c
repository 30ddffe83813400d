#include "sources/tweet_body.h"

#include <err.h>
#include <stdlib.h>

#include "sources/links.h"
#include "sources/plain.h"
#include "sources/source.h"
#include "sources/status.h"
#include "sources/tweet.h"
#include "sources/words.h"

enum { URL_SHORT, URL_LONG, URL_SLOTS };

static const char *const url_paths[URL_SLOTS] = {"url", "expanded_url"};
static const char *const tag_paths[] = {"text"};
static const char *const mention_paths[] = {"screen_name"};

struct tweet_body {
    struct json_plan *url, *tag, *mention;
};

/* Where a post's text and entities are taken from. */
struct body {
    struct text text;
    struct json_slot urls, tags, mentions;
    bool has_entities;
    bool is_cut;
};

struct tweet_body *
tweet_body_new(void)
{
    struct tweet_body *plans = malloc(sizeof(*plans));

    if (plans == NULL)
        err(EX_OSERR, "tweet_body");
    plans->url = json_plan_new(url_paths, URL_SLOTS);
    plans->tag = json_plan_new(tag_paths, 1);
    plans->mention = json_plan_new(mention_paths, 1);
    return plans;
}

/* extended_tweet goes before what was cut to 140 characters. */
static struct body
body_of(const struct json_slot *slots)
{
    struct body body = {slot_text(&slots[TWEET_LONG_TEXT]),
                        slots[TWEET_LONG_URLS],
                        slots[TWEET_LONG_TAGS],
                        slots[TWEET_LONG_MENTIONS],
                        slots[TWEET_ENTITIES].type == JSON_OBJECT,
                        false};

    if (body.text.at != NULL)
        return body;
    body.urls = slots[TWEET_URLS];
    body.tags = slots[TWEET_TAGS];
    body.mentions = slots[TWEET_MENTIONS];
    body.text = slot_text(&slots[TWEET_FULL_TEXT]);
    if (body.text.at != NULL)
        return body;
    body.text = slot_text(&slots[TWEET_TEXT]);
    body.is_cut = slots[TWEET_TRUNCATED].type == JSON_TRUE;
    return body;
}

static void
add_urls(const struct tweet_body *plans, struct draft *draft,
         struct json_slot urls)
{
    struct json_items items = json_items(urls);
    struct json_slot url;
    struct json_slot slots[URL_SLOTS];

    while (json_next(&items, &url)) {
        if (url.type != JSON_OBJECT
            || json_pick(plans->url, url.node, slots) != NULL)
            continue;
        struct text shortened = slot_text(&slots[URL_SHORT]);
        struct text link = slot_text(&slots[URL_LONG]);

        draft_link(draft, link.len > 0 ? link : shortened,
                   link.len > 0 || links_is_short(shortened) ? shortened
                                                             : TEXT_NONE);
    }
}

/* Statuses from before the entities have their links, tags and mentions in the text alone. */
static void
add_entities(const struct tweet_body *plans, struct draft *draft,
             const struct body *body, struct text text)
{
    add_urls(plans, draft, body->urls);
    if (!draft_has(draft, DRAFT_LINKS))
        links_add(draft, text, body->has_entities ? "t.co" : NULL);
    if (body->has_entities) {
        status_each(plans->tag, draft, DRAFT_TAGS, body->tags);
        status_each(plans->mention, draft, DRAFT_MENTIONS, body->mentions);
    } else {
        words_tags(draft, text);
        words_mentions(draft, text);
    }
}

bool
tweet_body_is(const struct json_slot *slots)
{
    return body_of(slots).text.at != NULL;
}

void
tweet_body_set(const struct tweet_body *plans, struct draft *draft,
               const struct json_slot *slots)
{
    struct body body = body_of(slots);
    struct text text = plain_basic(draft_arena(draft), body.text);

    draft_plain(draft, DRAFT_TEXT, text);
    add_entities(plans, draft, &body, text);
    if (body.is_cut)
        draft_flag(draft, "truncated");
}
