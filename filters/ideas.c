/*
 * ideas - what became of the ideas of a board: their statuses, checked, their versions, their votes
 *
 * Reads records in any order and passes them on; behind them an idea for each that the board has, with how long it took to
 * each status, by the time at which it was posted. A post says what was so when it was seen, so it wants to see all
 * exports of the board, before dedupe.
 */
#include <err.h>

#include "base/clock.h"
#include "domain/board.h"
#include "stream/writer.h"

enum {
    ID,
    SOURCE,
    SEEN,
    AUTHOR,
    PLACE,
    TITLE,
    REPLY_TO,
    REPOST_OF,
    NEAR,
    STATUS,
    VOTES,
    FLAGS,
    TARGET,
    SCOPE,
    FIELDS
};
static const char *const fields[FIELDS] = {
    "id",    "source",   "seen",      "author", "place",
    "title", "reply_to", "repost_of", "near",   "idea_status",
    "votes", "flags",    "target",    "scope"};

enum { KEY_STATUS = 256, KEY_ARCHIVE_AFTER, KEY_AS_OF, KEY_IDEAS };

static const struct argp_option options[] = {
    {"status", KEY_STATUS, "WORD=STATUS,...", 0,
     "What a board's own word for a status means: submitted, under_review, "
     "partially_implemented, implemented, not_planned or archived",
     0},
    {"archive-after", KEY_ARCHIVE_AFTER, "MONTHS", 0,
     "An idea that is so old is archived unless it is under review or "
     "implemented (default 6; 0: never)",
     0},
    {"as-of", KEY_AS_OF, "TIME", 0,
     "Nothing is known after it (default: when the last idea was seen)", 0},
    {"ideas", KEY_IDEAS, NULL, 0, "Write ideas alone", 0},
    {0}};

enum { MONTHS_MOST = 1200, WORDS_MOST = 64 };

struct word {
    struct text word;
    enum idea_status status;
};

struct settings {
    struct word words[WORDS_MOST];
    size_t word_count;
    unsigned archive_months;
    int64_t as_of_s;
    bool ideas_only;
};

static const char *
set_words(struct settings *settings, const char *value)
{
    struct text rest = text_of(value), piece;

    while (text_split(&rest, ',', &piece)) {
        struct word *word = settings->words + settings->word_count;
        struct text status = piece;

        if (settings->word_count++ == WORDS_MOST)
            return "more than 64 words";
        if (!text_split(&status, '=', &word->word)
            || !idea_status_of(status, &word->status))
            return "a status is told as WORD=STATUS, and is submitted, "
                   "under_review, partially_implemented, implemented, "
                   "not_planned or archived";
    }
    return NULL;
}

static const char *
set_months(struct settings *settings, const char *value)
{
    int64_t months;

    if (!options_integer(value, 0, MONTHS_MOST, &months))
        return "months are a number up to 1200";
    settings->archive_months = (unsigned)months;
    return NULL;
}

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    switch (key) {
    case KEY_STATUS:
        return set_words(settings, value);
    case KEY_ARCHIVE_AFTER:
        return set_months(settings, value);
    case KEY_AS_OF:
        return options_time(value, &settings->as_of_s);
    default:
        settings->ideas_only = true;
        return NULL;
    }
}

static const struct program program = {
    .name = "ideas",
    .operands = "[FILE ...]",
    .summary = "ideas - what became of the ideas of a board",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

struct ideas {
    const struct settings *settings;
    struct books *books;
    struct board *board;
    uint64_t unknown, later; /* posts with an unknown status, after --as-of */
};

static bool
has_flag(const struct record *record, const char *flag)
{
    struct json_items items = json_items(record->fields[FLAGS]);
    struct json_slot item;

    while (json_next(&items, &item))
        if (item.type == JSON_STRING && text_equal(item.text, text_of(flag)))
            return true;
    return false;
}

/* Boards have comments, too. */
static bool
is_idea(const struct record *record)
{
    if (strcmp(record->kind, "post") != 0 || record_text(record, ID).len == 0)
        return false;
    return record_text(record, STATUS).len > 0
           || (text_equal(record_text(record, SOURCE), TEXT("ideas"))
               && record_text(record, REPLY_TO).len == 0);
}

static enum idea_status
status_of(struct ideas *ideas, struct reader *in, struct text word)
{
    const struct settings *settings = ideas->settings;
    enum idea_status status;

    if (word.len == 0)
        return IDEA_STATUSES;
    for (size_t i = 0; i < settings->word_count; i++)
        if (text_equal(word, settings->words[i].word))
            return settings->words[i].status;
    if (idea_status_of(word, &status))
        return status;
    ideas->unknown++;
    books_warn(ideas->books, reader_place(in),
               "unknown_status: nothing is known of the status %.*s: --status "
               "says what it means",
               TEXT_ARGS(word));
    return IDEA_STATUSES;
}

static const char *
take_idea(struct ideas *ideas, struct reader *in, const struct record *record)
{
    struct text seen = record_text(record, SEEN);
    struct board_post post = {
        .line = record->line,
        .id = record_text(record, ID),
        .author = record_text(record, AUTHOR),
        .place = record_text(record, PLACE),
        .title = record_text(record, TITLE),
        .merged_into = record_text(record, REPOST_OF),
        .near = record_text(record, NEAR),
        .time_s = record->time_s,
        .seen_s = record->time_s,
        .has_votes = record->fields[VOTES].type == JSON_INTEGER,
        .votes = record_integer(record, VOTES, 0),
    };

    if (record->time_s == INT64_MIN)
        return "bad_time: an idea without a time as 2009-03-01T12:00:00Z";
    if (seen.len > 0 && !clock_read(seen, &post.seen_s))
        return "bad_seen: `seen` is not as 2009-03-01T12:00:00Z";
    if (has_flag(record, "deleted") || has_flag(record, "removed")) {
        board_delete(ideas->board, post.id);
        return NULL;
    }
    post.status = status_of(ideas, in, record_text(record, STATUS));
    ideas->later += !board_add(ideas->board, &post);
    return NULL;
}

static void
take_delete(struct ideas *ideas, const struct record *record)
{
    struct text scope = record_text(record, SCOPE);
    struct text target = record_text(record, TARGET);

    if (text_equal(scope, TEXT("item")))
        board_delete(ideas->board, target);
    else if (text_equal(scope, TEXT("author")) && target.len > 0)
        board_delete_author(ideas->board, target);
}

static void
read_all(struct ideas *ideas, struct reader *in, struct writer *out)
{
    struct record record;

    while (reader_next(in, &record)) {
        const char *why =
            is_idea(&record) ? take_idea(ideas, in, &record) : NULL;

        if (strcmp(record.kind, "delete") == 0)
            take_delete(ideas, &record);
        if (why != NULL)
            reader_reject(in, why);
        else if (strcmp(record.kind, "idea") == 0)
            reader_drop(in, "old_idea");
        else if (ideas->settings->ideas_only)
            reader_use(in);
        else
            writer_pass(out, &record);
    }
}

static void
write_all(struct ideas *ideas, struct writer *out)
{
    uint64_t versions = 0, illegal = 0;
    struct board_line found;

    board_settle(ideas->board);
    while (board_next(ideas->board, &found)) {
        writer_make(out, "idea", found.line);
        versions += found.is_version;
        illegal += found.illegal_count;
        if (found.illegal_count > 0)
            books_warn(ideas->books, NULL, "illegal_transition: %.*s: %.*s",
                       TEXT_ARGS(found.id), TEXT_ARGS(found.illegal));
    }
    books_note(ideas->books, "illegal_transitions", illegal);
    books_note(ideas->books, "versions", versions);
    books_note(ideas->books, "unknown_status", ideas->unknown);
    books_note(ideas->books, "after_as_of", ideas->later);
}

int
main(int argc, char **argv)
{
    static struct settings settings = {.archive_months = 6,
                                       .as_of_s = INT64_MIN};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct ideas ideas = {.settings = &settings, .books = books_open(given)};
    struct spill *spill = spill_open(given->tmpdir);
    struct writer *out;
    struct reader *in;
    int status;

    ideas.board = board_new(settings.archive_months, settings.as_of_s,
                            given->memory, spill);
    out = writer_open(ideas.books);
    in = reader_open(ideas.books, fields, FIELDS);
    read_all(&ideas, in, out);
    write_all(&ideas, out);
    status = finish(in, out);
    board_free(ideas.board);
    spill_close(spill);
    return status;
}
