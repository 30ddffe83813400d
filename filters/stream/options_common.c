#include "stream/options_parts.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/sandbox.h"

enum {
    KEY_REJECTS = 0x10000,
    KEY_MAX_REJECTS,
    KEY_STATS,
    KEY_PROGRESS,
    KEY_NO_PROGRESS,
    KEY_FILES_FROM,
    KEY_MAX_LINE,
    KEY_MAX_WINDOW,
    KEY_ALLOW_EMPTY,
    KEY_BARE,
    KEY_NO_PROVENANCE,
    KEY_SANDBOX,
    KEY_SANDBOX_TEST,
    KEY_TIME, /* from here on only where the filter has them */
    KEY_SINCE = KEY_TIME,
    KEY_UNTIL,
    KEY_MEMORY,
    KEY_TMPDIR
};

static const struct argp_option all_filters[] = {
    {NULL, 0, NULL, 0, "Common to all filters (hark(1)):", 20},
    {"files-from", KEY_FILES_FROM, "FILE", 0,
     "Read operands from FILE, one a line", 20},
    {"rejects", KEY_REJECTS, "FILE", 0, "Append rejected records to FILE", 20},
    {"max-rejects", KEY_MAX_REJECTS, "N|P%", 0,
     "Fail the run beyond so many rejects", 20},
    {"stats", KEY_STATS, "FILE", 0, "Append the books to FILE as one line", 20},
    {"progress", KEY_PROGRESS, NULL, 0,
     "Show progress on standard error (default on a terminal)", 20},
    {"no-progress", KEY_NO_PROGRESS, NULL, 0, "Never show progress", 20},
    {"max-line", KEY_MAX_LINE, "BYTES", 0, "Reject longer records (default 8M)",
     20},
    {"max-window", KEY_MAX_WINDOW, "BYTES", 0,
     "Refuse archives that want a larger window (default 128M)", 20},
    {"allow-empty", KEY_ALLOW_EMPTY, NULL, 0,
     "An input of no bytes is no error", 20},
    {"bare", KEY_BARE, NULL, 0, "Write no control records", 20},
    {"no-provenance", KEY_NO_PROVENANCE, NULL, 0,
     "Leave out digests of rules, keys and options", 20},
    {"sandbox", KEY_SANDBOX, NULL, 0,
     "Once all is open, have the kernel refuse whatever is not needed "
     "(default where HARK_SANDBOX is set)",
     20},
    {"sandbox-test", KEY_SANDBOX_TEST, NULL, 0,
     "Try what --sandbox refuses, and exit", 20},
    {0}};

static const struct argp_option time_options[] = {
    {"since", KEY_SINCE, "TIME", 0, "Only records from TIME on", 20},
    {"until", KEY_UNTIL, "TIME", 0, "Only records before TIME", 20},
    {0}};

static const struct argp_option memory_options[] = {
    {"memory", KEY_MEMORY, "BYTES", 0,
     "Spill to a temporary file beyond BYTES (default 1G)", 20},
    {"tmpdir", KEY_TMPDIR, "DIR", 0,
     "Where the temporary file is (default $TMPDIR, else /tmp)", 20},
    {0}};

static size_t
append(struct argp_option *table, size_t count,
       const struct argp_option *options)
{
    for (; options != NULL && (options->name != NULL || options->doc != NULL);
         options++)
        table[count++] = *options;
    return count;
}

struct argp_option *
options_table(const struct program *program)
{
    struct argp_option *table = calloc(256, sizeof(*table));
    size_t count;

    if (table == NULL)
        err(EX_OSERR, "options");
    count = append(table, 0, program->options);
    assert(count < 200);
    count = append(table, count, all_filters);
    if ((program->common & OPTIONS_TIME) != 0)
        count = append(table, count, time_options);
    if ((program->common & OPTIONS_MEMORY) != 0)
        append(table, count, memory_options);
    return table;
}

bool
options_is_common(int key)
{
    return key >= KEY_REJECTS;
}

bool
options_shows(int key)
{
    return key != KEY_REJECTS && key != KEY_STATS && key != KEY_PROGRESS
           && key != KEY_NO_PROGRESS && key != KEY_TMPDIR
           && key != KEY_FILES_FROM && key != KEY_SANDBOX;
}

static const char *
set_max_rejects(struct options *options, const char *value)
{
    struct text digits = text_of(value);
    bool percent = text_ends(digits, TEXT("%"));
    int64_t number;

    if (percent)
        digits.len--;
    if (!text_integer(digits, &number) || number < 0
        || (percent && number > 100))
        return "wants a number or a percentage";
    if (percent)
        options->max_rejects_percent = (int)number;
    else
        options->max_rejects = number;
    return NULL;
}

static const char *
set_size(const char *value, size_t least, size_t *size)
{
    uint64_t bytes;

    if (!options_bytes(value, &bytes) || bytes < least)
        return "wants a number of bytes, with K, M, G or T behind it";
    *size = bytes;
    return NULL;
}

const char *
options_set_common(struct options_parser *parser, int key, char *value)
{
    struct options *options = parser->options;

    switch (key) {
    case KEY_REJECTS:
        options->rejects = value;
        return NULL;
    case KEY_MAX_REJECTS:
        return set_max_rejects(options, value);
    case KEY_STATS:
        options->stats = value;
        return NULL;
    case KEY_PROGRESS:
    case KEY_NO_PROGRESS:
        options->progress = key == KEY_PROGRESS;
        return NULL;
    case KEY_FILES_FROM:
        parser->has_list = true;
        return options_add_list(parser, value);
    case KEY_MAX_LINE:
        return set_size(value, 1, &options->max_line);
    case KEY_MAX_WINDOW:
        return set_size(value, 1, &options->max_window);
    case KEY_ALLOW_EMPTY:
        options->allow_empty = true;
        return NULL;
    case KEY_BARE:
        options->bare = true;
        return NULL;
    case KEY_NO_PROVENANCE:
        options->provenance = false;
        return NULL;
    case KEY_SANDBOX:
        options->sandbox = true;
        return NULL;
    case KEY_SANDBOX_TEST:
        exit(sandbox_try(options->program->name) ? EX_OK : EX_OSERR);
    case KEY_SINCE:
        return options_time(value, &options->since_s);
    case KEY_UNTIL:
        return options_time(value, &options->until_s);
    case KEY_MEMORY:
        return set_size(value, 1 << 20, &options->memory);
    default:
        options->tmpdir = value;
        return NULL;
    }
}
