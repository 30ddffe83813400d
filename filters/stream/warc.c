/*
 * warc - the payloads of a web archive, each as an archive of its own
 *
 * Of `response` records the HTTP body, of `resource` and `conversion` the block; what the others hold
 * is about the crawl. What cannot be records (a page, a picture, the crawl's own) is dropped and counted by
 * its kind; a payload in several segments is rejected. The target's URL is the member's name, WARC-Date is when it was seen.
 * Checks:  WARC-Block-Digest of every record; WARC-Payload-Digest of those that are handed out, unless the body
 *          came in chunks: with or without them, writers do not agree.
 * Source:  WARC 1.1, ISO 28500:2017.
 */
#include "base/clock.h"
#include "ports/checksum.h"
#include "stream/archive.h"
#include "stream/httpbody.h"

struct warc {
    struct archive *archive;
    struct feed *feed;
    struct lines *lines;
    uint64_t left; /* bytes of the current block */
    struct buffer type, target, date, media, block_label, payload_label, why;
    struct checksum *block, *payload; /* of the current record, or NULL */
    int64_t length;                   /* Content-Length, or -1 */
    bool is_segment;
    bool cut;
};

/* From the block of the current record. */
static ssize_t
read_block(void *context, void *at, size_t room)
{
    struct warc *warc = context;
    ssize_t count;

    if (warc->left == 0)
        return 0;
    if (room > warc->left)
        room = warc->left;
    count = lines_read(warc->lines, at, room);
    if (count <= 0) {
        warc->cut = true;
        return -1;
    }
    warc->left -= (uint64_t)count;
    if (warc->block != NULL)
        checksum_add(warc->block, (struct text){at, (size_t)count});
    if (warc->payload != NULL)
        checksum_add(warc->payload, (struct text){at, (size_t)count});
    return count;
}

static struct text
without_cr(struct text line)
{
    if (line.len > 0 && line.at[line.len - 1] == '\r')
        line.len--;
    return line;
}

static void
keep(struct buffer *buffer, struct text value)
{
    buffer_clear(buffer);
    buffer_add(buffer, value);
}

/* wget writes the address between < and >. */
static struct text
without_brackets(struct text address)
{
    if (text_starts(address, TEXT("<")) && text_ends(address, TEXT(">")))
        address = (struct text){address.at + 1, address.len - 2};
    return address;
}

static void
take_header(struct warc *warc, struct text line)
{
    struct text value = line, name;

    if (!text_split(&value, ':', &name) || value.at == NULL)
        return;
    value = text_trim(value);
    if (text_equal_nocase(name, TEXT("warc-type")))
        keep(&warc->type, value);
    else if (text_equal_nocase(name, TEXT("warc-target-uri")))
        keep(&warc->target, without_brackets(value));
    else if (text_equal_nocase(name, TEXT("warc-date")))
        keep(&warc->date, value);
    else if (text_equal_nocase(name, TEXT("content-type")))
        httpbody_media_type(&warc->media, value);
    else if (text_equal_nocase(name, TEXT("warc-block-digest")))
        keep(&warc->block_label, value);
    else if (text_equal_nocase(name, TEXT("warc-payload-digest")))
        keep(&warc->payload_label, value);
    else if (text_equal_nocase(name, TEXT("warc-segment-number")))
        warc->is_segment = true;
    else if (text_equal_nocase(name, TEXT("content-length"))
             && !text_integer(value, &warc->length))
        warc->length = -1;
}

/* One record's head: 1, 0 at the end of the archive, -1 where it is damaged. */
static int
take_head(struct warc *warc)
{
    struct text line;
    enum lines_found found;

    do
        found = lines_next(warc->lines, &line);
    while (found == LINES_LINE && without_cr(line).len == 0);
    if (found == LINES_END)
        return 0;
    if (found != LINES_LINE || !text_starts(line, TEXT("WARC/")))
        return -1;
    warc->length = -1;
    buffer_clear(&warc->type);
    buffer_clear(&warc->target);
    buffer_clear(&warc->date);
    buffer_clear(&warc->media);
    buffer_clear(&warc->block_label);
    buffer_clear(&warc->payload_label);
    warc->is_segment = false;
    while (lines_next(warc->lines, &line) == LINES_LINE) {
        line = without_cr(line);
        if (line.len == 0)
            return warc->length < 0 ? -1 : 1;
        take_header(warc, line);
    }
    return -1;
}

/* What can hold no records, by its address and its media type; NULL where it may. */
static const char *
no_data(const struct warc *warc, struct text type)
{
    static const struct {
        struct text prefix;
        const char *reason;
    } kinds[] = {{{"text/html", 9}, "page"},
                 {{"application/xhtml", 17}, "page"},
                 {{"image/", 6}, "media"},
                 {{"video/", 6}, "media"},
                 {{"audio/", 6}, "media"},
                 {{"font/", 5}, "media"},
                 {{"application/font", 16}, "media"},
                 {{"application/x-shockwave", 23}, "media"},
                 {{"application/pdf", 15}, "media"},
                 {{"text/css", 8}, "script"},
                 {{"text/javascript", 15}, "script"},
                 {{"application/javascript", 22}, "script"},
                 {{"application/x-javascript", 24}, "script"},
                 {{"text/dns", 8}, "crawl"}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        if (text_starts(type, kinds[i].prefix))
            return kinds[i].reason;
    return text_ends(buffer_text(&warc->target), TEXT("/robots.txt")) ? "crawl"
                                                                      : NULL;
}

static void
pass_on(struct warc *warc, bytes_source *source, void *context,
        bool is_unpacked)
{
    struct text date = buffer_text(&warc->date);
    struct moment moment = {0};

    if (!clock_parse(date, &moment))
        moment.s = 0;
    archive_member(warc->archive,
                   &(struct archive_stream){source, context,
                                            buffer_text(&warc->target),
                                            moment.s, is_unpacked});
}

static void
reject(struct warc *warc, const char *why)
{
    feed_reject(warc->feed, 0, why, buffer_text(&warc->target));
}

/* From what of the block is ahead of the reader on. */
static void
check_payload(struct warc *warc, struct text ahead)
{
    warc->payload = checksum_new(buffer_text(&warc->payload_label));
    if (warc->payload != NULL)
        checksum_add(warc->payload, ahead);
}

static const char *
no_data_in(const struct warc *warc, const struct httpbody *body)
{
    int status = httpbody_status(body);

    return status != 0 && (status < 200 || status > 299)
               ? "http_status"
               : no_data(warc, httpbody_type(body));
}

static void
take_response(struct warc *warc)
{
    struct httpbody *body = httpbody_open(read_block, warc);
    const char *reason;

    httpbody_head(body);
    reason = no_data_in(warc, body);
    if (reason != NULL) {
        feed_drop(warc->feed, reason);
    } else if (httpbody_why(body) != NULL) {
        reject(warc, httpbody_why(body));
    } else {
        if (!httpbody_is_chunked(body))
            check_payload(warc, httpbody_ahead(body));
        pass_on(warc, httpbody_read, body, httpbody_is_deflated(body));
        if (httpbody_why(body) != NULL && !warc->cut)
            feed_problem(warc->feed, EX_DATAERR, 0, httpbody_why(body));
    }
    httpbody_close(body);
}

static void
take_block(struct warc *warc)
{
    const char *reason = no_data(warc, buffer_text(&warc->media));

    if (reason != NULL) {
        feed_drop(warc->feed, reason);
        return;
    }
    check_payload(warc, TEXT_NONE);
    pass_on(warc, read_block, warc, false);
}

/* Of a record that is not handed out; processors are to pass over types that they do not know. */
static const char *
drop_reason(struct text type)
{
    static const struct text of_the_crawl[] = {
        {"warcinfo", 8}, {"request", 7}, {"metadata", 8}, {"continuation", 12}};

    if (text_equal_nocase(type, TEXT("revisit")))
        return "revisit";
    for (size_t i = 0; i < sizeof(of_the_crawl) / sizeof(*of_the_crawl); i++)
        if (text_equal_nocase(type, of_the_crawl[i]))
            return "crawl";
    return "unknown_type";
}

static void
take_record(struct warc *warc)
{
    struct text type = buffer_text(&warc->type);
    bool is_response = text_equal_nocase(type, TEXT("response"));

    if (type.len == 0)
        reject(warc, "no_type: a record without WARC-Type");
    else if (warc->is_segment)
        reject(warc, "segmented: a payload in several records is not joined");
    else if (is_response
             && text_equal(buffer_text(&warc->media), TEXT("application/http")))
        take_response(warc);
    else if (is_response || text_equal_nocase(type, TEXT("resource"))
             || text_equal_nocase(type, TEXT("conversion")))
        take_block(warc);
    else
        feed_drop(warc->feed, drop_reason(type));
}

static bool
skip_rest(struct warc *warc)
{
    char block[4096];

    while (warc->left > 0 && read_block(warc, block, sizeof(block)) > 0)
        ;
    return warc->left == 0;
}

/* After all of the block. */
static void
judge(struct warc *warc, struct checksum **checksum, const char *header)
{
    if (*checksum != NULL && !checksum_holds(*checksum)) {
        buffer_clear(&warc->why);
        buffer_printf(&warc->why, "bad_digest: %.*s is not what its %s says",
                      TEXT_ARGS(buffer_text(&warc->target)), header);
        feed_problem(warc->feed, EX_DATAERR, 0, buffer_string(&warc->why));
    }
    checksum_free(*checksum);
    *checksum = NULL;
}

static bool
damaged(struct warc *warc, const char *why)
{
    if (bytes_status(lines_bytes(warc->lines)) == 0)
        feed_problem(warc->feed, EX_DATAERR, 0, why);
    return false;
}

static bool
take_all(struct warc *warc)
{
    uint64_t problems = feed_problems(warc->feed);
    int found;

    while ((found = take_head(warc)) > 0) {
        warc->left = (uint64_t)warc->length;
        warc->block = checksum_new(buffer_text(&warc->block_label));
        take_record(warc);
        if (!skip_rest(warc))
            return damaged(warc, "cut: the archive ends within a record");
        judge(warc, &warc->block, "WARC-Block-Digest");
        judge(warc, &warc->payload, "WARC-Payload-Digest");
        if (archive_overflowed(warc->archive))
            return false;
    }
    if (found < 0)
        return damaged(warc, "bad_warc: a record's head is damaged or cut");
    return feed_problems(warc->feed) == problems;
}

bool
warc_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    struct warc warc = {.archive = archive, .feed = feed, .lines = lines};
    bool whole = take_all(&warc);

    buffer_free(&warc.type);
    buffer_free(&warc.target);
    buffer_free(&warc.date);
    buffer_free(&warc.media);
    buffer_free(&warc.block_label);
    buffer_free(&warc.payload_label);
    buffer_free(&warc.why);
    checksum_free(warc.block);
    checksum_free(warc.payload);
    return whole;
}
