#include "classify/classify.h"

#include <err.h>

#include "ports/digest.h"
#include "stream/compiled.h"
#include "stream/region.h"
#include "stream/whole.h"

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
    const struct classify_settings *settings = classify->settings;
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
    if (strcmp(key, classify_fields[SENTIMENT]) != 0)
        classify->names[CLASSIFY_FIELDS + classify->key_count++] = key;
}

/* One digest of all for `uses`, one of each for sentiment_by. */
static void
read_models(struct classify *classify)
{
    const struct classify_settings *settings = classify->settings;
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
    const struct classify_settings *settings = classify->settings;
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
    const struct classify_settings *settings = classify->settings;

    memcpy(classify->names, classify_fields, sizeof(classify_fields));
    if (settings->lexicon_count > 0)
        read_lexicons(classify);
    if (settings->model_count > 0)
        read_models(classify);
    classify->voice.says_language = settings->language;
    if (settings->language || settings->model_count > 0)
        classify->voice.language = language_new();
}

void
classify_open(struct classify *classify,
              const struct classify_settings *settings, struct books *books)
{
    *classify = (struct classify){
        .settings = settings, .books = books, .why_not = RULE_NONE};
    read_rules(classify);
    if (settings->accounts != NULL) {
        classify->accounts = account_book_new();
        whole_list(books, "accounts", "bad_account", settings->accounts,
                   account_book_add, classify->accounts);
    }
    open_voice(classify);
}

void
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
