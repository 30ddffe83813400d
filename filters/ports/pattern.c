#include "ports/pattern.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/pattern_cost.h"

static bool
refuse(struct pattern_error *error, size_t number, const char *why)
{
    error->number = number;
    snprintf(error->why, sizeof(error->why), "%s", why);
    return false;
}

static bool
check(struct pattern pattern, size_t number, struct pattern_error *error)
{
    if (pattern.text.len > PATTERN_BYTES_MOST)
        return refuse(error, number, "longer than 1000 bytes");
    if (memchr(pattern.text.at, '\0', pattern.text.len) != NULL)
        return refuse(error, number, "a NUL in it");
    if (pattern_cost(pattern.text) > PATTERN_COST_MOST)
        return refuse(error, number,
                      "too large once its repeats are written out");
    return true;
}

#if HARK_HYPERSCAN
#include <hs/hs.h>

struct pattern_set {
    hs_database_t *database;
    hs_scratch_t *scratch;
};

static struct pattern_set *
set_of(hs_database_t *database)
{
    struct pattern_set *set = calloc(1, sizeof(*set));

    if (set == NULL)
        err(EX_OSERR, "regular expressions");
    set->database = database;
    if (hs_alloc_scratch(database, &set->scratch) != HS_SUCCESS)
        err(EX_OSERR, "regular expressions");
    return set;
}

static unsigned
flags_of(struct pattern pattern)
{
    return HS_FLAG_UTF8 | HS_FLAG_SINGLEMATCH
           | (pattern.is_raw ? 0 : HS_FLAG_CASELESS);
}

static char *
copy_of(struct text text)
{
    char *copy = strndup(text.at, text.len);

    if (copy == NULL)
        err(EX_OSERR, "regular expressions");
    return copy;
}

/* What the library takes, in one allocation each. */
struct request {
    char **texts;
    unsigned *flags;
    unsigned *numbers;
    size_t count;
};

static struct request
request_new(const struct pattern *patterns, size_t count)
{
    size_t room = count + 1; /* of none too, memory that is there */
    struct request request = {calloc(room, sizeof(*request.texts)),
                              calloc(room, sizeof(*request.flags)),
                              calloc(room, sizeof(*request.numbers)), count};

    if (request.texts == NULL || request.flags == NULL
        || request.numbers == NULL)
        err(EX_OSERR, "regular expressions");
    for (size_t i = 0; i < count; i++) {
        request.texts[i] = copy_of(patterns[i].text);
        request.flags[i] = flags_of(patterns[i]);
        request.numbers[i] = (unsigned)i;
    }
    return request;
}

static void
request_free(struct request request)
{
    for (size_t i = 0; i < request.count; i++)
        free(request.texts[i]);
    free(request.texts);
    free(request.flags);
    free(request.numbers);
}

static hs_database_t *
compile(const struct pattern *patterns, size_t count,
        struct pattern_error *error)
{
    struct request request = request_new(patterns, count);
    hs_compile_error_t *wrong = NULL;
    hs_database_t *database = NULL;

    if (hs_compile_multi((const char *const *)request.texts, request.flags,
                         request.numbers, (unsigned)count, HS_MODE_BLOCK, NULL,
                         &database, &wrong)
        != HS_SUCCESS) {
        refuse(error,
               wrong->expression < 0 ? SIZE_MAX : (size_t)wrong->expression,
               wrong->message);
        hs_free_compile_error(wrong);
        database = NULL;
    }
    request_free(request);
    return database;
}

struct pattern_set *
pattern_set_new(const struct pattern *patterns, size_t count,
                struct pattern_error *error)
{
    hs_database_t *database;

    for (size_t i = 0; i < count; i++)
        if (!check(patterns[i], i, error))
            return NULL;
    if (hs_valid_platform() != HS_SUCCESS) {
        refuse(error, SIZE_MAX, "this processor lacks SSSE3");
        return NULL;
    }
    database = compile(patterns, count, error);
    return database == NULL ? NULL : set_of(database);
}

void
pattern_set_free(struct pattern_set *set)
{
    if (set == NULL)
        return;
    hs_free_scratch(set->scratch);
    hs_free_database(set->database);
    free(set);
}

void
pattern_set_save(const struct pattern_set *set, struct buffer *bytes)
{
    char *serial;
    size_t len;

    if (hs_serialize_database(set->database, &serial, &len) != HS_SUCCESS)
        err(EX_OSERR, "regular expressions");
    buffer_add(bytes, (struct text){serial, len});
    free(serial);
}

struct pattern_set *
pattern_set_load(struct text bytes)
{
    hs_database_t *database;

    if (hs_valid_platform() != HS_SUCCESS
        || hs_deserialize_database(bytes.at, bytes.len, &database)
               != HS_SUCCESS)
        return NULL;
    return set_of(database);
}

void
pattern_set_describe(struct buffer *out)
{
    hs_platform_info_t platform = {0};

    hs_populate_platform(&platform);
    buffer_printf(out, "%s %u %llx", hs_version(), platform.tune,
                  (unsigned long long)platform.cpu_features);
}

struct hearer {
    pattern_found *found;
    void *context;
};

static int
hear(unsigned number, unsigned long long from, unsigned long long to,
     unsigned flags, void *context)
{
    const struct hearer *hearer = context;

    (void)from;
    (void)to;
    (void)flags;
    hearer->found(hearer->context, number);
    return 0;
}

void
pattern_set_scan(struct pattern_set *set, struct text text,
                 pattern_found *found, void *context)
{
    struct hearer hearer = {found, context};

    hs_scan(set->database, text.len == 0 ? "" : text.at, (unsigned)text.len, 0,
            set->scratch, hear, &hearer);
}

struct place {
    unsigned long long from, to;
    bool is_found;
};

/* The first to end, and of those that end with it the longest. */
static int
note_place(unsigned number, unsigned long long from, unsigned long long to,
           unsigned flags, void *context)
{
    struct place *place = context;

    (void)number;
    (void)flags;
    if (place->is_found && (to > place->to || from >= place->from))
        return to > place->to;
    *place = (struct place){from, to, true};
    return 0;
}

struct pattern_finder *
pattern_finder_new(struct pattern pattern)
{
    unsigned flags = flags_of(pattern) & ~(unsigned)HS_FLAG_SINGLEMATCH;
    char *copy = copy_of(pattern.text);
    hs_database_t *database;
    hs_compile_error_t *wrong = NULL;

    if (hs_compile(copy, flags | HS_FLAG_SOM_LEFTMOST, HS_MODE_BLOCK, NULL,
                   &database, &wrong)
        != HS_SUCCESS) {
        hs_free_compile_error(wrong);
        if (hs_compile(copy, flags, HS_MODE_BLOCK, NULL, &database, &wrong)
            != HS_SUCCESS)
            err(EX_OSERR, "regular expressions");
    }
    free(copy);
    return (struct pattern_finder *)set_of(database);
}

void
pattern_finder_free(struct pattern_finder *finder)
{
    pattern_set_free((struct pattern_set *)finder);
}

bool
pattern_finder_find(struct pattern_finder *finder, struct text text,
                    struct text *found)
{
    struct pattern_set *set = (struct pattern_set *)finder;
    struct place place = {0};

    hs_scan(set->database, text.len == 0 ? "" : text.at, (unsigned)text.len, 0,
            set->scratch, note_place, &place);
    *found = (struct text){text.at + place.from, place.to - place.from};
    return place.is_found;
}
#else
struct pattern_set {
    int none;
};

struct pattern_set *
pattern_set_new(const struct pattern *patterns, size_t count,
                struct pattern_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!check(patterns[i], i, error))
            return NULL;
    refuse(error, SIZE_MAX,
           "this hark was built without Hyperscan (HYPERSCAN=0)");
    return NULL;
}

void
pattern_set_free(struct pattern_set *set)
{
    (void)set;
}

void
pattern_set_save(const struct pattern_set *set, struct buffer *bytes)
{
    (void)set;
    (void)bytes;
}

struct pattern_set *
pattern_set_load(struct text bytes)
{
    (void)bytes;
    return NULL;
}

void
pattern_set_describe(struct buffer *out)
{
    buffer_add_string(out, "none");
}

void
pattern_set_scan(struct pattern_set *set, struct text text,
                 pattern_found *found, void *context)
{
    (void)set;
    (void)text;
    (void)found;
    (void)context;
}

struct pattern_finder *
pattern_finder_new(struct pattern pattern)
{
    (void)pattern;
    return NULL;
}

void
pattern_finder_free(struct pattern_finder *finder)
{
    (void)finder;
}

bool
pattern_finder_find(struct pattern_finder *finder, struct text text,
                    struct text *found)
{
    (void)finder;
    (void)text;
    (void)found;
    return false;
}
#endif
