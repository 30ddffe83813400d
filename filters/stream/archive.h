/*
 * archive - all raw records that one archive holds, whatever lies in what
 *
 * A file is unpacked (bytes.h), its shape is told (shape.h), and its records go to the feed: lines
 * byte for byte, rows and items as objects. Members of tar, zip and WARC are archives of their own,
 * to a depth of 8; nothing is ever created from a member's name.
 * What is known to hold no records (pictures, pages, scripts) is dropped and counted where it is a member,
 * and a problem where it is the archive itself.
 * Memory:  constant; a record is held whole, up to --max-line.
 * Fails:   damage goes to the feed as a problem with its place; archive_copy() says only whether there was none.
 */
#ifndef HARK_STREAM_ARCHIVE_H
#define HARK_STREAM_ARCHIVE_H

#include "stream/feed.h"
#include "stream/shape.h"

enum { ARCHIVE_DEPTH = 8 };

struct archive;

/* Not new and free: libarchive has an archive_free() of its own, which ours would take the place of. */
struct archive *archive_open(struct feed *feed,
                             const struct bytes_limits *limits);
void archive_close(struct archive *archive);

/* Every stream is of this shape, whatever it looks like (fetch --as). */
void archive_force(struct archive *archive, enum shape shape);

/*
 * How far into the outermost stream an earlier run came, where its shape is lines or rows: those that end
 * before byte `from` are counted and not handed out. Where `keeps_tail`, a last line without its end is not
 * handed out either, but left for a later run: it may still grow. Other shapes are taken whole.
 */
struct reach {
    uint64_t from;
    bool keeps_tail;
    uint64_t
        left; /* bytes at the end that were kept back, after archive_copy() */
};
void archive_set_reach(struct archive *archive, const struct reach *reach);
uint64_t archive_left(const struct archive *archive); /* by archive_copy() */

/* Of the stream that is just being copied: a member has none. For the readers below. */
struct reach *archive_reach(struct archive *archive);

/* True where all of it could be read. `name` is what the records will say; seen_s 0 unknown. */
bool archive_copy(struct archive *archive, struct bytes *bytes,
                  struct text name, int64_t seen_s);

/*
 * For who unpacks containers (warc.c): a stream within the current one, one level deeper. `name` is its name there, joined
 * to those above by `!`; it may be empty. Once it was too large to go on, nothing more is to be read.
 */
struct archive_stream {
    bytes_source *source;
    void *context;
    struct text name;
    int64_t seen_s;   /* 0: that of the stream above */
    bool is_unpacked; /* the source unpacks it */
};
bool archive_member(struct archive *archive,
                    const struct archive_stream *stream);
bool archive_overflowed(const struct archive *archive);

/* What each shape's reader is: takes the rest of `lines` to the feed; false where it is damaged. */
typedef bool archive_reader(struct archive *archive, struct feed *feed,
                            struct lines *lines);

archive_reader blocks_copy_text, blocks_copy_json; /* blocks.c */
archive_reader inner_copy; /* inner.c: a stream of hark's own */
archive_reader
    warc_copy; /* warc.c: responses' HTTP bodies, resources, conversions */
archive_reader elements_copy; /* elements.c: items of an XML feed as objects */
archive_reader rows_copy_csv, rows_copy_tsv; /* rows.c */
archive_reader items_copy_array, items_copy_ordered, items_copy_ytd,
    items_copy_jsonp, items_copy_document; /* items.c */

#endif
