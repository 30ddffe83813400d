#include "domain/sighting.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/table.h"
#include "domain/bucket_number.h"
#include "ports/digest.h"

struct sighting {
    const struct sighting_rules *rules;
    struct series_store *store;
    struct near_scratch scratch;
    struct table *names; /* of one record */
    struct buffer name, words;
    struct buffer time; /* of the last row, and its bucket */
    int64_t bucket;
};

struct sighting *
sighting_new(const struct sighting_rules *rules, struct series_store *store)
{
    struct sighting *sighting = calloc(1, sizeof(*sighting));

    if (sighting == NULL)
        err(EX_OSERR, "sighting");
    sighting->rules = rules;
    sighting->store = store;
    sighting->names = table_new();
    return sighting;
}

void
sighting_free(struct sighting *sighting)
{
    if (sighting == NULL)
        return;
    table_free(sighting->names);
    near_scratch_free(&sighting->scratch);
    buffer_free(&sighting->name);
    buffer_free(&sighting->words);
    buffer_free(&sighting->time);
    free(sighting);
}

static struct text
text_in(const struct json_slot *slot)
{
    return slot->type == JSON_STRING ? slot->text : TEXT_NONE;
}

/* Which series. */

static bool
has_key(const struct json_slot *slot)
{
    struct json_items items = json_items(*slot);
    struct json_slot item;

    if (slot->type == JSON_ARRAY)
        return json_next(&items, &item);
    return slot->type == JSON_STRING || slot->type == JSON_INTEGER
           || slot->type == JSON_TRUE || slot->type == JSON_FALSE;
}

static size_t
count_keys(const struct sighting *sighting, const struct json_slot *slots)
{
    size_t has = 0;

    for (size_t i = 0; i < sighting->rules->key_count; i++)
        has += has_key(&slots[SIGHTING_KEY + i]);
    return has;
}

static void name_from(struct sighting *sighting, const struct json_slot *slots,
                      size_t key);

static void
add_pair(struct sighting *sighting, size_t key, const struct json_slot *value)
{
    struct buffer *name = &sighting->name;

    if (key > 0)
        buffer_add_char(name, ',');
    buffer_add_string(name, sighting->rules->keys[key]);
    buffer_add_char(name, '=');
    if (value->type == JSON_STRING)
        buffer_add(name, value->text);
    else
        json_write(name, *value);
}

static void
name_value(struct sighting *sighting, const struct json_slot *slots, size_t key,
           const struct json_slot *value)
{
    struct buffer *name = &sighting->name;
    size_t len = name->len;

    add_pair(sighting, key, value);
    name_from(sighting, slots, key + 1);
    name->len = len;
}

/* Each combination of the values of the keys from this one on, behind what stands. At most SIGHTING_KEYS deep. */
static void
name_from(struct sighting *sighting, const struct json_slot *slots, size_t key)
{
    const struct json_slot *slot = &slots[SIGHTING_KEY + key];
    struct json_items items;
    struct json_slot item;

    if (key == sighting->rules->key_count) {
        table_add(sighting->names, buffer_text(&sighting->name));
        return;
    }
    if (slot->type != JSON_ARRAY) {
        name_value(sighting, slots, key, slot);
        return;
    }
    items = json_items(*slot);
    while (json_next(&items, &item))
        name_value(sighting, slots, key, &item);
}

static void
name_all(struct sighting *sighting, const struct json_slot *slots)
{
    table_clear(sighting->names);
    buffer_clear(&sighting->name);
    if (count_keys(sighting, slots) == sighting->rules->key_count)
        name_from(sighting, slots, 0);
}

/* Posts. */

static bool
is_observed(const struct json_slot *flags)
{
    struct json_items items = json_items(*flags);
    struct json_slot flag;

    while (json_next(&items, &flag))
        if (text_equal(text_in(&flag), TEXT("observed")))
            return true;
    return false;
}

static void
fill_post(struct sighting *sighting, const struct json_slot *slots,
          struct series_post *post)
{
    struct text author = text_in(&slots[SIGHTING_AUTHOR]);
    const struct json_slot *followers = &slots[SIGHTING_FOLLOWERS];

    if (author.len > 0)
        post->author = digest64(author);
    if (followers->type == JSON_INTEGER && followers->integer > 0)
        post->reach = (uint64_t)followers->integer;
    buffer_clear(&sighting->words);
    buffer_add(&sighting->words, text_in(&slots[SIGHTING_TITLE]));
    buffer_add_char(&sighting->words, ' ');
    buffer_add(&sighting->words, text_in(&slots[SIGHTING_TEXT]));
    near_sign(&sighting->scratch, buffer_text(&sighting->words), post->sign);
    series_keep(sighting->store, text_in(&slots[SIGHTING_ID]), post);
}

static enum sighting_found
take_post(struct sighting *sighting, int64_t time_s,
          const struct json_slot *slots, const char **why)
{
    const struct sighting_rules *rules = sighting->rules;
    struct series_post post = {0};
    int64_t bucket;

    if (is_observed(&slots[SIGHTING_FLAGS])) {
        *why = "observed";
        return SIGHTING_DROPPED;
    }
    if (slots[SIGHTING_ACCOUNT].type == JSON_STRING) {
        *why = "own";
        return SIGHTING_DROPPED;
    }
    if (time_s == INT64_MIN) {
        *why = "missing_time: a post without a time";
        return SIGHTING_REJECTED;
    }
    bucket = bucket_number(rules->bucket, time_s, rules->zone);
    series_add_base(sighting->store, SERIES_POSTS, bucket, 1);
    name_all(sighting, slots);
    if (table_count(sighting->names) == 0)
        return SIGHTING_TAKEN;
    fill_post(sighting, slots, &post);
    for (uint32_t i = 0; i < table_count(sighting->names); i++)
        series_add_post(sighting->store, table_text(sighting->names, i), bucket,
                        &post);
    return SIGHTING_TAKEN;
}

/* Rows. */

static enum series_base
base_of(const struct sighting *sighting, const struct json_slot *slots)
{
    bool has_array = slots[SIGHTING_OF].type == JSON_INTEGER;

    if (count_keys(sighting, slots) > 0 || has_array || sighting->rules->is_sum)
        return SERIES_REST;
    return SERIES_WHOLE;
}

/* Of the last row, mostly. */
static bool
find_bucket(struct sighting *sighting, struct text time)
{
    if (sighting->time.len > 0
        && text_equal(buffer_text(&sighting->time), time))
        return true;
    buffer_clear(&sighting->time);
    if (!bucket_number_parse(sighting->rules->bucket, time, &sighting->bucket))
        return false;
    buffer_add(&sighting->time, time);
    return true;
}

/* False where the row is in no series. */
static bool
add_counts(struct sighting *sighting, const struct json_slot *slots,
           uint64_t count)
{
    const struct json_slot *key = &slots[SIGHTING_KEY];

    if (sighting->rules->key_count == 1 && key->type == JSON_STRING) {
        buffer_clear(&sighting->name);
        add_pair(sighting, 0, key);
        series_add_count(sighting->store, buffer_text(&sighting->name),
                         sighting->bucket, count);
        return true;
    }
    name_all(sighting, slots);
    for (uint32_t i = 0; i < table_count(sighting->names); i++)
        series_add_count(sighting->store, table_text(sighting->names, i),
                         sighting->bucket, count);
    return table_count(sighting->names) > 0;
}

static enum sighting_found
take_row(struct sighting *sighting, const struct json_slot *slots,
         const char **why)
{
    const struct json_slot *measure = &slots[SIGHTING_MEASURE];
    const struct json_slot *of = &slots[SIGHTING_OF];
    uint64_t count;
    int64_t bucket;

    *why = "no_count: the row has not what --measure names, or it is no count";
    if (measure->type != JSON_INTEGER || measure->integer < 0)
        return SIGHTING_REJECTED;
    *why = "bad_bucket: the row's `time` is no bucket of --bucket";
    if (!find_bucket(sighting, text_in(&slots[SIGHTING_TIME])))
        return SIGHTING_REJECTED;
    bucket = sighting->bucket;
    count = (uint64_t)measure->integer;
    if (!add_counts(sighting, slots, count))
        series_add_base(sighting->store, base_of(sighting, slots), bucket,
                        count);
    if (of->type == JSON_INTEGER && of->integer >= 0
        && !sighting->rules->is_sum)
        series_add_base(sighting->store, SERIES_DIFFERENT, bucket,
                        (uint64_t)of->integer);
    return SIGHTING_TAKEN;
}

static enum sighting_found
take_gap(struct sighting *sighting, const struct json_slot *slots,
         const char **why)
{
    int64_t from, to;

    if (!clock_read(text_in(&slots[SIGHTING_FROM]), &from)
        || !clock_read(text_in(&slots[SIGHTING_TO]), &to)) {
        *why = "bad_gap: a gap without `from` and `to`";
        return SIGHTING_REJECTED;
    }
    series_add_gap(sighting->store, from, to);
    return SIGHTING_TAKEN;
}

enum sighting_found
sighting_take(struct sighting *sighting, const char *kind, int64_t time_s,
              const struct json_slot *slots, const char **why)
{
    if (strcmp(kind, "post") == 0)
        return take_post(sighting, time_s, slots, why);
    if (strcmp(kind, "row") == 0)
        return take_row(sighting, slots, why);
    if (strcmp(kind, "gap") == 0)
        return take_gap(sighting, slots, why);
    *why = "kind";
    return SIGHTING_DROPPED;
}
