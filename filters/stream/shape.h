/*
 * shape - what some bytes are, told by the first of them and, for CSV, by the name
 *
 * Source:  docs/sources.md, "How a format is recognised".
 */
#ifndef HARK_STREAM_SHAPE_H
#define HARK_STREAM_SHAPE_H

#include "base/text.h"

enum shape {
    SHAPE_EMPTY,
    SHAPE_TEXT, /* lines: logs, and whatever nothing else fits */
    SHAPE_JSON, /* JSON lines; also where the first record is not well-formed */
    SHAPE_HARK, /* a stream of hark's own */
    SHAPE_ARRAY,   /* [ … ]: its items */
    SHAPE_ORDERED, /* { … "orderedItems":[ … ] … }: its items */
    SHAPE_YTD,     /* window.YTD.tweets.part0 = [ … ]: its items */
    SHAPE_JSONP,   /* jsonFlickrApi( … ): what the call is given */
    SHAPE_DOCUMENT, /* one JSON document over several lines: goes whole, on one line */
    SHAPE_CSV,
    SHAPE_TSV,
    SHAPE_XML,
    SHAPE_TAR,
    SHAPE_ZIP,
    SHAPE_WARC,
    SHAPE_PACKED, /* compressed once more (a .gz sent with Content-Encoding: gzip) */
    /* Known, and no records: */
    SHAPE_REFUSED, /* may hold some: 7z, rar, SQLite, Parquet, spreadsheets … */
    SHAPE_UTF16,   /* text that must be converted first */
    SHAPE_BINARY, /* no text, and of no format that is known */
    SHAPE_MEDIA,  /* pictures, films, sounds, fonts, PDF */
    SHAPE_PAGE,   /* HTML */
    SHAPE_SCRIPT  /* by its name: .js and .css without data */
};

/*
 * `first` is up to 64 KiB. `name` is the archive's or member's
 * name, of which only .csv, .tsv, .js and .css (before a compression's suffix) are looked at. Whether
 * a header of names is there decides for CSV without such a name.
 */
enum shape shape_of(struct text first, struct text name);

/* Whether a JSON text closes all that it opens, and opens something. */
bool shape_is_closed(struct text json);

/* By the name that --as takes: text, json, csv, tsv, xml, document …; false for no such. */
bool shape_parse(const char *name, enum shape *shape);

#endif
