/*
 * normalize - raw records of any known source to hark's records
 *
 * Reads raw lines, as fetch writes them or as files hold them, tells each one's format, and
 * writes the records of it.
 */
#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ports/secret.h"
#include "sources/dispatch.h"
#include "sources/explain.h"
#include "sources/person.h"
#include "sources/replay.h"
#include "sources/seen.h"
#include "stream/reader.h"
#include "stream/replace.h"

enum {
    KEY_SOURCES = 256,
    KEY_KEY_FILE,
    KEY_CLEAR_IDS,
    KEY_SEEN_FROM,
    KEY_EMBEDDED,
    KEY_REPLAY,
    KEY_LIST,
    KEY_EXPLAIN,
    KEY_NEW_KEY,
    KEY_ROW /* from here on the keys of a row, by their names */
};

static const struct argp_option options[] = {
    {"sources", KEY_SOURCES, "FILE", 0,
     "What to take archives for: GLOB key=value ... a line, keys as the "
     "options below",
     1},
    {"format", KEY_ROW, "NAME", 0, "Take every record for this format", 1},
    {"map", KEY_ROW + 1, "FILE", 0, "Make records by this jq program", 1},
    {"list", KEY_LIST, NULL, 0, "Print the formats, and exit", 1},
    {"explain", KEY_EXPLAIN, "RECORD", 0,
     "Say what becomes of this raw record and of each of its values, and exit",
     1},
    {"host", KEY_ROW + 2, "HOST", 0, "The site of a log that names none", 2},
    {"zone", KEY_ROW + 3, "ZONE", 0,
     "Zone of times that name none: Europe/Berlin, +02:00 (default UTC)", 2},
    {"log-format", KEY_ROW + 4, "FORMAT", 0,
     "Shape of log lines, in goaccess's or nginx's notation", 2},
    {"columns", KEY_ROW + 5, "NAME=COLUMN,...", 0,
     "What the columns of a CSV are", 2},
    {"currency", KEY_ROW + 6, "CODE", 0, "Where amounts name none", 2},
    {"order-param", KEY_ROW + 7, "NAME", 0,
     "Query parameter that names an order", 2},
    {"order-url", KEY_ROW + 8, "REGEX", 0,
     "Page that names an order in its first group", 2},
    {"visitor-from", KEY_ROW + 9, "WHERE", 0,
     "Who a visitor is: cookie:NAME, param:NAME, field:NAME or address", 2},
    {"source", KEY_ROW + 10, "PLATFORM", 0,
     "The platform, where a format leaves it open", 2},
    {"key-file", KEY_KEY_FILE, "FILE", 0,
     "Key of the hashes that stand for people (default $HARK_KEY_FILE)", 3},
    {"clear-ids", KEY_CLEAR_IDS, NULL, 0, "Keep people as they are named", 3},
    {"new-key", KEY_NEW_KEY, "FILE", 0, "Make a key file, and exit", 3},
    {"seen-from", KEY_SEEN_FROM, "PATTERN", 0,
     "Date in the archive's name, such as %Y/%m/%d", 4},
    {"embedded", KEY_EMBEDDED, NULL, 0,
     "Also the posts inside reposts and quotes, flagged observed", 4},
    {"replay", KEY_REPLAY, NULL, 0,
     "Read a file of rejects: what was rejected before", 4},
    {0}};

struct settings {
    const char *sources;
    const char *key_file;
    const char *new_key;
    const char *explain;
    bool is_clear, is_list, is_replay;
    struct emitter_settings emitter;
    struct row row;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;
    const struct argp_option *option = options;

    switch (key) {
    case KEY_SOURCES:
        settings->sources = value;
        return NULL;
    case KEY_KEY_FILE:
        settings->key_file = value;
        return NULL;
    case KEY_CLEAR_IDS:
        settings->is_clear = true;
        return NULL;
    case KEY_SEEN_FROM:
        settings->emitter.seen_from = value;
        return seen_check(value);
    case KEY_EMBEDDED:
        settings->emitter.is_embedded = true;
        return NULL;
    case KEY_REPLAY:
        settings->is_replay = true;
        return NULL;
    case KEY_LIST:
        settings->is_list = true;
        return NULL;
    case KEY_EXPLAIN:
        settings->explain = value;
        return NULL;
    case KEY_NEW_KEY:
        settings->new_key = value;
        return NULL;
    default:
        while (option->key != key)
            option++;
        return row_set(&settings->row, text_of(option->name), value)
                   ? NULL
                   : "no key of a row";
    }
}

static const struct program program = {
    .name = "normalize",
    .operands = "[FILE ...]",
    .summary = "normalize - raw records of any known source to hark's own",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};

static int
list(void)
{
    for (size_t i = 0; sources[i] != NULL; i++)
        printf("%s\t%s\n", sources[i]->name, sources[i]->title);
    if (fflush(stdout) != 0 || fclose(stdout) != 0) {
        perror("hark-normalize: standard output");
        return EX_IOERR;
    }
    return EX_OK;
}

/* Standard output whole, or what became of it. */
static int
explain(struct books *books, struct dispatch *dispatch, struct emitter *emitter,
        const char *record)
{
    struct buffer out = {0};
    bool is_known, is_said;

    books_confine(books);
    is_known = explain_record(dispatch, emitter, text_of(record), &out);
    is_said = fwrite(out.at, 1, out.len, stdout) == out.len;

    buffer_free(&out);
    if (fflush(stdout) != 0 || fclose(stdout) != 0 || !is_said) {
        perror("hark-normalize: standard output");
        return EX_IOERR;
    }
    return is_known ? EX_OK : EX_DATAERR;
}

static int
new_key(const char *path)
{
    char line[SECRET_LINE];
    bool is_made;

    secret_make(line);
    is_made = replace_create(path, (struct text){line, sizeof(line)}, 0600);
    if (!is_made)
        warn("%s: key_create", path);
    explicit_bzero(line, sizeof(line));
    return is_made ? EX_OK : EX_CANTCREAT;
}

/* What runs together for one input. */
struct normalize {
    struct books *books;
    struct reader *in;
    struct writer *out;
    struct dispatch *dispatch;
    struct emitter *emitter;
    struct replay *replay; /* or NULL */
};

static void
settle(struct normalize *normalize, enum dispatched what, const char *reason,
       const struct raw *raw)
{
    switch (what) {
    case DISPATCH_USED:
        reader_use(normalize->in);
        break;
    case DISPATCH_PASSED:
    case DISPATCH_HELD:
        break;
    case DISPATCH_DROPPED:
        reader_drop(normalize->in, reason);
        break;
    case DISPATCH_REJECTED:
        books_rejected(normalize->books, raw->place, reason, raw->line,
                       raw->context);
        break;
    }
}

/* A line that holds a raw record, instead of being one. False where it has been accounted for. */
static bool
unwrap(struct normalize *normalize, struct raw *raw)
{
    const char *why = replay_read(normalize->replay, raw->line, raw);

    if (why == NULL)
        return true;
    if (text_starts(text_of(why), TEXT(SOURCE_DROP_PREFIX)))
        reader_drop(normalize->in, why + sizeof(SOURCE_DROP_PREFIX) - 1);
    else
        reader_reject(normalize->in, why);
    return false;
}

static void
take(struct normalize *normalize, const struct record *record)
{
    struct raw raw = {
        .line = record->line,
        .place = reader_place(normalize->in),
        .lines = reader_lines(normalize->in),
        .context = reader_context(normalize->in),
    };
    int64_t seen_s = reader_seen(normalize->in);
    const char *reason = NULL;
    enum dispatched what;

    if (normalize->replay != NULL) {
        if (!unwrap(normalize, &raw))
            return;
        seen_s = raw.place->seen_s == 0 ? INT64_MIN : raw.place->seen_s;
    }
    what = dispatch_take(normalize->dispatch, &raw, seen_s, normalize->emitter,
                         normalize->out, &reason);
    settle(normalize, what, reason, &raw);
}

int
main(int argc, char **argv)
{
    struct settings settings = {.key_file = getenv("HARK_KEY_FILE")};
    struct options *parsed = options_parse(&program, argc, argv, &settings);
    struct normalize normalize = {0};
    struct rows *rows;
    struct record record;
    int status;

    if (settings.is_list)
        return list();
    if (settings.new_key != NULL)
        return new_key(settings.new_key);
    normalize.books = books_open(parsed);
    settings.emitter.person =
        person_new(normalize.books, settings.key_file, settings.is_clear);
    rows = rows_new(normalize.books, settings.sources, &settings.row);
    normalize.dispatch = dispatch_new(normalize.books, rows);
    if (settings.explain != NULL)
        return explain(normalize.books, normalize.dispatch,
                       emitter_new(normalize.books, NULL, &settings.emitter),
                       settings.explain);
    if (settings.is_replay)
        normalize.replay = replay_new();
    normalize.in = reader_open_raw(normalize.books);
    normalize.out = writer_open(normalize.books);
    normalize.emitter =
        emitter_new(normalize.books, normalize.out, &settings.emitter);
    while (reader_next(normalize.in, &record))
        take(&normalize, &record);
    dispatch_end(normalize.dispatch, normalize.emitter);
    status = finish(normalize.in, normalize.out);
    emitter_free(normalize.emitter);
    dispatch_free(normalize.dispatch);
    replay_free(normalize.replay);
    rows_free(rows);
    person_free(settings.emitter.person);
    return status;
}
