#include "attribute/attribute.h"

#include "stream/whole.h"

/* A CSV that the user names. */
static void
read_list(struct attribute *attribute, const char *name, const char *path,
          bool (*add)(struct attribution *, struct text,
                      struct listing_error *))
{
    struct buffer csv = {0};
    struct listing_error error;

    if (path == NULL)
        return;
    whole_read(attribute->books, name, path, &csv);
    if (!add(attribute->attribution, buffer_text(&csv), &error))
        books_fail(attribute->books, EX_CONFIG, NULL, "bad_%s: %s:%llu: %s",
                   name, path, (unsigned long long)error.line, error.why);
    buffer_free(&csv);
}

static void
read_table(struct books *books, struct channels *channels, const char *path)
{
    struct buffer content = {0};
    struct rule_error error;

    whole_read(books, "channels", path, &content);
    if (!channels_set_table(channels, buffer_text(&content), &error))
        books_fail(books, EX_CONFIG, NULL, "bad_channels: %s:%u:%u: %s", path,
                   error.line, error.column, error.why);
    buffer_free(&content);
}

void
attribute_read_channels(struct attribute *attribute)
{
    const struct attribution_rules *rules = attribute->rules;

    if (rules->channels != NULL)
        read_table(attribute->books,
                   attribution_channels(attribute->attribution),
                   rules->channels);
    read_list(attribute, "sources", rules->sources, attribution_add_sources);
}

void
attribute_read_lists(struct attribute *attribute)
{
    const struct attribution_rules *rules = attribute->rules;

    read_list(attribute, "links", rules->links, attribution_add_links);
    read_list(attribute, "rates", rules->rates, attribution_add_rates);
    read_list(attribute, "people", rules->people, attribution_add_people);
}

/* Where a table says that it gives something else than it does. */
int
attribute_test_channels(struct attribute *attribute)
{
    const char *path = attribute->rules->channels != NULL
                           ? attribute->rules->channels
                           : "ga4.channels";
    struct channels *channels = attribution_channels(attribute->attribution);
    struct books *books = attribute->books;
    struct channel_table *table = channels_table(channels);
    size_t count = channel_table_example_count(table), missed = 0;

    for (size_t i = 0; i < count; i++) {
        const struct channel_example *example = channel_table_example(table, i);
        struct text found = channel_of(channels, &example->facts);
        struct text wanted = channel_table_name(table, example->channel);
        struct place place = {
            .archive = text_of(path), .line = example->line, .part = -1};

        if (text_equal(found, wanted) == example->expected)
            continue;
        books_problem(books, EX_DATAERR, &place, "%s: it gets %.*s: %.*s",
                      example->expected ? "expect" : "reject", TEXT_ARGS(found),
                      TEXT_ARGS(example->text));
        missed++;
    }
    books_warn(books, NULL, "test: %zu channels, %zu examples, %zu missed",
               channel_table_count(table), count, missed);
    return books_close(books);
}

int
attribute_show(struct text what)
{
    struct text text = text_equal(what, TEXT("channels"))
                           ? channel_default_table()
                           : channel_default_sources();

    return fwrite(text.at, 1, text.len, stdout) == text.len
                   && fclose(stdout) == 0
               ? 0
               : EX_IOERR;
}
