/*
 * flickr - comments on photos and sets as Flickr's API gives them: flickr.photos.comments.getList, XML or JSON
 *
 * Of XML each comment is a raw record, whose photo stands in the document around it and in its id; of JSON a whole list
 * is one.
 * Source:  flickr.com/services/api, flickr.photos.comments.getList and flickr.photosets.comments.getList.
 */
#include "sources/epoch.h"
#include "sources/feed_post.h"
#include "sources/links.h"

#include <err.h>
#include <stdlib.h>

enum {
    COMMENT,
    COMMENT_ID,
    AUTHOR,
    PHOTO,
    PHOTOSET,
    LIST,
    STATUS,
    CODE,
    SLOTS
};

static const char *const paths[SLOTS] = {"comment",
                                         "comment.@id",
                                         "comment.@author",
                                         "comments.photo_id",
                                         "comments.photoset_id",
                                         "comments.comment",
                                         "stat",
                                         "code"};

enum {
    ITEM_ID,
    ITEM_AUTHOR,
    ITEM_HANDLE,
    ITEM_CREATED,
    ITEM_CREATED_OF_SET,
    ITEM_URL,
    ITEM_TEXT,
    ITEM_SLOTS
};

/* In XML they are attributes. */
static const char *const item_paths[ITEM_SLOTS] = {
    "id",          "author",    "authorname", "datecreate",
    "date_create", "permalink", "_content"};
static const char *const element_paths[ITEM_SLOTS] = {
    "@id",          "@author",    "@authorname", "@datecreate",
    "@date_create", "@permalink", "#text"};

struct flickr {
    struct json_plan *item, *element;
};

/* What is commented: its kind, and its number if the document says it. */
struct thing {
    const char *kind; /* "photo/" or "set/" */
    struct text number;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct flickr *state = malloc(sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "flickr");
    state->item = json_plan_new(item_paths, ITEM_SLOTS);
    state->element = json_plan_new(element_paths, ITEM_SLOTS);
    return state;
}

static bool
is_failure(const struct json_slot *slots)
{
    return text_equal(slot_text(&slots[STATUS]), TEXT("fail"))
           && slots[CODE].type == JSON_INTEGER;
}

static bool
is_list(const struct json_slot *slots)
{
    return slots[PHOTO].type == JSON_STRING
           || slots[PHOTOSET].type == JSON_STRING;
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return is_list(slots) || is_failure(slots)
           || (slots[COMMENT_ID].type == JSON_STRING
               && slots[AUTHOR].type == JSON_STRING
               && source_is_single(source_root(raw)));
}

/* Line feeds are breaks there, among a little HTML. */
static struct text
with_breaks(struct draft *draft, struct text html)
{
    struct buffer out = {0};
    struct text line, all;

    if (text_find_char(html, '\n') == SIZE_MAX)
        return html;
    while (text_split(&html, '\n', &line)) {
        buffer_add(&out, line);
        if (html.at != NULL)
            buffer_add(&out, TEXT("<br>"));
    }
    all = arena_copy(draft_arena(draft), buffer_text(&out));
    buffer_free(&out);
    return all;
}

/* Of 6065-109722179-72057594077818641 the one in the middle. */
static struct text
number_of(const struct thing *thing, struct text id)
{
    struct text number = thing->number;

    if (number.len > 0)
        return number;
    text_split(&id, '-', &number);
    text_split(&id, '-', &number);
    return id.at == NULL ? TEXT_NONE : number;
}

static const char *
emit(const struct json_slot *slots, const struct thing *thing,
     struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "flickr");
    struct text id = slot_text(&slots[ITEM_ID]);
    struct text number = number_of(thing, id);
    struct text url = slot_text(&slots[ITEM_URL]);
    struct text text;
    struct moment moment;

    if (epoch_read(&slots[ITEM_CREATED], &moment)
        || epoch_read(&slots[ITEM_CREATED_OF_SET], &moment))
        draft_moment_utc(draft, &moment);
    draft_id(draft, DRAFT_ID, id);
    draft_id(draft, DRAFT_AUTHOR, slot_text(&slots[ITEM_AUTHOR]));
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[ITEM_HANDLE]));
    if (number.len > 0)
        draft_id(draft, DRAFT_THREAD,
                 draft_join(draft, text_of(thing->kind), number));
    draft_text(draft, DRAFT_PLACE, number);
    if (text_starts(url, TEXT("http")))
        draft_text(draft, DRAFT_URL, url);
    text = feed_post_html(
        draft, with_breaks(draft, slot_text(&slots[ITEM_TEXT])), url, true);
    if (!draft_has(draft, DRAFT_LINKS))
        links_add(draft, text, NULL);
    draft_plain(draft, DRAFT_TEXT, text.len > 0 ? text : TEXT(""));
    return emitter_add(emitter);
}

static const char *
emit_list(const struct flickr *state, struct json_slot list,
          const struct thing *thing, struct emitter *emitter)
{
    struct source_parts parts = {.why = SOURCE_DROP("page:empty")};
    struct json_items items = json_items(list);
    struct json_slot item, slots[ITEM_SLOTS];
    const char *why = NULL;

    while (json_next(&items, &item)) {
        if (item.type != JSON_OBJECT)
            return "bad_item: a comment that is no object";
        why = json_pick(state->item, item.node, slots);
        if (!source_part(&parts, emitter,
                         why != NULL ? why : emit(slots, thing, emitter)))
            break;
    }
    return source_parts_end(&parts);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct flickr *state = raw->state;
    const struct json_slot *slots = raw->slots;
    struct json_slot item[ITEM_SLOTS];
    struct thing thing = {"photo/", slot_text(&slots[PHOTO])};
    const char *why;

    if (is_failure(slots))
        return SOURCE_DROP("page:error");
    if (slots[PHOTOSET].type == JSON_STRING)
        thing = (struct thing){"set/", slots[PHOTOSET].text};
    if (is_list(slots))
        return emit_list(state, slots[LIST], &thing, emitter);
    if (slots[COMMENT].type != JSON_OBJECT)
        return "bad_item: neither a comment nor a list of them";
    why = json_pick(state->element, slots[COMMENT].node, item);
    if (why != NULL)
        return why;
    thing.number = source_context(raw, TEXT("\"@photo_id\":\""));
    if (item[ITEM_CREATED_OF_SET].type != JSON_ABSENT)
        thing = (struct thing){
            "set/", source_context(raw, TEXT("\"@photoset_id\":\""))};
    return emit(item, &thing, emitter);
}

const struct source source_flickr = {
    .name = "flickr",
    .title = "Flickr's comments on photos and sets",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
