/*
 * twcs - "Customer Support on Twitter", a public CSV of what customers asked companies there and
 * were answered
 *
 * Its numbers are its own, not Twitter's: ids are written twitter:twcs/1. Companies keep their
 * handles, customers are numbers. Links are as they stood in the text (t.co alone), so that each
 * is its own short form.
 * Source:  kaggle.com/datasets/thoughtvector/customer-support-on-twitter.
 */
#include "sources/links.h"
#include "sources/plain.h"
#include "sources/source.h"
#include "sources/words.h"

enum {
    TWEET_ID,
    AUTHOR_ID,
    INBOUND,
    CREATED_AT,
    TWEET_TEXT,
    RESPONSES,
    RESPONSE_TO,
    SLOTS
};

static const char *const paths[SLOTS] = {"tweet_id",
                                         "author_id",
                                         "inbound",
                                         "created_at",
                                         "text",
                                         "response_tweet_id",
                                         "in_response_to_tweet_id"};

static bool
matches(const struct raw *raw)
{
    size_t i = 0;

    while (i < SLOTS && raw->slots[i].type == JSON_STRING)
        i++;
    return i == SLOTS;
}

static bool
is_number(struct text text)
{
    int64_t number;

    return text_integer(text, &number) && number >= 0;
}

static void
set_id(struct draft *draft, enum draft_key key, struct text number)
{
    if (is_number(number))
        draft_id(draft, key, draft_join(draft, TEXT("twcs/"), number));
}

/* A number is a customer whose name was taken out, another word a company. */
static void
set_author(struct draft *draft, struct text author)
{
    set_id(draft, DRAFT_AUTHOR, author);
    if (is_number(author))
        return;
    draft_id(draft, DRAFT_AUTHOR, author);
    draft_text(draft, DRAFT_HANDLE, author);
}

/* How many answers the row names: "12,13". */
static int64_t
count_responses(struct text list)
{
    struct text one;
    int64_t count = 0;

    while (text_split(&list, ',', &one))
        count += text_trim(one).len > 0;
    return count;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "twitter");
    struct text text =
        plain_basic(draft_arena(draft), slot_text(&slots[TWEET_TEXT]));
    struct moment moment;

    set_id(draft, DRAFT_ID, slot_text(&slots[TWEET_ID]));
    if (!row_time(raw->row, slot_text(&slots[CREATED_AT]), &moment))
        return "bad_time: created_at is no time";
    draft_time(draft, DRAFT_TIME, moment.s);
    set_author(draft, slot_text(&slots[AUTHOR_ID]));
    set_id(draft, DRAFT_REPLY_TO, text_trim(slot_text(&slots[RESPONSE_TO])));
    draft_plain(draft, DRAFT_TEXT, text);
    links_add(draft, text, NULL);
    words_tags(draft, text);
    words_mentions(draft, text);
    draft_integer(draft, DRAFT_REPLIES,
                  count_responses(slot_text(&slots[RESPONSES])));
    return emitter_add(emitter);
}

const struct source source_twcs = {
    .name = "twcs",
    .title = "Customer Support on Twitter, CSV",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .matches = matches,
    .normalize = normalize,
};
