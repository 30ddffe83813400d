/*
 * disqus - the comments that a site exports from Disqus: posts and threads of its XML
 *
 * A thread is a page of the site; threads come before the posts, and say where these stood. Deleted posts are exported
 * with what they said: they become deletes. Addresses and e-mails of people are not read.
 * Source:  help.disqus.com, "Comments Export"; disqus.com/api/schemas/1.0/disqus.xsd.
 */
#include "sources/deleted.h"
#include "sources/feed_post.h"
#include "sources/known.h"

enum {
    POST,
    ID,
    MESSAGE,
    CREATED,
    NAME,
    USER,
    THREAD,
    PARENT,
    IS_DELETED,
    IS_SPAM,
    PAGE,
    PAGE_ID,
    PAGE_LINK,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "post", "post.@dsq:id", "post.message", "post.createdAt", "post.author.name", "post.author.username",
    "post.thread.@dsq:id", "post.parent.@dsq:id", "post.isDeleted", "post.isSpam",
    "thread", "thread.@dsq:id", "thread.link"};
/* clang-format on */

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return known_new();
}

static bool
matches(const struct raw *raw)
{
    return (raw->slots[ID].type == JSON_STRING
            || raw->slots[PAGE_ID].type == JSON_STRING)
           && source_is_single(source_root(raw));
}

static bool
is_true(const struct json_slot *slot)
{
    return text_equal(text_trim(slot_text(slot)), TEXT("true"));
}

/* When is not said. */
static const char *
emit_delete(const struct json_slot *slots, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "disqus");
    struct moment made;

    if (!clock_parse(slot_text(&slots[CREATED]), &made))
        made.s = INT64_MIN;
    deleted_undated(draft, emitter, made.s);
    deleted_item(draft, slots[ID].text);
    return emitter_add(emitter);
}

static void
set_place(const struct known *threads, struct draft *draft,
          const struct json_slot *slots)
{
    struct text thread = slot_text(&slots[THREAD]);
    struct text page = known_find(threads, thread);
    struct text html =
        feed_post_html(draft, slot_text(&slots[MESSAGE]), page, true);

    draft_plain(draft, DRAFT_TEXT, html.len > 0 ? html : TEXT(""));
    if (thread.len > 0)
        draft_id(draft, DRAFT_THREAD,
                 draft_join(draft, TEXT("thread/"), thread));
    draft_text(draft, DRAFT_PLACE, page);
    if (page.len > 0)
        draft_text(draft, DRAFT_URL,
                   draft_printf(draft, "%.*s#comment-%.*s", TEXT_ARGS(page),
                                TEXT_ARGS(slots[ID].text)));
}

static const char *
emit_post(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft;
    struct text user = slot_text(&slots[USER]);
    struct moment moment;

    if (is_true(&slots[IS_DELETED]))
        return emit_delete(slots, emitter);
    if (is_true(&slots[IS_SPAM]))
        return SOURCE_DROP("spam");
    if (slots[MESSAGE].type != JSON_STRING)
        return "missing_text: a post without a message";
    draft = emitter_draft(emitter, DRAFT_POST, "disqus");
    if (clock_parse(slot_text(&slots[CREATED]), &moment))
        draft_moment_utc(draft, &moment);
    draft_id(draft, DRAFT_ID, slots[ID].text);
    set_place(raw->state, draft, slots);
    if (user.len > 0)
        draft_id(draft, DRAFT_AUTHOR, draft_join(draft, TEXT("u/"), user));
    draft_text(draft, DRAFT_HANDLE, user);
    draft_text(draft, DRAFT_HANDLE, text_trim(slot_text(&slots[NAME])));
    draft_id(draft, DRAFT_REPLY_TO, slot_text(&slots[PARENT]));
    return emitter_add(emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct known *threads = raw->state;
    const struct json_slot *slots = raw->slots;
    struct text link = text_trim(slot_text(&slots[PAGE_LINK]));

    known_enter(threads, emitter_stream(emitter));
    if (slots[ID].type == JSON_STRING)
        return emit_post(raw, emitter);
    if (slots[PAGE_ID].type != JSON_STRING)
        return "bad_item: neither a post nor a thread with dsq:id";
    if (text_starts_nocase(link, TEXT("http"))
        && !known_add(threads, slots[PAGE_ID].text, link))
        emitter_note(emitter, "thread_forgotten");
    return SOURCE_DROP("thread");
}

const struct source source_disqus = {
    .name = "disqus",
    .title = "Disqus comments, a site's XML export",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
