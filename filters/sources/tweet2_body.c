#include "sources/tweet2_body.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/links.h"
#include "sources/plain.h"
#include "sources/source.h"
#include "sources/status.h"
#include "sources/tweet2.h"
#include "sources/words.h"

enum { URL_SHORT, URL_LONG, URL_FINAL, URL_MEDIA, URL_SHOWN, URL_SLOTS };

static const char *const url_paths[URL_SLOTS] = {
    "url", "expanded_url", "unwound_url", "media_key", "display_url"};
static const char *const tag_paths[] = {"tag"};
static const char *const mention_paths[] = {"username"};

struct tweet2_body {
    struct json_plan *url, *tag, *mention;
};

struct tweet2_body *
tweet2_body_new(void)
{
    struct tweet2_body *body = malloc(sizeof(*body));

    if (body == NULL)
        err(EX_OSERR, "tweet2_body");
    body->url = json_plan_new(url_paths, URL_SLOTS);
    body->tag = json_plan_new(tag_paths, 1);
    body->mention = json_plan_new(mention_paths, 1);
    return body;
}

/* Pictures and films have an address of their own among those of the text. */
static bool
is_media(const struct json_slot *url)
{
    struct text shown = slot_text(&url[URL_SHOWN]);

    return url[URL_MEDIA].type == JSON_STRING
           || text_starts(shown, TEXT("pic.twitter.com/"))
           || text_starts(shown, TEXT("pic.x.com/"));
}

/* The address where it ends; a shortener on the way there is a link of its own. */
static void
add_url(struct draft *draft, const struct json_slot *url)
{
    struct text shortened = slot_text(&url[URL_SHORT]);
    struct text link = slot_text(&url[URL_LONG]);
    struct text final = slot_text(&url[URL_FINAL]);

    if (link.len == 0)
        link = shortened;
    if (final.len > 0 && links_is_short(link) && !text_equal(link, final)) {
        draft_link(draft, final, shortened);
        draft_link(draft, link, link);
        return;
    }
    draft_link(draft, link, shortened);
}

static void
add_urls(const struct tweet2_body *body, struct draft *draft,
         struct json_slot urls)
{
    struct json_items items = json_items(urls);
    struct json_slot item, url[URL_SLOTS];

    while (json_next(&items, &item)) {
        if (item.type == JSON_OBJECT
            && json_pick(body->url, item.node, url) == NULL && !is_media(url))
            add_url(draft, url);
    }
}

/* Posts that came without entities have their links, tags and mentions in the text alone. */
void
tweet2_body_set(const struct tweet2_body *body, struct draft *draft,
                const struct json_slot *slots)
{
    bool is_long = slots[TWEET2_NOTE_TEXT].type == JSON_STRING;
    size_t own = is_long && slots[TWEET2_NOTE_ENTITIES].type == JSON_OBJECT
                     ? TWEET2_NOTE_ENTITIES
                     : TWEET2_ENTITIES;
    struct text text =
        plain_basic(draft_arena(draft),
                    slots[is_long ? TWEET2_NOTE_TEXT : TWEET2_TEXT].text);

    draft_plain(draft, DRAFT_TEXT, text);
    if (slots[own].type != JSON_OBJECT) {
        links_add(draft, text, NULL);
        words_tags(draft, text);
        words_mentions(draft, text);
        return;
    }
    add_urls(body, draft, slots[own + 1]);
    status_each(body->tag, draft, DRAFT_TAGS, slots[own + 2]);
    status_each(body->mention, draft, DRAFT_MENTIONS, slots[own + 3]);
}
