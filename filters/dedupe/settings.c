#include <err.h>

#include "dedupe/dedupe.h"

enum { KEY_ACCOUNTS = 256, KEY_INDEX, KEY_COMMIT, KEY_FIRST };

static const struct argp_option options[] = {
    {"accounts", KEY_ACCOUNTS, "FILE", 0,
     "Our own accounts: their deleted posts keep id, time, author and links",
     0},
    {"index", KEY_INDEX, "FILE", 0,
     "Remember ids, revisions and tombstones between runs; writes FILE.next",
     0},
    {"commit", KEY_COMMIT, "FILE", 0,
     "Make FILE.next the index, after the results are published", 0},
    {"first", KEY_FIRST, NULL, 0,
     "Write the first of each id at once: for streams without deletes", 0},
    {0}};

static const char *
set(int key, char *value, void *context)
{
    struct dedupe_settings *settings = context;

    switch (key) {
    case KEY_ACCOUNTS:
        settings->accounts = value;
        break;
    case KEY_INDEX:
        settings->index = value;
        break;
    case KEY_COMMIT:
        settings->commit = value;
        break;
    default:
        settings->first = true;
    }
    return NULL;
}

const struct program dedupe_program = {
    .name = "dedupe",
    .operands = "[FILE ...]",
    .summary = "dedupe - one record an id: the latest, and nothing deleted",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

void
dedupe_settings_check(const struct dedupe_settings *settings)
{
    if (settings->first
        && (settings->index != NULL || settings->accounts != NULL))
        errx(EX_USAGE, "--first knows no deletes and no earlier runs: it goes "
                       "without --index and --accounts");
}
