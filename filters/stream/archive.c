#include "stream/archive.h"

#include <err.h>
#include <stdlib.h>

#include "ports/container.h"

struct archive {
    struct feed *feed;
    struct bytes_limits limits;
    bool forced;
    enum shape shape;
    size_t depth;
    struct lines
        *lines[ARCHIVE_DEPTH]; /* one a level, kept for the next member */
    struct buffer name, member;
    int64_t seen_s;
};

struct archive *
archive_new(struct feed *feed, const struct bytes_limits *limits)
{
    struct archive *archive = calloc(1, sizeof(*archive));

    if (archive == NULL)
        err(EX_OSERR, "archive");
    archive->feed = feed;
    archive->limits = *limits;
    return archive;
}

void
archive_free(struct archive *archive)
{
    if (archive == NULL)
        return;
    for (size_t i = 0; i < ARCHIVE_DEPTH; i++)
        lines_free(archive->lines[i]);
    buffer_free(&archive->name);
    buffer_free(&archive->member);
    free(archive);
}

void
archive_force(struct archive *archive, enum shape shape)
{
    archive->forced = true;
    archive->shape = shape;
}

/* Lines that lie side by side in memory and go out together. */
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

static bool
copy_lines(struct feed *feed, struct lines *lines, enum feed_lines kind)
{
    struct span span = {.feed = feed, .lines = kind};
    enum lines_found found;
    struct text line;

    lines_before_move(lines, release, &span);
    while ((found = lines_next(lines, &line)) != LINES_END
           && found != LINES_BAD) {
        if (found == LINES_LINE) {
            take_line(&span, lines, line);
        } else {
            release(&span);
            feed_reject_long(feed, lines_number(lines), lines);
        }
    }
    release(&span);
    lines_before_move(lines, NULL, NULL);
    return found == LINES_END;
}

static bool
text_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)archive;
    return copy_lines(feed, lines, FEED_TEXT);
}

static bool
json_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)archive;
    return copy_lines(feed, lines, FEED_JSON);
}

/* A stream of ours: its books are checked here, its records go on as they are. */
static bool
hark_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    enum lines_found found;
    struct text line;
    uint64_t count = 0;

    (void)archive;
    while ((found = lines_next(lines, &line)) != LINES_END
           && found != LINES_BAD) {
        enum record_control control;

        count += found == LINES_LONG;
        if (found == LINES_LONG) {
            feed_reject_long(feed, lines_number(lines), lines);
            continue;
        }
        control = record_control(line);
        if (control != RECORD_DATA) {
            feed_control(feed, control, line);
            continue;
        }
        feed_record(feed, FEED_JSON, lines_number(lines), -1, line);
        count++;
    }
    feed_stream_lines(feed, count);
    return found == LINES_END;
}

static ssize_t
from_lines(void *lines, void *at, size_t room)
{
    return lines_read(lines, at, room);
}

static ssize_t
from_container(void *container, void *at, size_t room)
{
    return container_read(container, at, room);
}

static bool
take_member(struct archive *archive, struct container *container,
            const struct member *member)
{
    return archive_member(archive, from_container, container, member->name,
                          member->time_s > 0 ? member->time_s : 0);
}

static bool
container_copy(struct archive *archive, struct lines *lines,
               enum container_format format)
{
    struct container *container = container_open(format, from_lines, lines);
    enum container_found found;
    struct member member;
    bool whole = true;

    while ((found = container_next(container, &member)) == CONTAINER_MEMBER)
        whole &= take_member(archive, container, &member);
    if (found == CONTAINER_BAD) {
        if (bytes_status(lines_bytes(lines)) == 0)
            feed_problem(archive->feed, EX_DATAERR, 0,
                         container_why(container));
        whole = false;
    }
    container_close(container);
    return whole && bytes_status(lines_bytes(lines)) == 0;
}

static bool
tar_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)feed;
    return container_copy(archive, lines, CONTAINER_TAR);
}

static bool
zip_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)feed;
    return container_copy(archive, lines, CONTAINER_ZIP);
}

static bool
refuse(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)archive;
    (void)lines;
    feed_problem(feed, EX_DATAERR, 0,
                 "unknown_container: it is a binary format that hark does "
                 "not read; unpack it first");
    return false;
}

static archive_reader *const readers[] = {
    [SHAPE_EMPTY] = text_copy,        [SHAPE_TEXT] = text_copy,
    [SHAPE_JSON] = json_copy,         [SHAPE_HARK] = hark_copy,
    [SHAPE_ARRAY] = items_copy_array, [SHAPE_ORDERED] = items_copy_ordered,
    [SHAPE_YTD] = items_copy_ytd,     [SHAPE_DOCUMENT] = items_copy_document,
    [SHAPE_CSV] = rows_copy_csv,      [SHAPE_TSV] = rows_copy_tsv,
    [SHAPE_XML] = elements_copy,      [SHAPE_TAR] = tar_copy,
    [SHAPE_ZIP] = zip_copy,           [SHAPE_WARC] = warc_copy,
    [SHAPE_REFUSED] = refuse,
};

static void
start_feed(const struct archive *archive)
{
    feed_start(archive->feed, buffer_text(&archive->name),
               buffer_text(&archive->member), archive->seen_s);
}

/* The name by which the shape of the innermost stream is told. */
static struct text
inner_name(const struct archive *archive)
{
    return buffer_text(archive->member.len > 0 ? &archive->member
                                               : &archive->name);
}

static bool
copy_level(struct archive *archive, struct bytes *bytes)
{
    struct lines **lines = &archive->lines[archive->depth];
    enum shape shape = archive->shape;
    struct text first;
    bool whole;

    if (*lines == NULL)
        *lines = lines_new(feed_options(archive->feed)->max_line);
    lines_start(*lines, bytes);
    start_feed(archive);
    first = lines_peek(*lines);
    if (!archive->forced)
        shape = shape_of(first, first.len < LINES_PEEK, inner_name(archive));
    archive->depth++;
    whole = readers[shape](archive, archive->feed, *lines);
    archive->depth--;
    if (bytes_status(bytes) == 0)
        return whole;
    feed_problem(archive->feed, bytes_status(bytes), lines_number(*lines),
                 bytes_why(bytes));
    return false;
}

bool
archive_copy(struct archive *archive, struct bytes *bytes, struct text name,
             int64_t seen_s)
{
    buffer_clear(&archive->name);
    buffer_add(&archive->name, name);
    buffer_clear(&archive->member);
    archive->seen_s = seen_s;
    return copy_level(archive, bytes);
}

/* What is left of a member after its reader gave up still has to be passed over. */
static void
drain(bytes_source *source, void *context)
{
    char block[1 << 14];

    while (source(context, block, sizeof(block)) > 0)
        ;
}

bool
archive_member(struct archive *archive, bytes_source *source, void *context,
               struct text member, int64_t seen_s)
{
    size_t outer_len = archive->member.len;
    int64_t outer_seen_s = archive->seen_s;
    struct bytes *bytes;
    bool whole;

    if (archive->depth == ARCHIVE_DEPTH) {
        feed_problem(archive->feed, STATUS_REFUSED, 0,
                     "too_deep: containers lie in containers more than 8 "
                     "levels deep");
        return false;
    }
    if (outer_len > 0)
        buffer_add_char(&archive->member, '!');
    buffer_add(&archive->member, member);
    if (seen_s != 0)
        archive->seen_s = seen_s;
    bytes = bytes_over(source, context, &archive->limits);
    whole = copy_level(archive, bytes);
    bytes_close(bytes);
    drain(source, context);
    archive->member.len = outer_len;
    archive->seen_s = outer_seen_s;
    start_feed(archive);
    return whole;
}
