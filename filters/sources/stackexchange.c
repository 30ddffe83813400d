/*
 * stackexchange - rows of Stack Exchange's dumps: Posts.xml and Comments.xml
 *
 * Ids are of one site: its name is the row's host, else the one in the archive's path ("coffee.stackexchange.com.7z",
 * "coffee-Posts.xml"). Rows of the other tables are dropped, and so are posts that nobody posted (tag wikis and the like).
 * Source:  meta.stackexchange.com, "Database schema documentation for the public data dump".
 */
#include "sources/feed_post.h"
#include "sources/host.h"
#include "sources/links.h"

enum {
    ROW,
    ID,
    CREATED,
    TYPE,
    BODY,
    TITLE,
    TAGS,
    SCORE,
    VIEWS,
    ANSWERS,
    COMMENTS,
    PARENT,
    OWNER,
    OWNER_NAME,
    EDITED,
    POST,
    TEXT_OF_COMMENT,
    USER,
    USER_NAME,
    HISTORY,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "row", "row.@Id", "row.@CreationDate", "row.@PostTypeId", "row.@Body", "row.@Title", "row.@Tags", "row.@Score",
    "row.@ViewCount", "row.@AnswerCount", "row.@CommentCount", "row.@ParentId", "row.@OwnerUserId",
    "row.@OwnerDisplayName", "row.@LastEditDate", "row.@PostId", "row.@Text", "row.@UserId", "row.@UserDisplayName",
    "row.@PostHistoryTypeId"};
/* clang-format on */

static bool
matches(const struct raw *raw)
{
    return raw->slots[ROW].type == JSON_OBJECT
           && raw->slots[ID].type == JSON_STRING
           && source_is_single(source_root(raw));
}

static bool
is_comment(const struct json_slot *slots)
{
    return slots[POST].type == JSON_STRING
           && slots[TEXT_OF_COMMENT].type == JSON_STRING
           && slots[HISTORY].type == JSON_ABSENT;
}

/* What comes before the first of the endings that dumps have. */
static struct text
without_ending(struct text name)
{
    static const struct text endings[] = {
        TEXT("-Posts"), TEXT("-Comments"), TEXT(".7z"),   TEXT(".zip"),
        TEXT(".tar"),   TEXT(".xml"),      TEXT("Posts"), TEXT("Comments")};

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t at = text_find(name, endings[i]);

        if (at != SIZE_MAX)
            name.len = at;
    }
    return name;
}

/* The last component of a path that names a site: a host, or "coffee" before "-Posts". */
static struct text
site_in(struct draft *draft, struct text path)
{
    struct text part, site = TEXT_NONE;

    while (text_split(&path, '/', &part)) {
        struct text name = without_ending(part);

        if (text_ends(name, TEXT(".com")) || text_ends(name, TEXT(".net")))
            site = name;
        else if (name.len > 0
                 && text_starts(text_from(part, name.len), TEXT("-")))
            site = draft_join(draft, name, TEXT(".stackexchange.com"));
    }
    return site;
}

static struct text
site_of(const struct raw *raw, struct draft *draft)
{
    struct text host = host_said(raw->row);

    if (host.len > 0)
        return host;
    host = site_in(draft, raw->place->member);
    return host.len > 0 ? host : site_in(draft, raw->place->archive);
}

/* "site/" and the number, for who has one. */
static void
set_id(struct draft *draft, enum draft_key key, struct text site,
       const char *between, const struct json_slot *number)
{
    if (slot_text(number).len > 0)
        draft_id(draft, key,
                 draft_join(draft, site, text_of(between), number->text));
}

static void
set_url(struct draft *draft, struct text site, const char *path, struct text id)
{
    if (site.len > 0)
        draft_text(
            draft, DRAFT_URL,
            draft_join(draft, TEXT("https://"), site, text_of(path), id));
}

/* <c#><winforms>, and since 2024 |c#|winforms|. */
static void
add_tags(struct draft *draft, struct text tags)
{
    size_t from = 0;

    for (size_t i = 0; i <= tags.len; i++) {
        if (i < tags.len && text_find_char(TEXT("<>|"), tags.at[i]) == SIZE_MAX)
            continue;
        draft_tag(draft, (struct text){tags.at + from, i - from});
        from = i + 1;
    }
}

static void
set_author(struct draft *draft, struct text site, const struct json_slot *id,
           const struct json_slot *name)
{
    set_id(draft, DRAFT_AUTHOR, site, site.len > 0 ? "/" : "", id);
    draft_text(draft, DRAFT_HANDLE, slot_text(name));
}

static void
set_text(struct draft *draft, struct text html, struct text site)
{
    struct text base = draft_join(draft, TEXT("https://"), site, TEXT("/"));
    struct text text =
        feed_post_html(draft, html, site.len > 0 ? base : TEXT_NONE, true);

    draft_plain(draft, DRAFT_TEXT, text.len > 0 ? text : TEXT(""));
}

static void
set_post(struct draft *draft, const struct json_slot *slots, struct text site)
{
    const char *slash = site.len > 0 ? "/" : "";
    bool is_answer = text_equal(slots[TYPE].text, TEXT("2"));
    int64_t answers = slot_number(&slots[ANSWERS], 0);
    int64_t comments = slot_number(&slots[COMMENTS], 0);

    set_id(draft, DRAFT_ID, site, slash, &slots[ID]);
    set_id(draft, DRAFT_THREAD, site, slash, &slots[is_answer ? PARENT : ID]);
    if (is_answer)
        set_id(draft, DRAFT_REPLY_TO, site, slash, &slots[PARENT]);
    set_url(draft, site, is_answer ? "/a/" : "/q/", slots[ID].text);
    set_author(draft, site, &slots[OWNER], &slots[OWNER_NAME]);
    draft_plain(draft, DRAFT_TITLE, text_trim(slot_text(&slots[TITLE])));
    set_text(draft, slots[BODY].text, site);
    add_tags(draft, slot_text(&slots[TAGS]));
    draft_integer(draft, DRAFT_VIEWS, slot_number(&slots[VIEWS], -1));
    if (slots[ANSWERS].type != JSON_ABSENT
        || slots[COMMENTS].type != JSON_ABSENT)
        draft_integer(draft, DRAFT_REPLIES, answers + comments);
    if (slots[EDITED].type == JSON_STRING)
        draft_flag(draft, "edited");
}

static void
set_comment(struct draft *draft, const struct json_slot *slots,
            struct text site)
{
    const char *slash = site.len > 0 ? "/" : "";

    set_id(draft, DRAFT_ID, site, site.len > 0 ? "/c" : "c", &slots[ID]);
    set_id(draft, DRAFT_REPLY_TO, site, slash, &slots[POST]);
    set_url(draft, site, "/posts/comments/", slots[ID].text);
    set_author(draft, site, &slots[USER], &slots[USER_NAME]);
    draft_plain(draft, DRAFT_TEXT, slots[TEXT_OF_COMMENT].text);
    links_add(draft, slots[TEXT_OF_COMMENT].text, NULL);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct text type = slot_text(&slots[TYPE]);
    struct draft *draft;
    struct moment moment;
    struct text site;

    if (!is_comment(slots) && type.len == 0)
        return SOURCE_DROP("other_table");
    if (!is_comment(slots) && !text_equal(type, TEXT("1"))
        && !text_equal(type, TEXT("2")))
        return SOURCE_DROP("not_a_post");
    if (!is_comment(slots) && slots[BODY].type != JSON_STRING)
        return "missing_text: a post without Body";
    draft = emitter_draft(emitter, DRAFT_POST, "stackexchange");
    site = site_of(raw, draft);
    if (site.len == 0)
        emitter_note(emitter, "no_host");
    if (clock_parse(slot_text(&slots[CREATED]), &moment))
        draft_moment_utc(draft, &moment);
    draft_text(draft, DRAFT_PLACE, site);
    if (is_comment(slots))
        set_comment(draft, slots, site);
    else
        set_post(draft, slots, site);
    if (slots[SCORE].type == JSON_STRING)
        draft_integer(draft, DRAFT_VOTES, slot_number(&slots[SCORE], 0));
    return emitter_add(emitter);
}

const struct source source_stackexchange = {
    .name = "stackexchange",
    .title = "Stack Exchange's dumps, rows of Posts.xml and Comments.xml",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .matches = matches,
    .normalize = normalize,
};
