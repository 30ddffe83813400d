#include "sources/feed_post.h"

#include "base/url.h"
#include "ports/digest.h"
#include "sources/feed_date.h"
#include "sources/html.h"
#include "sources/links.h"

struct text
feed_post_address(struct draft *draft, struct text base, struct text reference)
{
    struct buffer out = {0};
    struct text copy;

    reference = text_trim(reference);
    if (reference.len == 0)
        return TEXT_NONE;
    if (text_starts_nocase(reference, TEXT("http://"))
        || text_starts_nocase(reference, TEXT("https://")))
        return reference;
    url_join(&out, text_trim(base), reference);
    copy = arena_copy(draft_arena(draft), buffer_text(&out));
    buffer_free(&out);
    return copy;
}

void
feed_post_link(struct draft *draft, struct text link)
{
    if (text_starts_nocase(link, TEXT("http")))
        draft_link_once(draft, link, links_is_short(link) ? link : TEXT_NONE);
}

struct text
feed_post_html(struct draft *draft, struct text source, struct text base,
               bool links)
{
    struct html html = html_read(draft_arena(draft), source);

    for (size_t i = 0; links && i < html.count; i++)
        feed_post_link(draft,
                       feed_post_address(draft, base, html.links[i].href));
    return html.text;
}

void
feed_post_id(struct draft *draft, struct text id, struct text feed,
             struct text raw)
{
    char digits[DIGEST_TEXT + 1] = {0};

    id = text_trim(id);
    feed = text_trim(feed);
    if (id.len == 0)
        id = draft_string(draft, DRAFT_URL);
    else if (text_find_char(id, ':') == SIZE_MAX && feed.len > 0)
        id = draft_join(draft, feed, TEXT("#"), id);
    if (id.len == 0) {
        digest_format(digits, digest128(raw));
        id = draft_join(draft, TEXT("hash/"), text_of(digits));
    }
    draft_id(draft, DRAFT_ID, id);
}

void
feed_post_time(struct draft *draft, struct text published, struct text updated,
               const struct feed_context *context, struct emitter *emitter)
{
    struct moment moment, later;
    bool is_updated = feed_date_parse(updated, &later);

    if (feed_date_parse(published, &moment)) {
        draft_moment(draft, &moment);
        if (is_updated && later.s > moment.s)
            draft_flag(draft, "edited");
        return;
    }
    if (is_updated) {
        draft_moment(draft, &later);
        return;
    }
    if (context != NULL && feed_context_time(context, &moment))
        draft_moment(draft, &moment);
    else if (emitter_seen(emitter) != INT64_MIN)
        draft_time(draft, DRAFT_TIME, emitter_seen(emitter));
    draft_flag(draft, "approx_time");
}

/* "jane@x.example (Jane Doe)", "Jane Doe <jane@x.example>": the name. */
static struct text
name_of(struct text author)
{
    size_t open = text_find_char(author, '(');
    size_t angle = text_find_char(author, '<');

    if (open != SIZE_MAX && text_ends(author, TEXT(")")))
        return text_trim(
            (struct text){author.at + open + 1, author.len - open - 2});
    if (angle != SIZE_MAX && angle > 0)
        author.len = angle;
    return text_trim(author);
}

void
feed_post_author(struct draft *draft, struct text name, struct text uri,
                 struct text feed)
{
    struct text host = url_split(text_trim(feed)).host;

    name = name_of(text_trim(name));
    uri = text_trim(uri);
    draft_text(draft, DRAFT_HANDLE, name);
    if (uri.len > 0)
        draft_id(draft, DRAFT_AUTHOR, uri);
    else if (name.len > 0 && host.len > 0)
        draft_id(draft, DRAFT_AUTHOR, draft_join(draft, host, TEXT("/"), name));
    else
        draft_id(draft, DRAFT_AUTHOR, name);
}
