/*
 * inner - a stream of hark's own that lies in an archive
 *
 * Its begin and end are taken into the books. Raw lines keep the places that its archive records give
 * them; records go on under the place where they lie here, as they say themselves where they are from.
 */
#include "stream/archive.h"
#include "stream/origin.h"

struct inner {
    struct archive *archive;
    struct feed *feed;
    struct lines *lines;
    struct json_parser *parser;
    struct origin origin;
    uint64_t count; /* data lines */
    uint64_t begins, ends;
};

static enum feed_lines
kind_of(const struct inner *inner)
{
    if (text_equal(inner->origin.lines, TEXT("csv")))
        return FEED_CSV;
    return text_equal(inner->origin.lines, TEXT("text")) ? FEED_TEXT
                                                         : FEED_JSON;
}

static void
take_archive(struct inner *inner, struct text line)
{
    const struct place *place = &inner->origin.place;

    if (!origin_archive(&inner->origin, inner->parser, line)) {
        feed_problem(inner->feed, STATUS_UPSTREAM, lines_number(inner->lines),
                     "upstream: an archive record is damaged");
        return;
    }
    feed_start(inner->feed, place->archive, place->member, place->seen_s);
}

static void
take_context(struct inner *inner, struct text line)
{
    struct text members =
        text_from(line, sizeof(RECORD_PREFIX "context\"") - 1);
    uint64_t number = inner->origin.known ? inner->origin.place.line
                                          : lines_number(inner->lines);

    if (!text_ends(members, TEXT("}")))
        return;
    members.len--;
    if (text_starts(members, TEXT(",")))
        members = text_from(members, 1);
    feed_context(inner->feed, kind_of(inner), number, members);
}

static void
take_control(struct inner *inner, enum record_control control, struct text line)
{
    if (control == RECORD_ARCHIVE)
        take_archive(inner, line);
    else if (control == RECORD_CONTEXT)
        take_context(inner, line);
    else
        feed_control(inner->feed, control, line);
    inner->begins += control == RECORD_BEGIN;
    inner->ends += control == RECORD_END;
}

static void
take_data(struct inner *inner, enum lines_found found, struct text line)
{
    uint64_t number = lines_number(inner->lines);
    int64_t part = -1;

    inner->count++;
    if (inner->origin.known) {
        origin_advance(&inner->origin);
        number = inner->origin.place.line;
        part = inner->origin.place.part;
    }
    if (found == LINES_LONG)
        feed_reject_long(inner->feed, number, inner->lines);
    else
        feed_record(inner->feed, kind_of(inner), number, part, line);
}

bool
inner_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    struct inner inner = {.archive = archive, .feed = feed, .lines = lines};
    enum lines_found found;
    struct text line = TEXT_NONE;
    uint64_t before = feed_records(feed);

    inner.parser = json_parser_new();
    inner.origin.place.part = -1;
    while ((found = lines_next(lines, &line)) != LINES_END
           && found != LINES_BAD) {
        enum record_control control =
            found == LINES_LONG ? RECORD_DATA : record_control(line);

        if (control == RECORD_DATA)
            take_data(&inner, found, line);
        else
            take_control(&inner, control, line);
    }
    feed_stream_lines(feed, inner.count);
    feed_balance(feed, before, inner.count);
    if (inner.begins > inner.ends)
        feed_cut_stream(feed);
    origin_free(&inner.origin);
    json_parser_free(inner.parser);
    return found == LINES_END && inner.begins <= inner.ends;
}
