#include "sources/youtube_text.h"

#include "base/url.h"
#include "sources/feed_post.h"
#include "sources/html.h"
#include "sources/links.h"
#include "sources/words.h"

static bool
is_own(struct text href, struct text video)
{
    struct url url = url_split(href);
    struct text value;

    if (!text_equal_nocase(url_host_name(url.host), TEXT("youtube.com")))
        return false;
    return text_equal(url.path, TEXT("/results"))
           || text_starts(url.path, TEXT("/hashtag/"))
           || text_starts(url.path, TEXT("/channel/"))
           || text_starts(url.path, TEXT("/@"))
           || (url_find(&url, TEXT("t"), &value)
               && url_find(&url, TEXT("v"), &value)
               && text_equal(value, video));
}

void
youtube_text(struct draft *draft, const struct json_slot *original,
             const struct json_slot *display, struct text video)
{
    struct text text = slot_text(display);
    struct html html = {.text = text};

    if (text_find_char(text, '\n') == SIZE_MAX)
        html = html_read(draft_arena(draft), text);
    for (size_t i = 0; i < html.count; i++) {
        if (!is_own(html.links[i].href, video))
            feed_post_link(draft, html.links[i].href);
    }
    text = original->type == JSON_STRING ? original->text : html.text;
    if (html.count == 0)
        links_add(draft, text, NULL);
    words_tags(draft, text);
    draft_plain(draft, DRAFT_TEXT, text.len > 0 ? text : TEXT(""));
}
