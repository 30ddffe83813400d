#include "sources/facebook_link.h"

#include "base/url.h"
#include "base/utf8.h"
#include "sources/feed_post.h"
#include "sources/links.h"
#include "sources/source.h"

enum { SHARED, UNSHIMMED, TITLE, SLOTS };

static const char *const paths[SLOTS] = {"url", "unshimmed_url", "title"};

static bool
is_facebook(struct text host)
{
    host = url_host_name(host);
    return text_equal_nocase(host, TEXT("facebook.com"))
           || text_equal_nocase(host, TEXT("l.facebook.com"))
           || text_equal_nocase(host, TEXT("lm.facebook.com"))
           || text_equal_nocase(host, TEXT("m.facebook.com"));
}

struct text
facebook_link(struct draft *draft, struct text link)
{
    struct url url = url_split(link);
    struct buffer bytes = {0}, out = {0};
    struct text to;

    if (!text_equal(url.path, TEXT("/l.php")) || !is_facebook(url.host)
        || !url_find(&url, TEXT("u"), &to))
        return link;
    url_decode(&bytes, to);
    utf8_repair(&out, buffer_text(&bytes));
    to = arena_copy(draft_arena(draft), buffer_text(&out));
    buffer_free(&bytes);
    buffer_free(&out);
    return to;
}

void
facebook_link_add(struct draft *draft, struct text link)
{
    link = facebook_link(draft, link);
    if (!is_facebook(url_split(link).host))
        feed_post_link(draft, link);
}

struct json_plan *
facebook_link_plan(void)
{
    return json_plan_new(paths, SLOTS);
}

void
facebook_link_shared(const struct json_plan *plan, struct draft *draft,
                     struct json_slot attachments)
{
    struct json_items items = json_items(attachments);
    struct json_slot item, slots[SLOTS];

    while (json_next(&items, &item)) {
        if (item.type != JSON_OBJECT
            || json_pick(plan, item.node, slots) != NULL)
            continue;
        if (!draft_has(draft, DRAFT_TITLE))
            draft_plain(draft, DRAFT_TITLE, slot_text(&slots[TITLE]));
        if (slots[UNSHIMMED].type == JSON_STRING)
            slots[SHARED] = slots[UNSHIMMED];
        facebook_link_add(draft, slot_text(&slots[SHARED]));
    }
}

void
facebook_link_text(struct draft *draft, struct text text)
{
    struct text link;

    while (links_next(&text, &link))
        feed_post_link(draft, facebook_link(draft, link));
}
