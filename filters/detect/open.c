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

static bool
add_gaps(void *context, struct text csv, struct listing_error *error)
{
    static const struct listing_column columns[] = {{{"from", 4}, true},
                                                    {{"to", 2}, true}};

    return listing_read(csv, columns, 2, take_gap, context, error);
}

static void
read_lists(struct detect *detect)
{
    const struct detect_settings *settings = detect->settings;

    if (settings->gaps != NULL)
        whole_list(detect->books, "gaps", "bad_gap", settings->gaps, add_gaps,
                   detect);
    if (settings->backtest == NULL)
        return;
    detect->backtest =
        backtest_new(settings->sighting.bucket, settings->sighting.zone);
    whole_list(detect->books, "incidents", "bad_incident", settings->backtest,
               backtest_add, detect->backtest);
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
    read_lists(detect);
    if (settings->index != NULL)
        read_index(detect, settings->index);
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
