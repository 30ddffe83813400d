/*
 * atom - entries of Atom 1.0 and 0.3, an entry an object, as fetch makes them of feeds; and what was deleted from them
 *
 * Source:  RFC 4287; RFC 6721 (at:deleted-entry).
 */
#include "sources/deleted.h"
#include "sources/feed_date.h"
#include "sources/feed_entry.h"
#include "sources/feed_post.h"

enum { ENTRY, DELETED, REF, WHEN, SLOTS };

static const char *const paths[SLOTS] = {
    "entry", "deleted-entry", "deleted-entry.@ref", "deleted-entry.@when"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return feed_context_new();
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return (slots[ENTRY].type == JSON_OBJECT || slots[ENTRY].type == JSON_STRING
            || slots[DELETED].type == JSON_OBJECT)
           && source_is_single(source_root(raw));
}

static const char *
emit_deleted(const struct raw *raw, const struct feed_context *context,
             struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "feed");
    struct text ref = slot_text(&raw->slots[REF]);
    struct moment moment;

    feed_post_id(draft, ref, feed_context_link(context), raw->line);
    deleted_item(draft, draft_native(draft, DRAFT_ID));
    if (feed_date_parse(slot_text(&raw->slots[WHEN]), &moment))
        draft_moment(draft, &moment);
    return ref.len > 0 ? emitter_add(emitter)
                       : "no_ref: a deleted-entry without ref";
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct feed_context *context = raw->state;
    struct feed_item item;

    feed_context_read(context, raw->context);
    if (raw->slots[DELETED].type == JSON_OBJECT)
        return emit_deleted(raw, context, emitter);
    feed_item_read(&item, raw->slots[ENTRY]);
    return feed_entry_emit(raw, &item, context, true, emitter);
}

const struct source source_atom = {
    .name = "atom",
    .title = "Atom 1.0 and 0.3, entries of feeds",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
