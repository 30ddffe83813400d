#include "stream/segment.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/zstd.h"
#include "stream/lines.h"
#include "stream/replace.h"

enum { BLOCK = 256 << 10, MODE = 0600 };

struct segment_writer {
    struct replacement *file;
    bool is_bad;
    int reason; /* errno of the first trouble */
    struct buffer lines, packed;
    struct digester *digester;
    uint64_t count;
};

struct segment_reader {
    struct bytes *bytes;
    struct lines *lines;
    struct digester *digester;
    uint64_t count;
};

struct segment_writer *
segment_create(const char *path)
{
    struct replacement *file = replace_begin(path, MODE);
    struct segment_writer *writer;

    if (file == NULL)
        return NULL;
    writer = calloc(1, sizeof(*writer));
    if (writer == NULL)
        err(EX_OSERR, "segment");
    writer->file = file;
    writer->digester = digester_new();
    return writer;
}

static void
flush(struct segment_writer *writer)
{
    size_t room = zstd_bound(writer->lines.len);

    if (writer->lines.len == 0 || writer->is_bad)
        return;
    buffer_clear(&writer->packed);
    buffer_reserve(&writer->packed, room);
    writer->packed.len =
        zstd_pack(writer->packed.at, room, writer->lines.at, writer->lines.len);
    digester_add(writer->digester, buffer_text(&writer->lines));
    buffer_clear(&writer->lines);
    if (!replace_write(writer->file, buffer_text(&writer->packed))) {
        writer->is_bad = true;
        writer->reason = errno;
    }
}

bool
segment_add(struct segment_writer *writer, struct text line)
{
    buffer_add(&writer->lines, line);
    buffer_add_char(&writer->lines, '\n');
    writer->count++;
    if (writer->lines.len >= BLOCK)
        flush(writer);
    errno = writer->reason;
    return !writer->is_bad;
}

bool
segment_end(struct segment_writer *writer, struct segment_seal *seal)
{
    bool is_good;

    flush(writer);
    is_good = !writer->is_bad && replace_end(writer->file);
    if (writer->is_bad)
        replace_drop(writer->file);
    else
        writer->reason = errno;
    *seal =
        (struct segment_seal){writer->count, digester_value(writer->digester)};
    errno = writer->reason;
    digester_free(writer->digester);
    buffer_free(&writer->lines);
    buffer_free(&writer->packed);
    free(writer);
    return is_good;
}

struct segment_reader *
segment_open(const char *path, size_t max_line, uint64_t max_window)
{
    const struct bytes_limits limits = {.max_window = max_window};
    struct segment_reader *reader = calloc(1, sizeof(*reader));

    if (reader == NULL)
        err(EX_OSERR, "segment");
    reader->bytes = bytes_open(path, &limits);
    reader->lines = lines_new(max_line);
    reader->digester = digester_new();
    lines_start(reader->lines, reader->bytes);
    return reader;
}

void
segment_close(struct segment_reader *reader)
{
    if (reader == NULL)
        return;
    lines_free(reader->lines);
    bytes_close(reader->bytes);
    digester_free(reader->digester);
    free(reader);
}

enum segment_found
segment_next(struct segment_reader *reader, struct text *line)
{
    switch (lines_next(reader->lines, line)) {
    case LINES_END:
        return SEGMENT_END;
    case LINES_LINE:
        digester_add(reader->digester, *line);
        digester_add(reader->digester, TEXT("\n"));
        reader->count++;
        return SEGMENT_LINE;
    default:
        return SEGMENT_BAD;
    }
}

struct segment_seal
segment_seal(const struct segment_reader *reader)
{
    return (struct segment_seal){reader->count,
                                 digester_value(reader->digester)};
}
