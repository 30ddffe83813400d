#include <err.h>

#include "partition/partition.h"

enum { KEY_INTO = 256, KEY_KEYS, KEY_TOUCHED, KEY_ZONE };

static const struct argp_option options[] = {
    {"into", KEY_INTO, "DIR", 0, "Write DIR/2009-03-01.ndjson.zst and so on",
     0},
    {"keys", KEY_KEYS, "DIR", 0,
     "With --into: what the records of each file may be found by", 0},
    {"touched", KEY_TOUCHED, "DIR", 0,
     "Write no files, but name those that these records change; DIR is of "
     "--keys",
     0},
    {"zone", KEY_ZONE, "NAME", 0, "Whose days these are (default UTC)", 0},
    {0}};

static const char *
set(int key, char *value, void *context)
{
    struct partition_settings *settings = context;
    const char **where[] = {&settings->into, &settings->keys,
                            &settings->touched, &settings->zone};

    *where[key - KEY_INTO] = value;
    return *value == '\0' ? "wants a name" : NULL;
}

const struct program partition_program = {
    .name = "partition",
    .operands = "[FILE ...]",
    .summary = "partition - a file for each day of the records' time, sorted",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

void
partition_settings_check(const struct partition_settings *settings)
{
    if ((settings->into == NULL) == (settings->touched == NULL))
        errx(EX_USAGE, "either --into or --touched says what to do");
}
