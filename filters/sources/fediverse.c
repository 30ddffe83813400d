#include "sources/fediverse.h"

#include "base/url.h"
#include "sources/html.h"
#include "sources/links.h"

static struct text
without_sign(struct text name, char sign)
{
    return name.len > 0 && name.at[0] == sign ? text_from(name, 1) : name;
}

void
fediverse_content(struct draft *draft, struct text content)
{
    struct html html = html_read(draft_arena(draft), content);

    draft_plain(draft, DRAFT_TEXT, html.text.at == NULL ? TEXT("") : html.text);
    for (size_t i = 0; i < html.count; i++) {
        const struct html_link *link = &html.links[i];

        if (!html_has_class(link, TEXT("mention"))
            && !html_has_class(link, TEXT("hashtag"))
            && text_starts_nocase(link->href, TEXT("http")))
            draft_link_once(draft, link->href,
                            links_is_short(link->href) ? link->href
                                                       : TEXT_NONE);
    }
}

void
fediverse_handle(struct draft *draft, struct text actor)
{
    struct url url = url_split(actor);
    struct text name;

    if (text_starts(url.path, TEXT("/users/")))
        name = text_from(url.path, 7);
    else if (text_starts(url.path, TEXT("/@")))
        name = text_from(url.path, 2);
    else
        return;
    if (name.len == 0 || text_find_char(name, '/') != SIZE_MAX)
        return;
    draft_text(draft, DRAFT_HANDLE,
               draft_join(draft, name, TEXT("@"), url.host));
}

void
fediverse_tag(struct draft *draft, struct text name)
{
    draft_tag(draft, without_sign(name, '#'));
}

void
fediverse_mention(struct draft *draft, struct text name)
{
    draft_add(draft, DRAFT_MENTIONS, without_sign(name, '@'));
}
