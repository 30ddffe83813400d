#include "detect/detect.h"

struct reader *
detect_reader(struct books *books, const struct sighting_rules *rules)
{
    static const char *fields[SIGHTING_FIELDS] = {
        [SIGHTING_ID] = "id",
        [SIGHTING_AUTHOR] = "author",
        [SIGHTING_ACCOUNT] = "account",
        [SIGHTING_TITLE] = "title",
        [SIGHTING_TEXT] = "text",
        [SIGHTING_FOLLOWERS] = "followers",
        [SIGHTING_FLAGS] = "flags",
        [SIGHTING_TIME] = "time",
        [SIGHTING_OF] = "of",
        [SIGHTING_FROM] = "from",
        [SIGHTING_TO] = "to"};

    fields[SIGHTING_MEASURE] = rules->measure;
    for (size_t i = 0; i < rules->key_count; i++)
        fields[SIGHTING_KEY + i] = rules->keys[i];
    return reader_open(books, fields, SIGHTING_KEY + rules->key_count);
}

void
detect_read(struct detect *detect, struct reader *in)
{
    struct record record;
    const char *why = NULL;

    while (reader_next(in, &record)) {
        switch (sighting_take(detect->sighting, record.kind, record.time_s,
                              record.fields, &why)) {
        case SIGHTING_TAKEN:
            reader_use(in);
            break;
        case SIGHTING_DROPPED:
            reader_drop(in, why);
            break;
        case SIGHTING_REJECTED:
            reader_reject(in, why);
        }
    }
}

static int64_t
start_of(const void *context, int64_t bucket)
{
    const struct sighting_rules *rules = context;
    int64_t start = bucket_number_start(rules->bucket, bucket);

    if (rules->zone == NULL || rules->bucket <= BUCKET_HOUR)
        return start;
    return zone_to_utc(rules->zone, start);
}

/* More in a series than in all: the rows of the whole are not of the same posts. */
static void
check_base(struct detect *detect, const struct series *series)
{
    struct text name = series_name(detect->store, series->number);

    if (series->bad > 0)
        books_fail(detect->books, EX_DATAERR, NULL,
                   "bad_base: in %u buckets more are counted of %.*s than of "
                   "the whole (--base sum adds up the series)",
                   series->bad, TEXT_ARGS(name));
}

void
detect_find(struct detect *detect)
{
    const char *why =
        series_settle(detect->store, start_of, &detect->settings->sighting);
    struct series series;

    if (why != NULL)
        books_fail(detect->books, EX_DATAERR, NULL, "%s", why);
    detect->detector =
        detector_new(&detect->settings->rules, series_frame(detect->store));
    while (series_next(detect->store, NULL, NULL, &series)) {
        check_base(detect, &series);
        detector_take(detect->detector, &series);
    }
    detector_settle(detect->detector);
    series_rewind(detect->store);
}
