#include "sources/status.h"

#include <stdlib.h>

#include "sources/source.h"

enum { DAY_S = 86400 };

bool
status_is_id(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    }
    return text.len > 0;
}

bool
status_id_time(int64_t id, int64_t *s)
{
    if (id < INT64_C(30000000000))
        return false;
    *s = ((id >> 22) + INT64_C(1288834974657)) / 1000;
    return true;
}

void
status_skew(struct draft *draft)
{
    int64_t id, made_s;

    if (draft_has(draft, DRAFT_TIME)
        && text_integer(draft_native(draft, DRAFT_ID), &id)
        && status_id_time(id, &made_s)
        && llabs(made_s - draft_get(draft, DRAFT_TIME, 0)) > DAY_S)
        draft_flag(draft, "clock_skew");
}

void
status_edit_of(struct draft *draft, struct text first)
{
    if (!status_is_id(first)
        || text_equal(first, draft_native(draft, DRAFT_ID)))
        return;
    draft_id(draft, DRAFT_TARGET, first);
    draft_flag(draft, "edited");
}

void
status_withheld(struct draft *draft, struct json_slot countries)
{
    struct json_items items = json_items(countries);
    struct json_slot country;

    while (json_next(&items, &country)) {
        if (slot_text(&country).len > 0)
            draft_add(draft, DRAFT_FLAGS,
                      draft_join(draft, TEXT("withheld:"), country.text));
    }
}

/* The old and private codes are not BCP-47. */
void
status_lang(struct draft *draft, struct text lang)
{
    bool is_none = text_equal(lang, TEXT("und"))
                   || text_equal(lang, TEXT("zxx"))
                   || (lang.len == 3 && lang.at[0] == 'q');

    if (text_equal(lang, TEXT("in")))
        lang = TEXT("id");
    else if (text_equal(lang, TEXT("iw")))
        lang = TEXT("he");
    if (!is_none)
        draft_text(draft, DRAFT_LANG, lang);
}

void
status_url(struct draft *draft)
{
    static const struct text front = {"https://twitter.com/", 20};
    static const struct text middle = {"/status/", 8};
    struct text handle = draft_string(draft, DRAFT_HANDLE);
    struct text id = draft_native(draft, DRAFT_ID);
    struct buffer url = {.cap = front.len + handle.len + middle.len + id.len};

    if (handle.len == 0 || id.len == 0)
        return;
    url.at = arena_get(draft_arena(draft), url.cap);
    buffer_add(&url, front);
    buffer_add(&url, handle);
    buffer_add(&url, middle);
    buffer_add(&url, id);
    draft_text(draft, DRAFT_URL, buffer_text(&url));
}

void
status_each(const struct json_plan *plan, struct draft *draft,
            enum draft_key list, struct json_slot array)
{
    struct json_items items = json_items(array);
    struct json_slot item, slot;

    while (json_next(&items, &item)) {
        if (item.type != JSON_OBJECT
            || json_pick(plan, item.node, &slot) != NULL)
            continue;
        if (list == DRAFT_TAGS)
            draft_tag(draft, slot_text(&slot));
        else
            draft_add(draft, list, slot_text(&slot));
    }
}
