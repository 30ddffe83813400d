#include "train/train.h"

#include "domain/emoticon.h"
#include "stream/whole.h"

enum { ID, TITLE, TEXT_FIELD, FIELDS };
static const char *const fields[FIELDS] = {"id", "title", "text"};

/* None without a path. */
static struct examples *
read_labels(struct train *train, const char *role, const char *path)
{
    struct examples *examples = examples_new();

    if (path != NULL)
        whole_list(train->books, role, "bad_labels", path, examples_read,
                   examples);
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
note(struct train *train, const char *name, uint64_t count)
{
    if (count > 0)
        books_note(train->books, name, count);
}

/* False where there are not two labels to tell apart. */
bool
train_gather(struct train *train)
{
    struct examples_counts counts;

    train->examples = read_labels(train, "labels", train->settings->labels);
    train->others = read_labels(train, "eval", train->settings->eval);
    if (needs_posts(train))
        read_posts(train);
    counts = examples_counts(train->examples);
    note(train, "labels_repeated", counts.repeated);
    note(train, "labels_contradicted", counts.contradicted);
    note(train, "labels_without_text", counts.waiting);
    examples_seal(train->examples);
    train_tell_examples(train);
    if (examples_classes(train->examples) >= 2
        && examples_count(train->examples) >= 2)
        return true;
    books_problem(train->books, EX_DATAERR, NULL,
                  "too_few: nothing to tell apart in %zu examples",
                  examples_count(train->examples));
    return false;
}
