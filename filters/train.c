/*
 * train - labelled posts to a model that says which label a post would have
 *
 * Learns from a CSV of labels, or from the emoticons in an archive of posts; writes the model to a file, and what it
 * is worth as rows.
 */
#include <err.h>
#include <math.h>
#include <stdlib.h>

#include "domain/emoticon.h"
#include "domain/training.h"
#include "stream/replace.h"
#include "stream/whole.h"
#include "stream/writer.h"

enum { ID, TITLE, TEXT_FIELD, FIELDS };
static const char *const fields[FIELDS] = {"id", "title", "text"};

enum {
    KEY_LABELS = 256,
    KEY_DISTANT,
    KEY_MODEL,
    KEY_KEY,
    KEY_LANGUAGES,
    KEY_FOLDS,
    KEY_EVAL,
    KEY_BITS,
    KEY_COST
};

static const struct argp_option options[] = {
    {"labels", KEY_LABELS, "FILE", 0,
     "Learn from this CSV: label, and text or the id of a post, or both", 0},
    {"distant", KEY_DISTANT, NULL, 0,
     "Learn positive and negative from the emoticons of the posts", 0},
    {"model", KEY_MODEL, "FILE", 0, "Write the model there", 0},
    {"key", KEY_KEY, "NAME", 0,
     "The key that classify adds by it (default: sentiment)", 0},
    {"languages", KEY_LANGUAGES, "LIST", 0,
     "The languages it may speak of, as en,pt (default: any)", 0},
    {"folds", KEY_FOLDS, "N", 0,
     "Also train on all but each Nth of the examples, and hold that against it",
     0},
    {"eval", KEY_EVAL, "FILE", 0,
     "Hold the model against this CSV of label and text", 0},
    {"bits", KEY_BITS, "N", 0, "2^N buckets of weights, 10 to 24 (default: 17)",
     0},
    {"cost", KEY_COST, "N", 0,
     "How much a miss costs beside large weights (default: 0.1)", 0},
    {0}};

struct settings {
    const char *labels;
    bool distant;
    const char *model;
    const char *key;
    const char *languages;
    int64_t folds;
    const char *eval;
    int64_t bits;
    double cost;
};

static bool
integer(const char *value, int64_t least, int64_t most, int64_t *to)
{
    return text_integer(text_of(value), to) && *to >= least && *to <= most;
}

static const char *
set_number(int key, const char *value, struct settings *settings)
{
    char *end;

    switch (key) {
    case KEY_FOLDS:
        return integer(value, 2, 100, &settings->folds) ? NULL
                                                        : "wants 2 to 100";
    case KEY_BITS:
        return integer(value, TAGGER_BITS_LEAST, TAGGER_BITS_MOST,
                       &settings->bits)
                   ? NULL
                   : "wants 10 to 24";
    default:
        settings->cost = strtod(value, &end);
        return *value != '\0' && *end == '\0' && settings->cost >= 1e-6
                       && settings->cost <= 1e6
                   ? NULL
                   : "wants a number above 0";
    }
}

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    switch (key) {
    case KEY_LABELS:
        settings->labels = value;
        return NULL;
    case KEY_DISTANT:
        settings->distant = true;
        return NULL;
    case KEY_MODEL:
        settings->model = value;
        return NULL;
    case KEY_KEY:
        settings->key = value;
        return tagger_check_key(text_of(value));
    case KEY_LANGUAGES:
        settings->languages = value;
        return strlen(value) < TAGGER_LANGUAGES ? NULL : "is too long";
    case KEY_EVAL:
        settings->eval = value;
        return NULL;
    default:
        return set_number(key, value, settings);
    }
}

static const struct program program = {
    .name = "train",
    .operands = "[FILE ...]",
    .summary = "train - labelled posts to a model that labels others",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};

struct train {
    const struct settings *settings;
    struct books *books;
    struct writer *out;
    struct examples *examples;
    struct examples *others; /* of --eval */
    struct training *training;
    struct tagger tagger;
    struct buffer line;
    struct buffer without; /* a text without its emoticons */
};

/* None without a path. */
static struct examples *
read_labels(struct train *train, const char *role, const char *path)
{
    struct examples *examples = examples_new();
    struct buffer csv = {0};
    struct listing_error error;

    if (path == NULL)
        return examples;
    whole_read(train->books, role, path, &csv);
    if (!examples_read(examples, buffer_text(&csv), &error))
        books_fail(train->books, EX_CONFIG, NULL, "bad_labels: %s:%llu: %s",
                   path, (unsigned long long)error.line, error.why);
    buffer_free(&csv);
    return examples;
}

static struct text
text_of_post(const struct record *record)
{
    struct text text = record_text(record, TEXT_FIELD);

    return text.len > 0 ? text : record_text(record, TITLE);
}

/* NULL where the post is an example now, or why it is none. */
static const char *
learn_distant(struct train *train, const struct record *record)
{
    static const char *const none[] = {
        [EMOTICON_NONE] = "no_emoticon", [EMOTICON_BOTH] = "both_emoticons"};
    struct text id = record_text(record, ID);
    enum emoticon_mood mood;

    buffer_clear(&train->without);
    mood = emoticon_read(&train->without, text_of_post(record));
    if (mood == EMOTICON_NONE || mood == EMOTICON_BOTH)
        return none[mood];
    examples_add(train->examples, id, buffer_text(&train->without),
                 mood == EMOTICON_GLAD ? TEXT("positive") : TEXT("negative"));
    return NULL;
}

static const char *
learn(struct train *train, const struct record *record)
{
    if (strcmp(record->kind, "post") != 0)
        return "kind";
    if (train->settings->labels != NULL
        && examples_offer(train->examples, record_text(record, ID),
                          text_of_post(record)))
        return NULL;
    return train->settings->distant ? learn_distant(train, record)
                                    : "unlabelled";
}

static void
read_posts(struct train *train)
{
    struct reader *in = reader_open(train->books, fields, FIELDS);
    struct record record;

    while (reader_next(in, &record)) {
        const char *why = learn(train, &record);

        if (why == NULL)
            reader_use(in);
        else
            reader_drop(in, why);
    }
    reader_close(in);
}

/* Where every label has its text, and no files are named, there is nothing to wait for. */
static bool
needs_posts(const struct train *train)
{
    const struct options *given = books_options(train->books);

    return train->settings->distant
           || examples_counts(train->examples).waiting > 0
           || given->file_count != 1 || strcmp(given->files[0], "-") != 0;
}

static void
begin_row(struct train *train, const char *set)
{
    buffer_clear(&train->line);
    buffer_add_string(&train->line, "{\"v\":1,\"kind\":\"row\",\"model\":");
    buffer_add_json_string(&train->line, text_of(train->settings->key));
    buffer_printf(&train->line, ",\"set\":\"%s\"", set);
}

static void
end_row(struct train *train)
{
    buffer_add_char(&train->line, '}');
    writer_make(train->out, "row", buffer_text(&train->line));
}

static void
write_examples(struct train *train)
{
    for (uint32_t k = 0; k < examples_classes(train->examples); k++) {
        uint64_t count = 0;

        for (size_t i = 0; i < examples_count(train->examples); i++)
            count += examples_get(train->examples, i)->class == k;
        begin_row(train, "training");
        buffer_add_string(&train->line, ",\"label\":");
        buffer_add_json_string(&train->line,
                               examples_class(train->examples, k));
        buffer_printf(&train->line, ",\"examples\":%llu",
                      (unsigned long long)count);
        end_row(train);
    }
}

static void
write_summary(struct train *train, const struct confusion *confusion)
{
    uint64_t count = 0;

    for (uint32_t k = 0; k < confusion->classes; k++)
        count += confusion_of(confusion, k).labelled;
    buffer_printf(&train->line,
                  ",\"examples\":%llu,\"macro_recall\":%.4f,\"accuracy\":%.4f",
                  (unsigned long long)count, confusion_macro_recall(confusion),
                  confusion_accuracy(confusion));
}

/* A row a class, and one a cell of the matrix. */
static void
write_confusion(struct train *train, const char *set,
                const struct confusion *confusion, const struct tagger *names)
{
    for (uint32_t k = 0; k < confusion->classes; k++) {
        struct confusion_class of = confusion_of(confusion, k);

        begin_row(train, set);
        buffer_add_string(&train->line, ",\"label\":");
        buffer_add_json_string(&train->line, text_of(names->names[k]));
        buffer_printf(&train->line,
                      ",\"examples\":%llu,\"recall\":%.4f,"
                      "\"precision\":%.4f,\"f1\":%.4f",
                      (unsigned long long)of.labelled, of.recall, of.precision,
                      of.f1);
        end_row(train);
    }
    for (uint32_t i = 0; i < confusion->classes; i++) {
        for (uint32_t k = 0; k < confusion->classes; k++) {
            begin_row(train, set);
            buffer_add_string(&train->line, ",\"label\":");
            buffer_add_json_string(&train->line, text_of(names->names[i]));
            buffer_add_string(&train->line, ",\"said\":");
            buffer_add_json_string(&train->line, text_of(names->names[k]));
            buffer_printf(&train->line, ",\"count\":%llu",
                          (unsigned long long)confusion->counts[i][k]);
            end_row(train);
        }
    }
}

static void
fold(struct train *train)
{
    unsigned folds = (unsigned)train->settings->folds;
    struct tagger tagger = {0};
    struct confusion all = {0};
    double sum = 0;
    double squares = 0;
    double mean;

    for (unsigned i = 0; i < folds; i++) {
        struct confusion one =
            training_fold(train->training, i, folds, &tagger);
        double recall = confusion_macro_recall(&one);

        begin_row(train, "fold");
        buffer_printf(&train->line, ",\"fold\":%u", i);
        write_summary(train, &one);
        end_row(train);
        confusion_add(&all, &one);
        sum += recall;
        squares += recall * recall;
    }
    mean = sum / folds;
    begin_row(train, "folds");
    buffer_printf(&train->line,
                  ",\"folds\":%u,\"macro_recall_mean\":%.4f,"
                  "\"macro_recall_sd\":%.4f",
                  folds, mean,
                  sqrt(fmax(0, (squares - sum * mean) / (folds - 1))));
    write_summary(train, &all);
    end_row(train);
    write_confusion(train, "folds", &all, &tagger);
}

static void
note(struct train *train, const char *name, uint64_t count)
{
    if (count > 0)
        books_note(train->books, name, count);
}

static void
evaluate(struct train *train)
{
    uint64_t unknown;
    struct confusion confusion;

    examples_seal(train->others);
    confusion = training_measure(&train->tagger, train->others, &unknown);
    begin_row(train, "eval");
    write_summary(train, &confusion);
    end_row(train);
    write_confusion(train, "eval", &confusion, &train->tagger);
    note(train, "unknown_labels", unknown);
}

/* Not from an input that was damaged, nor beside one that was there before. */
static void
write_model(struct train *train)
{
    const char *path = train->settings->model;
    struct buffer file = {0};

    if (path == NULL)
        return;
    if (books_settle(train->books) != 0) {
        books_warn(train->books, NULL, "%s is not written: see above", path);
        return;
    }
    tagger_write(&file, &train->tagger);
    if (!replace_content(path, buffer_text(&file)))
        books_problem(train->books, EX_CANTCREAT, NULL, "%s: %m", path);
    buffer_free(&file);
}

/* False where there are not two labels to tell apart. */
static bool
gather(struct train *train)
{
    struct examples_counts counts;

    if (needs_posts(train))
        read_posts(train);
    counts = examples_counts(train->examples);
    note(train, "labels_repeated", counts.repeated);
    note(train, "labels_contradicted", counts.contradicted);
    note(train, "labels_without_text", counts.waiting);
    examples_seal(train->examples);
    write_examples(train);
    if (examples_classes(train->examples) >= 2
        && examples_count(train->examples) >= 2)
        return true;
    books_problem(train->books, EX_DATAERR, NULL,
                  "too_few: nothing to tell apart in %zu examples",
                  examples_count(train->examples));
    return false;
}

static void
fit_whole(struct train *train)
{
    const struct settings *settings = train->settings;

    training_fit(train->training, &train->tagger);
    memcpy(train->tagger.key, settings->key, strlen(settings->key));
    memcpy(train->tagger.languages, settings->languages,
           strlen(settings->languages));
    if (settings->eval != NULL)
        evaluate(train);
    write_model(train);
}

static void
fit(struct train *train)
{
    const struct settings *settings = train->settings;
    struct training_settings how = {(uint32_t)settings->bits, settings->cost};

    train->training = training_new(train->examples, &how);
    if (settings->folds > 0)
        fold(train);
    if (settings->model != NULL || settings->eval != NULL)
        fit_whole(train);
    training_free(train->training);
}
int
main(int argc, char **argv)
{
    struct settings settings = {
        .key = "sentiment", .languages = "", .bits = 17, .cost = 0.1};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct train train = {.settings = &settings};

    if (settings.labels == NULL && !settings.distant)
        errx(EX_USAGE, "--labels or --distant is needed (--help)");
    train.books = books_open(given);
    train.examples = read_labels(&train, "labels", settings.labels);
    train.others = read_labels(&train, "eval", settings.eval);
    train.out = writer_open(train.books);
    if (gather(&train))
        fit(&train);
    examples_free(train.examples);
    examples_free(train.others);
    buffer_free(&train.line);
    buffer_free(&train.without);
    return writer_finish(train.out);
}
