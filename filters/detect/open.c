#include "detect/detect.h"

#include <stdlib.h>

#include "stream/whole.h"

static void
read_index(struct detect *detect, const char *path)
{
    struct index_file *index =
        index_open(detect->books, path, sizeof(struct digest));
    struct digest id;

    while (index != NULL && index_next(index, &id))
        table_add(detect->told, (struct text){(const char *)&id, sizeof(id)});
    index_close(index);
    detect->next = index_create(detect->books, path, sizeof(struct digest));
}

/* NULL, or a file of settings is wrong. */
static void
fail_listing(struct detect *detect, const char *code, const char *path,
             const struct listing_error *error)
{
    books_fail(detect->books, EX_CONFIG, NULL, "%s: %s:%llu: %s", code, path,
               (unsigned long long)error->line, error->why);
}

static bool
take_gap(void *context, struct listing *row)
{
    struct detect *detect = context;
    int64_t from, to;

    if (!listing_time(row, 0, INT64_MIN, &from)
        || !listing_time(row, 1, INT64_MIN, &to))
        return false;
    if (from == INT64_MIN || to <= from)
        return listing_fail(row, "a gap goes from a time to a later one");
    series_add_gap(detect->store, from, to);
    return true;
}

static void
read_gaps(struct detect *detect, const char *path)
{
    static const struct listing_column columns[] = {{{"from", 4}, true},
                                                    {{"to", 2}, true}};
    struct listing_error error;
    struct buffer csv = {0};

    whole_read(detect->books, "gaps", path, &csv);
    if (!listing_read(buffer_text(&csv), columns, 2, take_gap, detect, &error))
        fail_listing(detect, "bad_gap", path, &error);
    buffer_free(&csv);
}

static void
read_incidents(struct detect *detect, const char *path)
{
    const struct sighting_rules *rules = &detect->settings->sighting;
    struct listing_error error;
    struct buffer csv = {0};

    whole_read(detect->books, "incidents", path, &csv);
    detect->backtest = backtest_new(rules->bucket, rules->zone);
    if (!backtest_add(detect->backtest, buffer_text(&csv), &error))
        fail_listing(detect, "bad_incident", path, &error);
    buffer_free(&csv);
}

void
detect_open(struct detect *detect, struct books *books,
            const struct detect_settings *settings)
{
    const struct options *given = books_options(books);

    detect->settings = settings;
    detect->books = books;
    detect->spill = spill_open(given->tmpdir);
    detect->store = series_new(given->memory, detect->spill);
    detect->sighting = sighting_new(&settings->sighting, detect->store);
    detect->told = table_new();
    if (settings->gaps != NULL)
        read_gaps(detect, settings->gaps);
    if (settings->index != NULL)
        read_index(detect, settings->index);
    if (settings->backtest != NULL)
        read_incidents(detect, settings->backtest);
}

void
detect_close(struct detect *detect)
{
    for (size_t i = 0; i < detect->line_count; i++)
        free(detect->lines[i].json);
    free(detect->lines);
    sighting_free(detect->sighting);
    detector_free(detect->detector);
    backtest_free(detect->backtest);
    series_free(detect->store);
    spill_close(detect->spill);
    table_free(detect->told);
    buffer_free(&detect->json);
    buffer_free(&detect->examples);
}
