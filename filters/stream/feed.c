#include "stream/feed.h"

#include <err.h>
#include <stdlib.h>

#include "stream/origin.h"

static const char *const lines_names[] = {"json", "text", "csv"};

/* What is larger is written from where it lies. */
enum { COPIED = 64 << 10 };

struct feed {
    struct books *books;
    struct writer *out; /* or NULL */
    bool bare;          /* no control records */
    struct buffer archive, member, scratch;
    struct place place; /* of the line that would need no archive record */
    enum feed_lines lines;
    bool told; /* an archive record holds for `place` */
    uint64_t records, problems;
    struct feed_trouble trouble;
};

struct feed *
feed_new(struct books *books, struct writer *out)
{
    struct feed *feed = calloc(1, sizeof(*feed));

    if (feed == NULL)
        err(EX_OSERR, "feed");
    feed->books = books;
    feed->out = out;
    feed->bare = books_options(books)->bare;
    return feed;
}

void
feed_free(struct feed *feed)
{
    if (feed == NULL)
        return;
    buffer_free(&feed->archive);
    buffer_free(&feed->member);
    buffer_free(&feed->scratch);
    buffer_free(&feed->trouble.why);
    buffer_free(&feed->trouble.member);
    free(feed);
}

void
feed_start(struct feed *feed, struct text archive, struct text member,
           int64_t seen_s)
{
    buffer_clear(&feed->archive);
    buffer_add(&feed->archive, archive);
    buffer_clear(&feed->member);
    buffer_add(&feed->member, member);
    feed->place = (struct place){.archive = buffer_text(&feed->archive),
                                 .member = buffer_text(&feed->member),
                                 .part = -1,
                                 .seen_s = seen_s};
    feed->told = false;
}

static void
tell_place(struct feed *feed, enum feed_lines lines, uint64_t line,
           int64_t part)
{
    if (feed->told && feed->lines == lines && feed->place.line == line
        && feed->place.part == part)
        return;
    feed->told = true;
    feed->lines = lines;
    feed->place.line = line;
    feed->place.part = part;
    if (feed->out == NULL || feed->bare)
        return;
    buffer_clear(&feed->scratch);
    origin_write(&feed->scratch, &feed->place, lines_names[lines]);
    writer_raw(feed->out, buffer_text(&feed->scratch));
}

/* The place of the record that comes, and the one behind it. */
static void
begin_record(struct feed *feed, enum feed_lines lines, uint64_t line,
             int64_t part)
{
    tell_place(feed, lines, line, part);
    if (part >= 0)
        feed->place.part++;
    else
        feed->place.line++;
    feed->records++;
}

void
feed_open(struct feed *feed, enum feed_lines lines, uint64_t line, int64_t part)
{
    begin_record(feed, lines, line, part);
}

void
feed_piece(struct feed *feed, struct text piece)
{
    if (feed->out != NULL)
        writer_pass_block(feed->out, piece, 0);
}

void
feed_close(struct feed *feed, struct text last)
{
    if (feed->out != NULL)
        writer_pass_block(feed->out, last, 1);
}

void
feed_record(struct feed *feed, enum feed_lines lines, uint64_t line,
            int64_t part, struct text raw)
{
    begin_record(feed, lines, line, part);
    if (feed->out == NULL)
        return;
    buffer_clear(&feed->scratch);
    if (record_control(raw) != RECORD_DATA)
        buffer_add_char(&feed->scratch, ' ');
    if (raw.len > COPIED) {
        feed_piece(feed, buffer_text(&feed->scratch));
        feed_piece(feed, raw);
        feed_close(feed, TEXT("\n"));
        return;
    }
    buffer_add(&feed->scratch, raw);
    buffer_add_char(&feed->scratch, '\n');
    writer_pass_block(feed->out, buffer_text(&feed->scratch), 1);
}

void
feed_block(struct feed *feed, enum feed_lines lines, uint64_t line,
           struct text block, uint64_t count)
{
    if (count == 0)
        return;
    tell_place(feed, lines, line, -1);
    feed->place.line += count;
    feed->records += count;
    if (feed->out != NULL)
        writer_pass_block(feed->out, block, count);
}

void
feed_context(struct feed *feed, enum feed_lines lines, uint64_t line,
             struct text members)
{
    tell_place(feed, lines, line, -1);
    if (feed->out == NULL || feed->bare)
        return;
    buffer_clear(&feed->scratch);
    buffer_add(&feed->scratch, TEXT(RECORD_PREFIX "context\""));
    if (members.len > 0)
        buffer_add_char(&feed->scratch, ',');
    buffer_add(&feed->scratch, members);
    buffer_add(&feed->scratch, TEXT("}\n"));
    writer_raw(feed->out, buffer_text(&feed->scratch));
}

static struct place
place_at(const struct feed *feed, uint64_t line)
{
    struct place place = feed->place;

    place.line = line;
    place.part = -1;
    return place;
}

/* The numbering goes on behind it by itself only if an archive record says so. */
static void
count_unfed(struct feed *feed)
{
    feed->told = false;
    feed->records++;
    if (feed->out != NULL)
        books_read(feed->books);
}

void
feed_reject(struct feed *feed, uint64_t line, const char *why, struct text raw)
{
    struct place place = place_at(feed, line);

    count_unfed(feed);
    if (feed->out != NULL)
        books_rejected(feed->books, &place, why, raw, TEXT_NONE);
}

void
feed_reject_bytes(struct feed *feed, uint64_t line, const char *why,
                  uint64_t raw_bytes, const char *raw_digest)
{
    struct place place = place_at(feed, line);

    count_unfed(feed);
    if (feed->out != NULL)
        books_rejected_long(feed->books, &place, why, raw_bytes, raw_digest);
}

void
feed_reject_long(struct feed *feed, uint64_t line, struct lines *lines)
{
    char text[DIGEST_TEXT + 1] = {0};
    struct digest digest;
    uint64_t bytes = lines_long(lines, &digest);

    digest_format(text, digest);
    feed_reject_bytes(feed, line,
                      "too_long: the record is longer than --max-line", bytes,
                      text);
}

void
feed_drop(struct feed *feed, const char *reason)
{
    count_unfed(feed);
    if (feed->out != NULL)
        books_dropped(feed->books, reason);
}

static void
keep_trouble(struct feed *feed, int status, uint64_t line, const char *why)
{
    struct feed_trouble *trouble = &feed->trouble;

    if (trouble->status != 0)
        return;
    trouble->status = status;
    trouble->line = line;
    buffer_clear(&trouble->why);
    buffer_add_string(&trouble->why, why);
    buffer_clear(&trouble->member);
    buffer_add(&trouble->member, feed->place.member);
}

void
feed_problem(struct feed *feed, int status, uint64_t line, const char *why)
{
    struct place place = place_at(feed, line);

    feed->problems++;
    feed->told = false;
    if (feed->out == NULL)
        keep_trouble(feed, status, line, why);
    else
        books_problem(feed->books, status, &place, "%s", why);
}

const struct feed_trouble *
feed_trouble(const struct feed *feed)
{
    return &feed->trouble;
}

void
feed_forget(struct feed *feed)
{
    feed->trouble.status = 0;
}

void
feed_control(struct feed *feed, enum record_control what, struct text line)
{
    if (feed->out == NULL)
        return;
    if (what == RECORD_BEGIN)
        books_upstream_begin(feed->books, line);
    else
        books_upstream_end(feed->books, line);
}

void
feed_cut_stream(struct feed *feed)
{
    if (feed->out == NULL)
        keep_trouble(feed, STATUS_UPSTREAM, 0,
                     "upstream: a stream of hark's began and wrote no end");
}

void
feed_stream_lines(struct feed *feed, uint64_t count)
{
    if (feed->out != NULL)
        books_upstream_lines(feed->books, count);
}

void
feed_balance(struct feed *feed, uint64_t before, uint64_t count)
{
    if (feed->records - before != count)
        feed_problem(feed, EX_SOFTWARE, 0,
                     "books: not as many records went out as there were");
}

const struct options *
feed_options(const struct feed *feed)
{
    return books_options(feed->books);
}

uint64_t
feed_problems(const struct feed *feed)
{
    return feed->problems;
}

uint64_t
feed_records(const struct feed *feed)
{
    return feed->records;
}
