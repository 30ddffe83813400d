/*
 * fetch - any archive to raw records, one a line
 *
 * Unpacks files, folders, standard input and URLs, whatever their compression and container, and
 * writes what they hold as lines with their place, for normalize.
 */
#include <err.h>
#include <malloc.h>
#include <sys/resource.h>

#include "stream/fetcher.h"
#include "stream/operand.h"
#include "stream/state.h"

enum {
    KEY_AS = 256,
    KEY_MAX_EXPAND,
    KEY_MAX_RATIO,
    KEY_VERIFY,
    KEY_ONLY_NEW,
    KEY_COMMIT,
    KEY_LIST,
    KEY_LISTED,
    KEY_CACHE,
    KEY_RETRIES,
    KEY_RETRY_WAIT,
    KEY_STALL,
    KEY_SALVAGE
};

static const struct argp_option options[] = {
    {"as", KEY_AS, "SHAPE", 0,
     "Take all streams as text, json, array, document, csv, tsv, xml, tar, "
     "zip or warc",
     0},
    {"max-expand", KEY_MAX_EXPAND, "BYTES", 0,
     "Refuse a stream that unpacks to more", 0},
    {"max-ratio", KEY_MAX_RATIO, "N", 0,
     "Refuse an archive that unpacks to more than N times its size", 0},
    {"verify", KEY_VERIFY, NULL, 0,
     "Read each archive twice, and write only those that are whole", 0},
    {"salvage", KEY_SALVAGE, "FOLDER", 0,
     "With --verify: put what can be read of a damaged archive there, as "
     "NAME.partial",
     0},
    {"only-new", KEY_ONLY_NEW, "STATE", 0,
     "Skip what STATE knows; write STATE.next", 0},
    {"commit", KEY_COMMIT, "STATE", 0,
     "Make STATE.next the state and do nothing else", 0},
    {"list", KEY_LIST, "FILE", 0,
     "Write no records, but to FILE what --only-new finds, for --listed", 0},
    {"listed", KEY_LISTED, "FILE", 0,
     "Read the archives of lines of --list, as they were then", 0},
    {"cache", KEY_CACHE, "FOLDER", 0,
     "Keep downloads there (default $XDG_CACHE_HOME/hark, else ~/.cache/hark)",
     0},
    {"retries", KEY_RETRIES, "N", 0,
     "Try a download again so often (default 3)", 0},
    {"retry-wait", KEY_RETRY_WAIT, "SECONDS", 0,
     "Wait no longer for a server than that (default 60)", 0},
    {"stall", KEY_STALL, "SECONDS", 0,
     "Leave a server that sends next to nothing for so long (default 60)", 0},
    {0}};

struct settings {
    struct fetcher_options fetcher;
    const char *commit;
};

static const char *
set_number(const char *value, int64_t *number)
{
    return options_integer(value, 0, INT64_MAX, number) ? NULL
                                                        : "wants a number";
}

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;
    struct fetcher_options *fetcher = &settings->fetcher;

    switch (key) {
    case KEY_AS:
        fetcher->is_forced = true;
        return shape_parse(value, &fetcher->shape) ? NULL : "no such shape";
    case KEY_MAX_EXPAND:
        return options_bytes(value, &fetcher->max_expand)
                   ? NULL
                   : "wants a number of bytes, with K, M, G or T behind it";
    case KEY_MAX_RATIO:
        return options_integer(value, 1, INT64_MAX, &fetcher->max_ratio)
                   ? NULL
                   : "wants a number of times";
    case KEY_VERIFY:
        fetcher->verifies = true;
        return NULL;
    case KEY_ONLY_NEW:
        fetcher->state = value;
        return NULL;
    case KEY_SALVAGE:
        fetcher->salvage = value;
        return NULL;
    case KEY_COMMIT:
        settings->commit = value;
        return NULL;
    case KEY_LIST:
        fetcher->list = value;
        return NULL;
    case KEY_LISTED:
        fetcher->listed = value;
        return NULL;
    case KEY_CACHE:
        fetcher->downloads.folder = value;
        return NULL;
    case KEY_RETRIES:
        return set_number(value, &fetcher->downloads.retries);
    case KEY_STALL:
        return set_number(value, &fetcher->downloads.stall_s) != NULL
                       || fetcher->downloads.stall_s < 1
                       || fetcher->downloads.stall_s > 86400
                   ? "wants a number of seconds"
                   : NULL;
    default:
        return set_number(value, &fetcher->downloads.most_wait_s);
    }
}

static const struct program program = {
    .name = "fetch",
    .operands = "[FILE|FOLDER|PATTERN|URL ...]",
    .summary = "fetch - any archive to raw records, one a line",
    .options = options,
    .set = set,
};

/* Operands beside it would be forgotten in silence; "-" is what stands there where there is none. */
static int
commit(struct books *books, const char *path)
{
    const struct options *given = books_options(books);

    if (given->file_count > 1 || strcmp(given->files[0], "-") != 0)
        books_fail(books, EX_USAGE, NULL, "usage: --commit takes no operands");
    return state_commit(books, path);
}

/*
 * Passwords of addresses and of AWS_* would lie in a core. Not 0: where cores are piped to a program the kernel heeds
 * no limit but 1, which is too little for any core.
 */
static void
leave_no_core(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_CORE, &limit) != 0)
        return;
    if (limit.rlim_max > 1)
        limit.rlim_max = 1;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_CORE, &limit);
}

static void
check(const struct options *given, const struct fetcher_options *fetcher)
{
    if (fetcher->list != NULL && fetcher->state == NULL)
        errx(EX_USAGE, "--list is of --only-new");
    if (fetcher->listed != NULL
        && (fetcher->state != NULL || given->file_count > 1
            || strcmp(given->files[0], "-") != 0))
        errx(EX_USAGE, "--listed takes no operands, and no state");
    if (fetcher->salvage != NULL && !fetcher->verifies)
        errx(EX_USAGE, "--salvage goes with --verify: without it all that can "
                       "be read is written");
}

int
main(int argc, char **argv)
{
    struct settings settings = {
        .fetcher.downloads = {.retries = 3, .most_wait_s = 60, .stall_s = 60}};
    struct options *given;
    struct books *books;
    struct fetcher *fetcher;

    leave_no_core();
    given = options_parse(&program, argc, argv, &settings);
    check(given, &settings.fetcher);
    operands_hide(given->files, given->file_count);
    books = books_open(given);
    /* What one long record took goes back at once; left alone, glibc would keep it from then on. */
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    if (settings.commit != NULL)
        return commit(books, settings.commit);
    fetcher = fetcher_new(books, writer_open(books), &settings.fetcher);
    return fetcher_run(fetcher, given->files, given->file_count);
}
