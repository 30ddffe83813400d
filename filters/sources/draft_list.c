#include "base/array.h"
#include "sources/draft_parts.h"

#include <assert.h>

#include "ports/unicode.h"

enum { FEW = 32, MOST = 250000 };

struct draft_list *
draft_list(struct draft *draft, enum draft_key key)
{
    switch (key) {
    case DRAFT_LINKS:
        return &draft->lists[0];
    case DRAFT_SHORTS:
        return &draft->lists[1];
    case DRAFT_TAGS:
        return &draft->lists[2];
    case DRAFT_MENTIONS:
        return &draft->lists[3];
    case DRAFT_PRODUCT:
        return &draft->lists[4];
    default:
        assert(key == DRAFT_FLAGS);
        return &draft->lists[5];
    }
}

/* False where there are too many. */
static bool
append(struct draft *draft, enum draft_key key, struct text item)
{
    struct draft_list *list = draft_list(draft, key);

    if (draft->listed == MOST) {
        draft_fail(draft, "too_many: more than 250,000 links, short ones, tags "
                          "and mentions");
        return false;
    }
    draft->listed++;
    list->items = array_room(list->items, list->count, &list->cap,
                             sizeof(*list->items), "values of one record");
    list->items[list->count++] = item;
    return true;
}

/* Flags stand sorted, each once: the new one moves forward to its place. */
static void
sort_in(struct draft_list *list)
{
    size_t at = list->count - 1;
    struct text item = list->items[at];
    int order = -1;

    while (at > 0 && (order = text_compare(item, list->items[at - 1])) < 0) {
        list->items[at] = list->items[at - 1];
        at--;
    }
    list->items[at] = item;
    if (at == 0 || order != 0)
        return;
    memmove(list->items + at, list->items + at + 1,
            (list->count - at - 1) * sizeof(*list->items));
    list->count--;
}

void
draft_add(struct draft *draft, enum draft_key list, struct text item)
{
    assert(draft_fields[list].type == DRAFT_IS_LIST);
    if (item.len == 0)
        return;
    if (!append(draft, list, item))
        return;
    if (list == DRAFT_FLAGS)
        sort_in(draft_list(draft, list));
    draft_mark(draft, list);
}

void
draft_flag(struct draft *draft, const char *flag)
{
    draft_add(draft, DRAFT_FLAGS, text_of(flag));
}

void
draft_link(struct draft *draft, struct text link, struct text shortened)
{
    if (link.len == 0)
        return;
    if (!append(draft, DRAFT_LINKS, link)
        || !append(draft, DRAFT_SHORTS, shortened))
        return;
    draft_mark(draft, DRAFT_LINKS);
    if (shortened.len > 0)
        draft_mark(draft, DRAFT_SHORTS);
}

/* The last bytes differ more than the first. */
static bool
is_link(struct text a, struct text b)
{
    return a.len == b.len && a.at[a.len - 1] == b.at[b.len - 1]
           && text_equal(a, b);
}

/* Of many links, those so far are looked up: a page may have as many as it likes. */
static bool
is_in_table(struct draft *draft, const struct draft_list *links,
            struct text link)
{
    if (draft->links == NULL)
        draft->links = table_new();
    if (draft->link_count == 0)
        table_clear(draft->links);
    while (draft->link_count < links->count)
        table_add(draft->links, links->items[draft->link_count++]);
    return table_find(draft->links, link) != TABLE_NONE;
}

static bool
has_link(struct draft *draft, struct text link)
{
    const struct draft_list *links = draft_list(draft, DRAFT_LINKS);

    if (links->count > FEW)
        return is_in_table(draft, links, link);
    for (size_t i = 0; i < links->count; i++)
        if (is_link(links->items[i], link))
            return true;
    return false;
}

void
draft_link_once(struct draft *draft, struct text link, struct text shortened)
{
    if (link.len > 0 && draft->why == NULL && !has_link(draft, link))
        draft_link(draft, link, shortened);
}

void
draft_tag(struct draft *draft, struct text tag)
{
    bool is_folded = true;

    for (size_t i = 0; i < tag.len && is_folded; i++)
        is_folded = (unsigned char)tag.at[i] < 0x80
                    && (tag.at[i] < 'A' || tag.at[i] > 'Z');
    if (!is_folded) {
        buffer_clear(&draft->built);
        unicode_fold(&draft->built, tag);
        tag = arena_copy(&draft->arena, buffer_text(&draft->built));
    }
    draft_add(draft, DRAFT_TAGS, tag);
}
