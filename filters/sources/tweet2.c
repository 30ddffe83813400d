#include "sources/tweet2.h"

#include <err.h>
#include <stdlib.h>

#include "sources/source.h"
#include "sources/status.h"
#include "sources/tweet2_body.h"
#include "sources/tweet2_user.h"

enum { DEEPEST = 4 };
enum { REFERENCE_TYPE, REFERENCE_ID, REFERENCE_SLOTS };

static const char *const paths[TWEET2_SLOTS] = {TWEET2_PATHS};
static const char *const reference_paths[REFERENCE_SLOTS] = {"type", "id"};
static const char *const country_paths[] = {"country_code"};

struct tweet2 {
    struct json_plan *whole, *reference, *country;
    struct tweet2_body *body;
    struct tweet2_user *user;
};

struct tweet2 *
tweet2_new(void)
{
    struct tweet2 *tweet = malloc(sizeof(*tweet));

    if (tweet == NULL)
        err(EX_OSERR, "tweet2");
    tweet->whole = json_plan_new(paths, TWEET2_SLOTS);
    tweet->reference = json_plan_new(reference_paths, REFERENCE_SLOTS);
    tweet->country = json_plan_new(country_paths, 1);
    tweet->body = tweet2_body_new();
    tweet->user = tweet2_user_new();
    return tweet;
}

bool
tweet2_is(const struct json_slot *slots)
{
    return status_is_id(slot_text(&slots[TWEET2_ID]))
           && slots[TWEET2_TEXT].type == JSON_STRING;
}

bool
tweet2_pick(const struct tweet2 *tweet, const struct json_slot *post,
            struct json_slot *slots)
{
    return post->type == JSON_OBJECT
           && json_pick(tweet->whole, post->node, slots) == NULL
           && tweet2_is(slots);
}

/* Without a time its id has it. */
static void
set_time(struct draft *draft, const struct json_slot *slots)
{
    struct moment moment;
    int64_t id;

    if (clock_parse(slot_text(&slots[TWEET2_CREATED_AT]), &moment)
        || (text_integer(slots[TWEET2_ID].text, &id)
            && status_id_time(id, &moment.s)))
        draft_time(draft, DRAFT_TIME, moment.s);
    status_skew(draft);
}

static void
set_place(const struct tweet2 *tweet, struct draft *draft,
          const struct json_slot *slots, const struct includes *includes)
{
    struct json_slot country = slots[TWEET2_COUNTRY];
    struct json_node place;

    if (country.type == JSON_ABSENT
        && includes_find(includes, INCLUDES_PLACES,
                         slot_text(&slots[TWEET2_PLACE]), &place)
        && json_pick(tweet->country, place, &country) != NULL)
        return;
    if (slot_text(&country).len == 2)
        draft_text(draft, DRAFT_COUNTRY, country.text);
}

static void
set_edits(struct draft *draft, struct json_slot edits)
{
    struct json_items items = json_items(edits);
    struct json_slot first;

    if (json_next(&items, &first))
        status_edit_of(draft, slot_text(&first));
}

static void
set_rest(const struct tweet2 *tweet, struct draft *draft,
         const struct json_slot *slots, const struct includes *includes)
{
    struct json_node user;

    draft_id(draft, DRAFT_AUTHOR, slot_text(&slots[TWEET2_AUTHOR_ID]));
    if (slots[TWEET2_AUTHOR].type == JSON_OBJECT)
        tweet2_user_set(tweet->user, draft, slots[TWEET2_AUTHOR].node);
    else if (includes_find(includes, INCLUDES_USERS,
                           slot_text(&slots[TWEET2_AUTHOR_ID]), &user))
        tweet2_user_set(tweet->user, draft, user);
    status_url(draft);
    draft_id(draft, DRAFT_THREAD, slot_text(&slots[TWEET2_THREAD]));
    status_lang(draft, slot_text(&slots[TWEET2_LANG]));
    set_place(tweet, draft, slots, includes);
    set_edits(draft, slots[TWEET2_EDITS]);
    if (slots[TWEET2_SENSITIVE].type == JSON_TRUE)
        draft_flag(draft, "sensitive");
    status_withheld(draft, slots[TWEET2_WITHHELD]);
}

/* Where what it refers to stands: inlined, or in the includes. */
static bool
find_post(const struct tweet2 *tweet, const struct json_slot *reference,
          struct text id, const struct includes *includes,
          struct json_slot *post)
{
    struct json_slot found = {.type = JSON_OBJECT};

    if (tweet2_pick(tweet, reference, post))
        return true;
    return includes_find(includes, INCLUDES_TWEETS, id, &found.node)
           && tweet2_pick(tweet, &found, post);
}

/* Sets what the post refers to. True where it is a repost whose original is at hand. */
static bool
set_references(const struct tweet2 *tweet, struct draft *draft,
               struct json_slot references, const struct includes *includes,
               struct json_slot *original)
{
    struct json_items items = json_items(references);
    struct json_slot item, slots[REFERENCE_SLOTS];
    bool has_original = false;

    while (json_next(&items, &item)) {
        struct text type, id;

        if (item.type != JSON_OBJECT
            || json_pick(tweet->reference, item.node, slots) != NULL)
            continue;
        type = slot_text(&slots[REFERENCE_TYPE]);
        id = slot_text(&slots[REFERENCE_ID]);
        if (!status_is_id(id))
            continue;
        if (text_equal(type, TEXT("replied_to")))
            draft_id(draft, DRAFT_REPLY_TO, id);
        if (text_equal(type, TEXT("quoted")))
            draft_id(draft, DRAFT_QUOTE_OF, id);
        if (!text_equal(type, TEXT("retweeted")))
            continue;
        draft_id(draft, DRAFT_REPOST_OF, id);
        has_original = find_post(tweet, &item, id, includes, original);
    }
    return has_original;
}

static void
set_counters(struct draft *draft, const struct json_slot *slots)
{
    draft_integer(draft, DRAFT_LIKES, slot_integer(&slots[TWEET2_LIKES], -1));
    draft_integer(draft, DRAFT_REPOSTS,
                  slot_integer(&slots[TWEET2_REPOSTS], -1));
    draft_integer(draft, DRAFT_QUOTES, slot_integer(&slots[TWEET2_QUOTES], -1));
    draft_integer(draft, DRAFT_REPLIES,
                  slot_integer(&slots[TWEET2_REPLIES], -1));
    draft_integer(draft, DRAFT_VIEWS, slot_integer(&slots[TWEET2_VIEWS], -1));
}

/* What runs through one page. */
struct page {
    const struct tweet2 *tweet;
    const struct includes *includes;
    int64_t seen_s;
    struct emitter *emitter;
};

static const char *emit_inner(const struct page *page,
                              struct json_slot references, unsigned depth);

static const char *
emit_one(const struct page *page, const struct json_slot *slots, unsigned depth)
{
    struct draft *draft = emitter_draft(page->emitter, DRAFT_POST, "twitter");
    struct json_slot original[TWEET2_SLOTS];
    const char *why;

    draft_id(draft, DRAFT_ID, slots[TWEET2_ID].text);
    set_time(draft, slots);
    if (page->seen_s != INT64_MIN)
        draft_time(draft, DRAFT_SEEN, page->seen_s);
    set_rest(page->tweet, draft, slots, page->includes);
    if (set_references(page->tweet, draft, slots[TWEET2_REFERENCES],
                       page->includes, original)) {
        tweet2_body_set(page->tweet->body, draft, original);
    } else {
        tweet2_body_set(page->tweet->body, draft, slots);
        if (draft_has(draft, DRAFT_REPOST_OF))
            draft_flag(draft, "truncated");
        else
            set_counters(draft, slots);
    }
    if (depth > 0)
        draft_flag(draft, "observed");
    why = emitter_add(page->emitter);
    if (why != NULL || !emitter_embedded(page->emitter))
        return why;
    return emit_inner(page, slots[TWEET2_REFERENCES], depth + 1);
}

/* The posts that it repeats or quotes, where they are at hand. */
static const char *
emit_inner(const struct page *page, struct json_slot references, unsigned depth)
{
    struct json_items items = json_items(references);
    struct json_slot item, slots[REFERENCE_SLOTS], post[TWEET2_SLOTS];
    const char *why = NULL;

    while (why == NULL && depth < DEEPEST && json_next(&items, &item)) {
        if (item.type == JSON_OBJECT
            && json_pick(page->tweet->reference, item.node, slots) == NULL
            && !text_equal(slot_text(&slots[REFERENCE_TYPE]),
                           TEXT("replied_to"))
            && find_post(page->tweet, &item, slot_text(&slots[REFERENCE_ID]),
                         page->includes, post))
            why = emit_one(page, post, depth);
    }
    return why;
}

const char *
tweet2_emit(const struct tweet2 *tweet, const struct json_slot *slots,
            const struct includes *includes, int64_t seen_s,
            struct emitter *emitter)
{
    struct page page = {tweet, includes, seen_s, emitter};

    return emit_one(&page, slots, 0);
}
