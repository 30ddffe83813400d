/*
 * classify - say what each post is about, in which language, who should see it, and whose accounts are ours
 *
 * Reads records and writes them in the order read: to posts it adds their language, the labels of the rules that
 * they match, a route and an urgency; to records of our own registered accounts their name, team, role and market.
 */
#include <err.h>
#include <stdlib.h>

#include "base/clock.h"
#include "domain/reach.h"
#include "domain/token.h"
#include "domain/verdict.h"
#include "domain/voice.h"
#include "ports/digest.h"
#include "stream/compiled.h"
#include "stream/region.h"
#include "stream/ruleset.h"
#include "stream/whole.h"
#include "stream/writer.h"

/* What is asked of each record; from LANGUAGE on the keys that are written here. */
enum {
    SOURCE,
    AUTHOR,
    HANDLE,
    PLACE,
    COUNTRY,
    TITLE,
    TEXT_FIELD,
    LANG,
    LINKS,
    TAGS,
    MENTIONS,
    LANGUAGE,
    SENTIMENT,
    SCORE,
    SENTIMENT_BY,
    LABELS,
    ROUTE,
    URGENCY,
    URGENCY_BY,
    WHY,
    WHY_NOT,
    ACCOUNT,
    TEAM,
    ROLE,
    MARKET,
    FOLLOWERS,
    REPOSTS,
    QUOTES,
    SEEN,
    FIELDS
};
static const char *const fields[FIELDS] = {
    "source",    "author",   "handle",    "place",      "country",
    "title",     "text",     "lang",      "links",      "tags",
    "mentions",  "language", "sentiment", "score",      "sentiment_by",
    "labels",    "route",    "urgency",   "urgency_by", "why",
    "why_not",   "account",  "team",      "role",       "market",
    "followers", "reposts",  "quotes",    "seen"};

enum {
    KEY_RULES = 256,
    KEY_ACCOUNTS,
    KEY_TEST,
    KEY_WHY,
    KEY_WHY_NOT,
    KEY_CACHE,
    KEY_REACH,
    KEY_CASCADE,
    KEY_LANGUAGE,
    KEY_LEXICON,
    KEY_SENTIMENT,
    KEY_MODEL
};

static const struct argp_option options[] = {
    {"rules", KEY_RULES, "FILE|DIR", 0,
     "Label posts by these rules; a folder means all its *.rules", 0},
    {"accounts", KEY_ACCOUNTS, "FILE", 0,
     "Mark records of these accounts (CSV: network, handle, team, role, "
     "market)",
     0},
    {"language", KEY_LANGUAGE, NULL, 0,
     "Say in which language posts are written, as `language`", 0},
    {"sentiment", KEY_SENTIMENT, NULL, 0,
     "Say how posts sound by the model that comes with hark", 0},
    {"model", KEY_MODEL, "FILE", 0,
     "Label posts by a model of hark train, under the key that it names", 0},
    {"lexicon", KEY_LEXICON, "FILE", 0,
     "Say how posts sound by a lexicon in VADER's format, as `sentiment`", 0},
    {"why", KEY_WHY, NULL, 0, "Say which rule matched which words, as `why`",
     0},
    {"why-not", KEY_WHY_NOT, "LABEL", 0,
     "Say of posts without this label which clause failed, as `why_not`", 0},
    {"reach", KEY_REACH, "N", 0,
     "Posts of authors with N followers and more are of high urgency", 0},
    {"cascade", KEY_CASCADE, "N", 0,
     "And so are posts with N reposts and quotes an hour and more", 0},
    {"cache", KEY_CACHE, "DIR", 0,
     "Keep compiled rules here (default $XDG_CACHE_HOME/hark or "
     "~/.cache/hark)",
     0},
    {"test", KEY_TEST, NULL, 0,
     "Try the rules on their own examples and read no input", 0},
    {0}};

struct settings {
    const char **rules;
    size_t rule_count;
    const char *accounts;
    const char **models; /* "" is the one that comes with hark */
    size_t model_count;
    const char **lexicons;
    size_t lexicon_count;
    bool language;
    const char *why_not; /* a label, or NULL */
    struct reach_limits reach;
    const char *cache; /* a folder, or NULL for the user's own */
    bool test;
    bool why;
};

static void
add_path(const char ***paths, size_t *count, const char *path)
{
    *paths = reallocarray(*paths, *count + 1, sizeof(**paths));
    if (*paths == NULL)
        err(EX_OSERR, "options");
    (*paths)[(*count)++] = path;
}

static const char *
set_limit(int64_t *limit, const char *value)
{
    return text_integer(text_of(value), limit) && *limit > 0
               ? NULL
               : "wants a whole number from 1";
}

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    switch (key) {
    case KEY_RULES:
        add_path(&settings->rules, &settings->rule_count, value);
        break;
    case KEY_ACCOUNTS:
        settings->accounts = value;
        break;
    case KEY_SENTIMENT:
        add_path(&settings->models, &settings->model_count, "");
        break;
    case KEY_MODEL:
        add_path(&settings->models, &settings->model_count, value);
        break;
    case KEY_LEXICON:
        add_path(&settings->lexicons, &settings->lexicon_count, value);
        break;
    case KEY_LANGUAGE:
        settings->language = true;
        break;
    case KEY_TEST:
        settings->test = true;
        break;
    case KEY_REACH:
        return set_limit(&settings->reach.followers, value);
    case KEY_CASCADE:
        return set_limit(&settings->reach.reposts_an_hour, value);
    case KEY_CACHE:
        settings->cache = value;
        break;
    case KEY_WHY_NOT:
        settings->why_not = value;
        break;
    default:
        settings->why = true;
    }
    return NULL;
}

static const struct program program = {
    .name = "classify",
    .operands = "[FILE ...]",
    .summary = "classify - say what each post is about, and who should see it",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};

struct classify {
    const struct settings *settings;
    struct books *books;
    struct ruleset files;
    struct rule_set *rules; /* or NULL */
    struct rule_match *match;
    struct account_book *accounts; /* or NULL */
    struct voice voice;
    const char
        *names[FIELDS + VOICE_MODELS]; /* fields, and the keys of models */
    size_t key_count;                  /* of models */
    uint32_t why_not;                  /* a label, or RULE_NONE */
    bool asks_links, asks_tags, asks_mentions;
    struct buffer links;    /* struct text */
    struct buffer tags;     /* struct text */
    struct buffer mentions; /* struct text */
    struct buffer members;
};

static _Noreturn void
refuse_pattern(struct classify *classify, const struct rule_error *error)
{
    books_fail(classify->books, EX_CONFIG, NULL, "bad_rule: %.*s:%u:%u: %s",
               TEXT_ARGS(error->file), error->line, error->column, error->why);
}

/* As an earlier run compiled them, or anew, and kept for the next. */
static void
compile_patterns(struct classify *classify)
{
    const char *cache = classify->settings->cache;
    struct rule_error error;

    struct buffer name = {0};
    struct buffer bytes = {0};

    if (!rule_set_has_patterns(classify->rules))
        return;
    rule_set_name_patterns(classify->rules, &name);
    if (!compiled_get(cache, buffer_text(&name), &bytes)
        || !rule_set_load(classify->rules, buffer_text(&bytes))) {
        if (!rule_set_compile(classify->rules, &error))
            refuse_pattern(classify, &error);
        buffer_clear(&bytes);
        rule_set_save(classify->rules, &bytes);
        compiled_keep(cache, buffer_text(&name), buffer_text(&bytes));
    }
    buffer_free(&name);
    buffer_free(&bytes);
}

static void
find_why_not(struct classify *classify)
{
    const char *label = classify->settings->why_not;

    classify->why_not = RULE_NONE;
    if (label == NULL)
        return;
    classify->why_not = rule_set_find_label(classify->rules, text_of(label));
    if (classify->why_not == RULE_NONE)
        books_fail(classify->books, EX_USAGE, NULL,
                   "no_label: no rule has the label %s", label);
}

static void
read_rules(struct classify *classify)
{
    const struct settings *settings = classify->settings;
    struct rule_error error;

    if (settings->rule_count == 0)
        return;
    ruleset_read(&classify->files, classify->books, settings->rules,
                 settings->rule_count);
    classify->rules = rule_set_new();
    for (size_t i = 0; i < classify->files.count; i++) {
        const struct ruleset_file *file = &classify->files.files[i];

        if (!rule_set_add(classify->rules, text_of(file->path),
                          buffer_text(&file->content), &error))
            books_fail(classify->books, EX_CONFIG, NULL,
                       "bad_rule: %s:%u:%u: %s", file->path, error.line,
                       error.column, error.why);
    }
    compile_patterns(classify);
    rule_set_seal(classify->rules);
    find_why_not(classify);
    classify->match = rule_match_new(classify->rules);
    classify->asks_links = rule_set_asks(classify->rules, RULE_LINKS);
    classify->asks_tags = rule_set_asks_mark(classify->rules, '#');
    classify->asks_mentions = rule_set_asks_mark(classify->rules, '@');
}

/* The model that comes with hark: scripts/sentiment-model makes it. */
__asm__(".section .rodata\n"
        ".global classify_model, classify_model_bytes\n"
        ".balign 64\n"
        "classify_model: .incbin \"samples/models/sentiment.model\"\n"
        "1: .balign 8\n"
        "classify_model_bytes: .quad 1b - classify_model\n"
        ".previous\n");
extern const char classify_model[];
extern const uint64_t classify_model_bytes;

static struct text
map_model(struct classify *classify, const char *path)
{
    return *path == '\0' ? (struct text){classify_model, classify_model_bytes}
                         : region_map(classify->books, "model", path);
}

/* A key of its own, to be looked for in what an earlier run wrote. */
static void
add_key(struct classify *classify, const char *key)
{
    if (strcmp(key, fields[SENTIMENT]) != 0)
        classify->names[FIELDS + classify->key_count++] = key;
}

/* One digest of all for `uses`, one of each for sentiment_by. */
static void
read_models(struct classify *classify)
{
    const struct settings *settings = classify->settings;
    struct digester *digester = digester_new();
    char digest[DIGEST_TEXT];

    for (size_t i = 0; i < settings->model_count; i++) {
        const char *path = settings->models[i];
        struct text file = map_model(classify, path);
        char by[VOICE_BY];
        const char *why;

        digest_format(digest, digest128(file));
        snprintf(by, sizeof(by), "model:%.8s", digest);
        why = voice_add_model(&classify->voice, file, by);
        if (why != NULL)
            books_fail(classify->books, EX_CONFIG, NULL, "bad_model: %s: %s",
                       *path == '\0' ? "--sentiment" : path, why);
        add_key(classify, classify->voice.models[i].tagger.key);
        digester_add(digester, file);
    }
    digest_format(digest, digester_value(digester));
    books_uses(classify->books, "model", (struct text){digest, DIGEST_TEXT});
    digester_free(digester);
}

/* One digest of all, of which sentiment_by shows the first digits. */
static void
read_lexicons(struct classify *classify)
{
    const struct settings *settings = classify->settings;
    struct digester *digester = digester_new();
    struct buffer file = {0};
    struct lexicon_error error;
    char digest[DIGEST_TEXT];

    classify->voice.lexicon = lexicon_new();
    for (size_t i = 0; i < settings->lexicon_count; i++) {
        const char *path = settings->lexicons[i];

        buffer_clear(&file);
        whole_get(classify->books, "lexicon", path, &file);
        if (!lexicon_add(classify->voice.lexicon, buffer_text(&file), &error))
            books_fail(classify->books, EX_CONFIG, NULL,
                       "bad_lexicon: %s:%zu: %s", path, error.line, error.why);
        digester_add(digester, buffer_text(&file));
    }
    digest_format(digest, digester_value(digester));
    books_uses(classify->books, "lexicon", (struct text){digest, DIGEST_TEXT});
    snprintf(classify->voice.lexicon_by, VOICE_BY, "lexicon:%.8s", digest);
    digester_free(digester);
    buffer_free(&file);
}

/* The language is looked for where it is to be said, and where a model may not know it. */
static void
open_voice(struct classify *classify)
{
    const struct settings *settings = classify->settings;

    memcpy(classify->names, fields, sizeof(fields));
    if (settings->lexicon_count > 0)
        read_lexicons(classify);
    if (settings->model_count > 0)
        read_models(classify);
    classify->voice.says_language = settings->language;
    if (settings->language || settings->model_count > 0)
        classify->voice.language = language_new();
}

static void
classify_free(struct classify *classify)
{
    rule_match_free(classify->match);
    rule_set_free(classify->rules);
    ruleset_free(&classify->files);
    account_book_free(classify->accounts);
    voice_free(&classify->voice);
    buffer_free(&classify->links);
    buffer_free(&classify->tags);
    buffer_free(&classify->mentions);
    buffer_free(&classify->members);
}

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
            names[count++] = fields[i];
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
    for (size_t i = FIELDS; i < FIELDS + classify->key_count; i++)
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

static bool
asks_reach(const struct settings *settings)
{
    return settings->reach.followers > 0 || settings->reach.reposts_an_hour > 0;
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

static void
write_record(struct classify *classify, const struct record *record,
             struct writer *out)
{
    const struct account *account = find_account(classify, record);
    const struct rule_found *found = NULL;
    const char *stale[FIELDS + VOICE_MODELS];
    size_t stale_count = 0;
    bool is_post = strcmp(record->kind, "post") == 0;
    struct voice_said said = {0};
    unsigned reach = 0;

    buffer_clear(&classify->members);
    if (is_post) {
        stale_count = stale_voice(classify, record, stale);
        said = hear(classify, record);
    }
    if (is_post && asks_reach(classify->settings)) {
        reach = find_reach(classify, record);
        if (classify->rules == NULL)
            stale_count +=
                stale_keys(record, URGENCY, WHY, stale + stale_count);
    }
    if (is_post && classify->rules != NULL) {
        stale_count += stale_keys(record, LABELS, ACCOUNT, stale + stale_count);
        found = find_rules(classify, record, account, &said);
        if (found->rule_count == 0)
            found = NULL;
    }
    if (classify->accounts != NULL)
        stale_count +=
            stale_keys(record, ACCOUNT, FOLLOWERS, stale + stale_count);
    voice_add(&classify->members, &classify->voice, &said);
    if (found != NULL)
        verdict_add_rules(&classify->members, classify->rules, found);
    verdict_add_urgency(&classify->members,
                        found == NULL ? RULE_UNSAID : found->urgency, reach);
    if (account != NULL)
        verdict_add_account(&classify->members, account);
    if (found != NULL && classify->settings->why)
        verdict_add_why(&classify->members, classify->match, classify->rules,
                        found);
    if (is_post && classify->why_not != RULE_NONE
        && !has_label(found, classify->why_not))
        verdict_add_why_not(&classify->members, classify->match,
                            classify->rules, classify->why_not);
    writer_pass_with(out, record, buffer_text(&classify->members), stale,
                     stale_count);
}

/* True where the rule says of its example what the example says of the rule. */
static bool
example_holds(struct classify *classify, const struct rule_example *example)
{
    struct rule_post post = {.text = example->text, .is_example = true};
    const struct rule_found *found = rule_match(classify->match, &post);
    bool matches = false;

    for (size_t i = 0; i < found->rule_count; i++)
        matches |= found->rules[i] == example->rule;
    return matches == example->expected;
}

static void
tell_miss(struct classify *classify, const struct rule_example *example)
{
    const struct rule *rule = rule_set_rule(classify->rules, example->rule);
    struct text label = rule_set_label(classify->rules, rule->label);
    struct place place = {
        .archive = rule->file, .line = example->line, .part = -1};

    if (example->expected) {
        books_problem(classify->books, EX_DATAERR, &place,
                      "expect: %.*s does not match: %.*s", TEXT_ARGS(label),
                      TEXT_ARGS(example->text));
        return;
    }
    buffer_clear(&classify->members);
    verdict_explain(&classify->members, classify->match, classify->rules,
                    example->rule);
    books_problem(
        classify->books, EX_DATAERR, &place, "reject: it matches %.*s: %.*s",
        TEXT_ARGS(buffer_text(&classify->members)), TEXT_ARGS(example->text));
}

static int
test_rules(struct classify *classify)
{
    size_t count = rule_set_example_count(classify->rules);
    size_t missed = 0;

    for (size_t i = 0; i < count; i++) {
        const struct rule_example *example =
            rule_set_example(classify->rules, i);

        if (example_holds(classify, example))
            continue;
        tell_miss(classify, example);
        missed++;
    }
    books_warn(classify->books, NULL,
               "test: %u rules, %zu examples, %zu missed",
               rule_set_count(classify->rules), count, missed);
    return books_close(classify->books);
}

static void
check_settings(const struct settings *settings)
{
    if (settings->rule_count == 0
        && (settings->test || settings->why || settings->why_not != NULL))
        errx(EX_USAGE, "--test, --why and --why-not need --rules");
    if (settings->rule_count == 0 && settings->accounts == NULL
        && settings->lexicon_count == 0 && settings->model_count == 0
        && !settings->language && !asks_reach(settings))
        errx(EX_USAGE, "--rules, --accounts, --language, --sentiment, --model, "
                       "--lexicon, --reach or --cascade is needed (--help)");
}

static int
run(struct classify *classify)
{
    struct writer *out = writer_open(classify->books);
    struct reader *in = reader_open(classify->books, classify->names,
                                    FIELDS + classify->key_count);
    struct record record;

    while (reader_next(in, &record))
        write_record(classify, &record, out);
    return finish(in, out);
}

int
main(int argc, char **argv)
{
    struct settings settings = {0};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct classify classify = {.settings = &settings, .why_not = RULE_NONE};
    int status;

    check_settings(&settings);
    classify.books = books_open(given);
    read_rules(&classify);
    if (settings.accounts != NULL) {
        classify.accounts = account_book_new();
        whole_list(classify.books, "accounts", "bad_account", settings.accounts,
                   account_book_add, classify.accounts);
    }
    open_voice(&classify);
    status = settings.test ? test_rules(&classify) : run(&classify);
    classify_free(&classify);
    free(settings.rules);
    free(settings.lexicons);
    free(settings.models);
    return status;
}
