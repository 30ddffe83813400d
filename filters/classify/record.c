#include "classify/classify.h"

#include "base/clock.h"
#include "domain/token.h"
#include "domain/verdict.h"

const char *const classify_fields[CLASSIFY_FIELDS] = {
    "source",    "author",   "handle",    "place",      "country",
    "title",     "text",     "lang",      "links",      "tags",
    "mentions",  "language", "sentiment", "score",      "sentiment_by",
    "labels",    "route",    "urgency",   "urgency_by", "why",
    "why_not",   "account",  "team",      "role",       "market",
    "followers", "reposts",  "quotes",    "seen"};

/* The strings of an array, held in `room`; none where nobody asks for them. */
static struct rule_texts
texts_of(bool is_asked, struct json_slot array, struct buffer *room)
{
    struct json_items items;
    struct json_slot item;

    if (!is_asked || array.type != JSON_ARRAY)
        return (struct rule_texts){NULL, 0};
    buffer_clear(room);
    items = json_items(array);
    while (json_next(&items, &item))
        if (item.type == JSON_STRING)
            buffer_add(room, (struct text){(const char *)&item.text,
                                           sizeof(item.text)});
    return (struct rule_texts){(const struct text *)(const void *)room->at,
                               room->len / sizeof(struct text)};
}

/* Those of the keys from `first` to `end` that an earlier run left in the record. */
static size_t
stale_keys(const struct record *record, size_t first, size_t end,
           const char **names)
{
    size_t count = 0;

    for (size_t i = first; i < end; i++)
        if (record->fields[i].type != JSON_ABSENT)
            names[count++] = classify_fields[i];
    return count;
}

static size_t
stale_voice(const struct classify *classify, const struct record *record,
            const char **names)
{
    size_t count = 0;

    if (classify->voice.says_language)
        count += stale_keys(record, LANGUAGE, SENTIMENT, names);
    if (voice_has_sentiment(&classify->voice))
        count += stale_keys(record, SENTIMENT, LABELS, names + count);
    for (size_t i = CLASSIFY_FIELDS; i < CLASSIFY_FIELDS + classify->key_count;
         i++)
        if (record->fields[i].type != JSON_ABSENT)
            names[count++] = classify->names[i];
    return count;
}

/* What a post says: its text, or its title where that is all there is. */
static struct text
prose_of(const struct record *record)
{
    struct text text = record_text(record, TEXT_FIELD);

    return text.len > 0 ? text : record_text(record, TITLE);
}

/* What its text says, where it is asked for that. */
static struct voice_said
hear(struct classify *classify, const struct record *record)
{
    struct voice_said said = voice_hear(
        &classify->voice, record_text(record, LANG), prose_of(record));

    if (said.is_uncovered)
        books_note(classify->books, "sentiment_uncovered", 1);
    return said;
}

/* What the source declares, else what its text was found to be. */
static struct text
lang_of(const struct record *record, const struct voice_said *said)
{
    struct text lang = record_text(record, LANG);

    return lang.len > 0 ? lang : said->language;
}

/* The account's own team, role and market where accounts are known, else what an earlier run wrote. */
static struct text
of_account(const struct classify *classify, const struct record *record,
           size_t field, struct text own)
{
    return classify->accounts != NULL ? own : record_text(record, field);
}

/* What its text was found to be, now or by an earlier run, or else what the source declares. */
static struct text
language_of(const struct record *record, const struct voice_said *said)
{
    struct text language = said->language;

    if (language.len == 0)
        language = record_text(record, LANGUAGE);
    return language.len > 0 ? language : record_text(record, LANG);
}

static const struct rule_found *
find_rules(struct classify *classify, const struct record *record,
           const struct account *account, const struct voice_said *said)
{
    static const struct account nobody = {0};
    const struct account *own = account != NULL ? account : &nobody;
    struct rule_post post = {
        .title = record_text(record, TITLE),
        .text = record_text(record, TEXT_FIELD),
        .author = record_text(record, AUTHOR),
        .tags = texts_of(classify->asks_tags, record->fields[TAGS],
                         &classify->tags),
        .mentions = texts_of(classify->asks_mentions, record->fields[MENTIONS],
                             &classify->mentions),
        .links = texts_of(classify->asks_links, record->fields[LINKS],
                          &classify->links)};

    post.fields[RULE_AUTHOR] = record_text(record, HANDLE);
    post.fields[RULE_SOURCE] = record_text(record, SOURCE);
    post.fields[RULE_LANG] = lang_of(record, said);
    post.fields[RULE_LANGUAGE] = language_of(record, said);
    post.fields[RULE_PLACE] = record_text(record, PLACE);
    post.fields[RULE_KIND] = text_of(record->kind);
    post.fields[RULE_COUNTRY] = record_text(record, COUNTRY);
    post.fields[RULE_TEAM] = of_account(classify, record, TEAM, own->team);
    post.fields[RULE_ROLE] = of_account(classify, record, ROLE, own->role);
    post.fields[RULE_MARKET] =
        of_account(classify, record, MARKET, own->market);
    if (post.text.len > TOKEN_TEXT_MOST || post.title.len > TOKEN_TEXT_MOST)
        books_note(classify->books, "text_searched_in_part", 1);
    return rule_match(classify->match, &post);
}

static const struct account *
find_account(const struct classify *classify, const struct record *record)
{
    size_t number;

    if (classify->accounts == NULL)
        return NULL;
    number = account_book_find(classify->accounts, record_text(record, SOURCE),
                               record_text(record, HANDLE),
                               record_text(record, AUTHOR));
    return number == SIZE_MAX ? NULL
                              : account_book_get(classify->accounts, number);
}

static bool
has_label(const struct rule_found *found, uint32_t label)
{
    for (size_t i = 0; found != NULL && i < found->label_count; i++)
        if (found->labels[i] == label)
            return true;
    return false;
}

/* Reposts and quotes are counted apart; -1 where neither is known. */
static int64_t
passed_on(const struct record *record)
{
    int64_t reposts = record_integer(record, REPOSTS, -1);
    int64_t quotes = record_integer(record, QUOTES, -1);

    if (reposts < 0 || quotes < 0)
        return reposts < 0 ? quotes : reposts;
    return reposts + quotes;
}

static unsigned
find_reach(const struct classify *classify, const struct record *record)
{
    struct reach_post post = {.followers =
                                  record_integer(record, FOLLOWERS, -1),
                              .reposts = passed_on(record),
                              .time_s = record->time_s};

    if (!clock_read(record_text(record, SEEN), &post.seen_s))
        post.seen_s = INT64_MIN;
    return reach_of(&classify->settings->reach, &post);
}

/* What is said of one record. */
struct judgement {
    const struct account *account; /* or NULL */
    struct voice_said said;
    unsigned reach;
    const struct rule_found *found; /* or NULL where no rule matched */
    const char *stale[CLASSIFY_FIELDS + VOICE_MODELS];
    size_t stale_count;
};

static void
mark_stale(struct judgement *judgement, const struct record *record,
           size_t first, size_t end)
{
    judgement->stale_count += stale_keys(
        record, first, end, judgement->stale + judgement->stale_count);
}

static void
judge_post(struct classify *classify, const struct record *record,
           struct judgement *judgement)
{
    judgement->stale_count = stale_voice(classify, record, judgement->stale);
    judgement->said = hear(classify, record);
    if (classify_settings_reach(classify->settings)) {
        judgement->reach = find_reach(classify, record);
        if (classify->rules == NULL)
            mark_stale(judgement, record, URGENCY, WHY);
    }
    if (classify->rules == NULL)
        return;
    mark_stale(judgement, record, LABELS, ACCOUNT);
    judgement->found =
        find_rules(classify, record, judgement->account, &judgement->said);
    if (judgement->found->rule_count == 0)
        judgement->found = NULL;
}

static void
add_reasons(struct classify *classify, bool is_post,
            const struct rule_found *found)
{
    struct buffer *members = &classify->members;

    if (found != NULL && classify->settings->why)
        verdict_add_why(members, classify->match, classify->rules, found);
    if (is_post && classify->why_not != RULE_NONE
        && !has_label(found, classify->why_not))
        verdict_add_why_not(members, classify->match, classify->rules,
                            classify->why_not);
}

void
classify_record(struct classify *classify, const struct record *record,
                struct writer *out)
{
    struct judgement judgement;
    struct buffer *members = &classify->members;
    bool is_post = strcmp(record->kind, "post") == 0;

    judgement.account = find_account(classify, record);
    judgement.said = (struct voice_said){0};
    judgement.reach = 0;
    judgement.found = NULL;
    judgement.stale_count = 0;
    if (is_post)
        judge_post(classify, record, &judgement);
    if (classify->accounts != NULL)
        mark_stale(&judgement, record, ACCOUNT, FOLLOWERS);
    buffer_clear(members);
    voice_add(members, &classify->voice, &judgement.said);
    if (judgement.found != NULL)
        verdict_add_rules(members, classify->rules, judgement.found);
    verdict_add_urgency(members,
                        judgement.found == NULL ? RULE_UNSAID
                                                : judgement.found->urgency,
                        judgement.reach);
    if (judgement.account != NULL)
        verdict_add_account(members, judgement.account);
    add_reasons(classify, is_post, judgement.found);
    writer_pass_with(out, record, buffer_text(members), judgement.stale,
                     judgement.stale_count);
}
