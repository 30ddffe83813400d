#include "stream/archive.h"

#include <err.h>
#include <stdlib.h>

#include "ports/container.h"
#include "stream/packing.h"
#include "stream/promise.h"

struct archive {
    struct feed *feed;
    struct bytes_limits limits;
    bool forced;
    enum shape shape;
    size_t depth;
    struct lines
        *lines[ARCHIVE_DEPTH]; /* one a level, kept for the next member */
    struct buffer name, member;
    struct bytes_totals totals;
    bool overflowed; /* no more of it is read */
    int64_t seen_s;
    struct reach reach, no_reach;
};

struct archive *
archive_open(struct feed *feed, const struct bytes_limits *limits)
{
    struct archive *archive = calloc(1, sizeof(*archive));

    if (archive == NULL)
        err(EX_OSERR, "archive");
    archive->feed = feed;
    archive->limits = *limits;
    return archive;
}

void
archive_close(struct archive *archive)
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

void
archive_set_reach(struct archive *archive, const struct reach *reach)
{
    archive->reach = *reach;
}

uint64_t
archive_left(const struct archive *archive)
{
    return archive->reach.left;
}

struct reach *
archive_reach(struct archive *archive)
{
    if (archive->depth == 1)
        return &archive->reach;
    archive->no_reach = (struct reach){0};
    return &archive->no_reach;
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
            const struct member *member, bool is_unpacked)
{
    const struct archive_stream stream = {
        .source = from_container,
        .context = container,
        .name = member->name,
        .seen_s = member->time_s > 0 ? member->time_s : 0,
        .is_unpacked = is_unpacked,
    };

    return archive_member(archive, &stream);
}

static bool
container_copy(struct archive *archive, struct lines *lines,
               enum container_format format)
{
    struct container *container = container_open(format, from_lines, lines);
    enum container_found found = CONTAINER_END;
    struct member member;
    bool whole = true;

    while (!archive->overflowed
           && (found = container_next(container, &member)) == CONTAINER_MEMBER)
        whole &=
            take_member(archive, container, &member, format == CONTAINER_ZIP);
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
                 "unknown_container: it is of a format that hark does not "
                 "read; unpack or export it first");
    return false;
}

static bool
refuse_utf16(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)archive;
    (void)lines;
    feed_problem(feed, EX_DATAERR, 0,
                 "unknown_encoding: it is UTF-16; convert it to UTF-8 first "
                 "(iconv -f UTF-16 -t UTF-8)");
    return false;
}

/* What holds no records is no loss within a container, and a mistake where it was asked for. */
static bool
set_aside(struct archive *archive, struct feed *feed, const char *reason)
{
    if (archive->depth > 1) {
        feed_drop(feed, reason);
        return true;
    }
    feed_problem(feed, EX_DATAERR, 0,
                 "no_data: a web page, a picture or the like holds no records");
    return false;
}

static bool
media_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)lines;
    return set_aside(archive, feed, "media");
}

static bool
page_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)lines;
    return set_aside(archive, feed, "page");
}

static bool
binary_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    if (archive->depth == 1)
        return refuse(archive, feed, lines);
    return set_aside(archive, feed, "binary");
}

static bool
script_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    if (archive->depth == 1)
        return blocks_copy_text(archive, feed, lines);
    return set_aside(archive, feed, "script");
}

/* Packed twice: once more the same stream, as it were a member without a name. */
static bool
packed_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)feed;
    return archive_member(archive, &(struct archive_stream){
                                       .source = from_lines, .context = lines});
}

static archive_reader *const readers[] = {
    [SHAPE_EMPTY] = blocks_copy_text,
    [SHAPE_TEXT] = blocks_copy_text,
    [SHAPE_JSON] = blocks_copy_json,
    [SHAPE_HARK] = inner_copy,
    [SHAPE_ARRAY] = items_copy_array,
    [SHAPE_ORDERED] = items_copy_ordered,
    [SHAPE_YTD] = items_copy_ytd,
    [SHAPE_JSONP] = items_copy_jsonp,
    [SHAPE_DOCUMENT] = items_copy_document,
    [SHAPE_CSV] = rows_copy_csv,
    [SHAPE_TSV] = rows_copy_tsv,
    [SHAPE_XML] = elements_copy,
    [SHAPE_TAR] = tar_copy,
    [SHAPE_ZIP] = zip_copy,
    [SHAPE_WARC] = warc_copy,
    [SHAPE_PACKED] = packed_copy,
    [SHAPE_REFUSED] = refuse,
    [SHAPE_UTF16] = refuse_utf16,
    [SHAPE_BINARY] = binary_copy,
    [SHAPE_MEDIA] = media_copy,
    [SHAPE_PAGE] = page_copy,
    [SHAPE_SCRIPT] = script_copy,
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
is_of_lines(enum shape shape)
{
    return shape == SHAPE_TEXT || shape == SHAPE_CSV || shape == SHAPE_TSV;
}

/* NULL, or why what looks like lines is none after all. */
static const char *
no_lines(const struct archive *archive, enum shape shape, struct text first,
         const struct bytes *bytes)
{
    return archive->forced || !is_of_lines(shape) || bytes_status(bytes) != 0
               ? NULL
               : promise_broken(first, inner_name(archive),
                                bytes_packed(bytes));
}

static enum shape
tell_shape(const struct archive *archive, struct text first)
{
    if (archive->forced)
        return archive->shape;
    return packing_of(first) == PACKING_PLAIN
               ? shape_of(first, inner_name(archive))
               : SHAPE_PACKED;
}

static bool
copy_level(struct archive *archive, struct bytes *bytes)
{
    struct lines **lines = &archive->lines[archive->depth];
    struct text first;
    enum shape shape;
    const char *why;
    bool whole;

    if (*lines == NULL)
        *lines = lines_new(feed_options(archive->feed)->max_line);
    lines_start(*lines, bytes);
    start_feed(archive);
    first = lines_peek(*lines);
    shape = tell_shape(archive, first);
    why = no_lines(archive, shape, first, bytes);
    if (why != NULL) {
        feed_problem(archive->feed, EX_DATAERR, 0, why);
        return false;
    }
    archive->depth++;
    whole = readers[shape](archive, archive->feed, *lines);
    archive->depth--;
    if (bytes_status(bytes) == 0)
        return whole;
    start_feed(archive);
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
    archive->totals = (struct bytes_totals){0};
    archive->overflowed = false;
    bytes_count_in(bytes, &archive->totals);
    return copy_level(archive, bytes);
}

/* What is left of a member after its reader gave up still has to be passed over. */
static void
drain(const struct archive_stream *stream)
{
    char block[1 << 14];

    while (stream->source(stream->context, block, sizeof(block)) > 0)
        ;
}

bool
archive_overflowed(const struct archive *archive)
{
    return archive->overflowed;
}

bool
archive_member(struct archive *archive, const struct archive_stream *stream)
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
    if (outer_len > 0 && stream->name.len > 0)
        buffer_add_char(&archive->member, '!');
    buffer_add(&archive->member, stream->name);
    if (stream->seen_s != 0)
        archive->seen_s = stream->seen_s;
    bytes = bytes_over(stream->source, stream->context, &archive->limits);
    bytes_count_in(bytes, &archive->totals);
    if (stream->is_unpacked)
        bytes_come_unpacked(bytes);
    whole = copy_level(archive, bytes);
    archive->overflowed |= bytes_overflowed(bytes);
    bytes_close(bytes);
    if (!archive->overflowed)
        drain(stream);
    archive->member.len = outer_len;
    archive->seen_s = outer_seen_s;
    start_feed(archive);
    return whole;
}
