/*
 * train - labelled posts to a model that says which label a post would have
 *
 * Learns from a CSV of labels, or from the emoticons in an archive of posts; writes the model to a file, and what it
 * is worth as rows.
 */
#include "train/train.h"

#include <err.h>

#include "stream/replace.h"

/* Not from an input that was damaged, nor beside one that was there before. */
static void
write_model(struct train *train)
{
    const char *path = train->settings->model;
    struct buffer file = {0};

    if (path == NULL)
        return;
    if (books_judge(train->books) != 0) {
        books_warn(train->books, NULL, "%s is not written: see above", path);
        return;
    }
    tagger_write(&file, &train->tagger);
    if (!replace_content(path, buffer_text(&file), 0666))
        books_problem(train->books, EX_CANTCREAT, NULL, "%s: %m", path);
    buffer_free(&file);
}

static void
fit_whole(struct train *train)
{
    const struct train_settings *settings = train->settings;

    training_fit(train->training, &train->tagger);
    memcpy(train->tagger.key, settings->key, strlen(settings->key));
    memcpy(train->tagger.languages, settings->languages,
           strlen(settings->languages));
    if (settings->eval != NULL)
        train_tell_eval(train);
    write_model(train);
}

static void
fit(struct train *train)
{
    const struct train_settings *settings = train->settings;
    struct training_settings how = {(uint32_t)settings->bits, settings->cost};

    train->training = training_new(train->examples, &how);
    if (settings->folds > 0)
        train_tell_folds(train);
    if (settings->model != NULL || settings->eval != NULL)
        fit_whole(train);
    training_free(train->training);
}

int
main(int argc, char **argv)
{
    struct train_settings settings = {
        .key = "sentiment", .languages = "", .bits = 17, .cost = 0.1};
    struct options *given =
        options_parse(&train_program, argc, argv, &settings);
    struct train train = {.settings = &settings};

    if (settings.labels == NULL && !settings.distant)
        errx(EX_USAGE, "--labels or --distant is needed (--help)");
    train.books = books_open(given);
    if (settings.model != NULL)
        books_may_replace(train.books, settings.model);
    train.out = writer_open(train.books);
    if (train_gather(&train))
        fit(&train);
    examples_free(train.examples);
    examples_free(train.others);
    buffer_free(&train.line);
    buffer_free(&train.without);
    return writer_finish(train.out);
}
