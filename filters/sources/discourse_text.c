#include "sources/discourse_text.h"

#include "sources/feed_post.h"
#include "sources/html.h"
#include "sources/links.h"

static void
add_link(struct draft *draft, const struct html_link *link, struct text base)
{
    static const struct text people = {"/u/", 3};
    size_t at = text_find(link->href, people);

    if (html_has_class(link, TEXT("mention"))) {
        if (at != SIZE_MAX)
            draft_add(draft, DRAFT_MENTIONS,
                      text_from(link->href, at + people.len));
    } else if (!html_has_class(link, TEXT("mention-group"))
               && !html_has_class(link, TEXT("hashtag"))
               && !html_has_class(link, TEXT("hashtag-cooked"))
               && !html_has_class(link, TEXT("anchor")))
        feed_post_link(draft, feed_post_address(draft, base, link->href));
}

void
discourse_text(struct draft *draft, const struct json_slot *cooked,
               const struct json_slot *raw, struct text host)
{
    struct text base =
        host.len > 0 ? draft_join(draft, TEXT("https://"), host, TEXT("/"))
                     : TEXT_NONE;
    struct html html = html_read(draft_arena(draft), slot_text(cooked));

    for (size_t i = 0; i < html.count; i++)
        add_link(draft, &html.links[i], base);
    if (cooked->type != JSON_STRING) {
        html.text = slot_text(raw);
        links_add(draft, html.text, NULL);
    }
    draft_plain(draft, DRAFT_TEXT, html.text.len > 0 ? html.text : TEXT(""));
}
