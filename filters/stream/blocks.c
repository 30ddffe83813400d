/*
 * blocks - lines byte for byte, as many at once as lie side by side in memory
 *
 * A byte order mark before the first line is left out.
 */
#include "stream/archive.h"

/* Lines that go out together. */
struct span {
    struct feed *feed;
    enum feed_lines lines;
    struct text held;
    uint64_t line, count;
};

static void
release(void *context)
{
    struct span *span = context;

    feed_block(span->feed, span->lines, span->line, span->held, span->count);
    span->count = 0;
}

static void
hold(struct span *span, struct text line, uint64_t number)
{
    if (span->count > 0 && span->held.at + span->held.len != line.at)
        release(span);
    if (span->count == 0) {
        span->held = line;
        span->held.len = 0;
        span->line = number;
    }
    span->held.len += line.len + 1;
    span->count++;
}

/* A guarded line, and a last one without its end, are copied; all others stay where they are. */
static void
take_line(struct span *span, struct lines *lines, struct text line)
{
    uint64_t number = lines_number(lines);

    if (lines_ended(lines) && record_control(line) == RECORD_DATA) {
        hold(span, line, number);
        return;
    }
    release(span);
    feed_record(span->feed, span->lines, number, -1, line);
}

static struct text
without_mark(struct text line)
{
    return text_starts(line, TEXT("\xef\xbb\xbf")) ? text_from(line, 3) : line;
}

/* It may still grow, unless it is JSON that closes all that it opens. */
static bool
is_tail(const struct span *span, const struct lines *lines,
        enum lines_found found, struct text line)
{
    return !lines_ended(lines)
           && (span->lines == FEED_TEXT || found == LINES_LONG
               || !shape_is_closed(line));
}

static void
take_long(struct span *span, struct lines *lines)
{
    release(span);
    feed_reject_long(span->feed, lines_number(lines), lines);
}

static bool
copy(struct archive *archive, struct feed *feed, struct lines *lines,
     enum feed_lines kind)
{
    struct span span = {.feed = feed, .lines = kind};
    struct reach *reach = archive_reach(archive);
    enum lines_found found;
    struct digest digest;
    struct text line = TEXT_NONE;
    uint64_t before = feed_records(feed), others = 0;
    uint64_t len, at, end = 0; /* of the line, in the stream */

    lines_before_move(lines, release, &span);
    while ((found = lines_next(lines, &line)) != LINES_END
           && found != LINES_BAD) {
        len = found == LINES_LONG ? lines_long(lines, &digest) : line.len;
        at = end;
        end += len + lines_ended(lines);
        if (at + len < reach->from)
            others++;
        else if (reach->keeps_tail && is_tail(&span, lines, found, line)) {
            others++;
            reach->left = end - at;
        } else if (found == LINES_LONG)
            take_long(&span, lines);
        else
            take_line(&span, lines, at == 0 ? without_mark(line) : line);
    }
    release(&span);
    lines_before_move(lines, NULL, NULL);
    if (found == LINES_END)
        feed_balance(feed, before, lines_number(lines) - others);
    return found == LINES_END;
}

bool
blocks_copy_text(struct archive *archive, struct feed *feed,
                 struct lines *lines)
{
    return copy(archive, feed, lines, FEED_TEXT);
}

bool
blocks_copy_json(struct archive *archive, struct feed *feed,
                 struct lines *lines)
{
    return copy(archive, feed, lines, FEED_JSON);
}
