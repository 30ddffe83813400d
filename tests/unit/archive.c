/* Archives of each shape, whole and damaged, in pieces of any size: how many records there are, and what is told. */
#include "pieces.h"
#include "quiet.h"
#include "texts.h"

#include <stdio.h>

#include "stream/archive.h"

enum { LINE_MOST = 200 };

#define FIFTY "12345678901234567890123456789012345678901234567890"
#define LONG FIFTY FIFTY FIFTY FIFTY FIFTY /* than that */

static struct options options;
static struct books *books;

/* Looked at only, as --verify does; why not is "" where all is well. */
static uint64_t
look(struct pieces source, enum shape shape, char *why, size_t room)
{
    const struct bytes_limits limits = {.max_window = 1 << 20,
                                        .max_expand = 1 << 20};
    struct feed *feed = feed_new(books, NULL);
    struct archive *archive = archive_open(feed, &limits);
    struct bytes *bytes = bytes_over(pieces_give, &source, &limits);
    uint64_t records;
    bool is_whole;

    if (shape
        != SHAPE_WARC) /* which is told by its first bytes, and what lies in it too */
        archive_force(archive, shape);
    is_whole = archive_copy(archive, bytes, TEXT("test"), 0);
    records = feed_records(feed);
    why[0] = '\0';
    if (feed_trouble(feed)->status != 0) {
        size_t len = feed_trouble(feed)->why.len;

        len = len < room ? len : room - 1;
        memcpy(why, feed_trouble(feed)->why.at, len);
        why[len] = '\0';
    }
    if (feed_trouble(feed)->status == 0 && bytes_status(bytes) == 0)
        assert_true(is_whole);
    bytes_close(bytes);
    archive_close(archive);
    feed_free(feed);
    return records;
}

struct sample {
    enum shape shape;
    const char *text;
    uint64_t records; /* of one that is whole */
    const char *why;  /* how it begins, of one that is not */
};

static void
assert_samples(const struct sample *samples, size_t count)
{
    static const size_t steps[] = {SIZE_MAX, 1, 2, 3, 7};
    char why[200];

    for (size_t i = 0; i < count * COUNT(steps); i++) {
        const struct sample *sample = samples + i / COUNT(steps);
        size_t step = steps[i % COUNT(steps)];
        struct pieces source = {text_of(sample->text), .step = step};
        uint64_t records = look(source, sample->shape, why, sizeof(why));

        if (sample->why != NULL
                ? strncmp(why, sample->why, strlen(sample->why)) != 0
                : why[0] != '\0' || records != sample->records)
            fail_msg("%s by %zu: %llu records, %s", sample->text, step,
                     (unsigned long long)records, why);
    }
}

static void
items_of_a_document_are_taken_one_by_one(void **state)
{
    static const struct sample samples[] = {
        {SHAPE_ARRAY, "[{\"a\":1},{\"b\":[2,3]}]", 2, NULL},
        {SHAPE_ARRAY, "[]", 0, NULL},
        {SHAPE_ARRAY, "[1 2,\"x\\\"y\",,null]", 4, NULL},
        {SHAPE_ARRAY, "[{\"a\":\"\\\n\"}]", 1, NULL},
        {SHAPE_ARRAY, "\xef\xbb\xbf[{}]\n[{}]", 2, NULL},
        {SHAPE_ARRAY, "[\"a\"\"b\"]", 2, NULL},
        {SHAPE_ARRAY, "[{\"a\":1}", 0, "cut: the document ends"},
        {SHAPE_ARRAY, "[{\"a\":", 0, "cut: the document ends"},
        {SHAPE_ARRAY, "[\"a", 0, "cut: the document ends"},
        {SHAPE_ARRAY, "[{}] x", 0, "bad_json: no array"},
        {SHAPE_DOCUMENT, "{\n\"a\":1}\n{}", 2, NULL},
        {SHAPE_DOCUMENT, "{},\n{}", 2, NULL},
        {SHAPE_DOCUMENT, "{\"a\":\"\n\"}", 1, NULL},
        {SHAPE_DOCUMENT, "12", 1, NULL},
        {SHAPE_DOCUMENT, "}", 1, NULL},
        {SHAPE_DOCUMENT, "{\"a\":1", 0, "cut: the document ends"},
        {SHAPE_DOCUMENT, "{\"a", 0, "cut: the document ends"},
    };

    (void)state;
    assert_samples(samples, COUNT(samples));
}

static void
what_stands_around_items_is_their_context(void **state)
{
    static const struct sample samples[] = {
        {SHAPE_ORDERED, "{\"id\":7,\"orderedItems\":[{},{}],\"x\":1}", 2, NULL},
        {SHAPE_ORDERED, "{ \"a\" : \"b\" , \"orderedItems\" : [ ] }", 0, NULL},
        {SHAPE_ORDERED, "{\"orderedItems\":1}", 0, NULL},
        {SHAPE_ORDERED, "{\"a\":\"\n\",\"orderedItems\":[{}]}", 1, NULL},
        {SHAPE_ORDERED, "{\"a\":\"" LONG "\",\"orderedItems\":[{}]}", 1, NULL},
        {SHAPE_ORDERED, "[1]", 0, "bad_json: no object"},
        {SHAPE_ORDERED, "{\"orderedItems\":[{}", 0, "cut: "},
        {SHAPE_ORDERED, "{\"a", 0, "cut: "},
        {SHAPE_ORDERED, "{\"a\"", 0, "cut: "},
        {SHAPE_ORDERED, "{\"a\" 1}", 0, "cut: "},
        {SHAPE_ORDERED, "{\"a\":{", 0, "cut: "},
        {SHAPE_ORDERED, "{a:1}", 0, "cut: "},
        {SHAPE_YTD, "window.YTD.tweets.part0 = [{},{}];", 2, NULL},
        {SHAPE_YTD, "window.YTD.tweets.part0=[{}]", 1, NULL},
        {SHAPE_YTD, "window.YTD.tweets.part0", 0, "bad_archive: no `= [`"},
        {SHAPE_YTD, "window.YTD.t = {}", 0, "bad_archive: no `= [`"},
        {SHAPE_YTD, "window.YTD.t = [{}", 0, "cut: "},
        {SHAPE_JSONP, "jsonFlickrApi({\"a\":1});", 1, NULL},
        {SHAPE_JSONP, "f([1])", 1, NULL},
        {SHAPE_JSONP, "f", 0, "cut: "},
        {SHAPE_JSONP, "f({", 0, "cut: "},
        {SHAPE_JSONP, "f({}", 0, "bad_json: no `)`"},
    };

    (void)state;
    assert_samples(samples, COUNT(samples));
}

static void
a_name_that_never_ends_is_no_archive_of_a_person(void **state)
{
    char text[1000], why[200];
    struct pieces source = {{text, sizeof(text)}, .step = SIZE_MAX};

    (void)state;
    memset(text, 'a', sizeof(text));
    memcpy(text, "window.YTD.", 11);
    look(source, SHAPE_YTD, why, sizeof(why));
    assert_non_null(strstr(why, "bad_archive: no `= [`"));
}

static void
an_item_that_is_too_long_is_read_over(void **state)
{
    char text[2 * LINE_MOST + 20], why[200];
    size_t len = 0;

    (void)state;
    len += (size_t)snprintf(text, 10, "[{},\"");
    memset(text + len, 'x', LINE_MOST + 50);
    len += LINE_MOST + 50;
    len += (size_t)snprintf(text + len, 10, "\",{}]");
    for (size_t step = 1; step < 400; step += 66) {
        struct pieces source = {{text, len}, .step = step};

        assert_int_equal(look(source, SHAPE_ARRAY, why, sizeof(why)), 3);
        assert_string_equal(why, "");
    }
}

#define RSS(items)                                                             \
    "<?xml version=\"1.0\"?>\n<rss v=\"2\"><channel><title>t</title>" items    \
    "</channel></rss>"

static void
items_of_a_feed_are_taken_one_by_one(void **state)
{
    static const struct sample samples[] = {
        {SHAPE_XML, RSS(""), 0, NULL},
        {SHAPE_XML, RSS("<item><a b=\"c\">d&amp;e</a></item>"), 1, NULL},
        {SHAPE_XML, RSS("<item/><item>x<br/>y</item>"), 2, NULL},
        {SHAPE_XML, "<feed xmlns=\"a\"><link href=\"b\"/><entry/></feed>", 1,
         NULL},
        {SHAPE_XML,
         "<feed><entry><c type=\"xhtml\"><div>a<b>b</b>&lt;<img/></div></c>"
         "<c type=\"application/xhtml+xml\"><p x=\"&quot;\"/></c></entry>"
         "</feed>",
         1, NULL},
        {SHAPE_XML, RSS("<item>" LONG "</item><item/>"), 2, NULL},
        {SHAPE_XML, RSS("<item><a b=\"" LONG "\"><c/></a></item>"), 1, NULL},
        {SHAPE_XML, "<other/>", 1, NULL},
        {SHAPE_XML, RSS("<item><a></item>"), 0, "bad_xml"},
        {SHAPE_XML, "<rss><channel><item>", 0, "bad_xml"},
        {SHAPE_XML, "<!DOCTYPE a [<!ENTITY e \"x\">]><rss>&e;</rss>", 0,
         "entities"},
    };

    (void)state;
    assert_samples(samples, COUNT(samples));
}

#define WARC(head, block) "WARC/1.0\r\n" head "\r\n" block "\r\n\r\n"
#define RESPONSE(length, block)                                                \
    WARC("WARC-Type: response\r\nContent-Type: application/http\r\n"           \
         "Content-Length: " #length "\r\n",                                    \
         block)

static void
records_of_a_web_archive_are_streams(void **state)
{
    static const struct sample samples[] = {
        {SHAPE_WARC, RESPONSE(27, "HTTP/1.1 200 OK\r\n\r\n{\"a\":1}\n"), 1,
         NULL},
        {SHAPE_WARC,
         WARC("WARC-Type: resource\r\nno colon\r\n"
              "WARC-Target-URI: <http://x.example/>\r\n"
              "Content-Length: 5\r\n",
              "{}\n{}"),
         2, NULL},
        {SHAPE_WARC,
         WARC("WARC-Type: conversion\r\nWARC-Target-URI: <a\r\n"
              "WARC-Date: soon\r\nContent-Length: 3\r\n",
              "{}\n"),
         1, NULL},
        {SHAPE_WARC, WARC("WARC-Type: metadata\nContent-Length: 3\n", "{}\n"),
         1, NULL},
        {SHAPE_WARC, WARC("WARC-Type: own\r\nContent-Length: 3\r\n", "{}\n"), 1,
         NULL},
        {SHAPE_WARC, RESPONSE(24, "HTTP/1.1 404 No\r\n\r\n{}\n{}"), 1, NULL},
        {SHAPE_WARC, RESPONSE(24, "HTTP/1.1 100 Go\r\n\r\n{}\n{}"), 1, NULL},
        {SHAPE_WARC,
         WARC("WARC-Type: resource\r\nContent-Type: image/png\r\n"
              "Content-Length: 3\r\n",
              "{}\n"),
         1, NULL},
        {SHAPE_WARC, WARC("Content-Length: 3\r\n", "{}\n"), 1, NULL},
        {SHAPE_WARC,
         WARC("WARC-Type: resource\r\nWARC-Segment-Number: 1\r\n"
              "Content-Length: 3\r\n",
              "{}\n"),
         1, NULL},
        {SHAPE_WARC, WARC("WARC-Type: resource\r\n", "{}\n"), 0, "bad_warc"},
        {SHAPE_WARC, WARC("Content-Length: x\r\n", "{}\n"), 0, "bad_warc"},
        {SHAPE_WARC, WARC("Content-Length: -3\r\n", "{}\n"), 0, "bad_warc"},
        {SHAPE_WARC, WARC("Content-Length: 3\r\n", "{}\n") "HTTP/1.1\r\n", 0,
         "bad_warc"},
        {SHAPE_WARC, "WARC/1.0\r\nContent-Length: 3\r\n", 0, "bad_warc"},
        {SHAPE_WARC,
         "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 9\r\n\r\n{}\n", 0,
         "cut"},
        {SHAPE_WARC,
         RESPONSE(53, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "3\r\n{}\n"),
         0, "cut: "},
    };

    (void)state;
    assert_samples(samples, COUNT(samples));
}

#define CONTROL(kind) "{\"v\":1,\"kind\":\"" kind "\""

static void
a_stream_of_ours_is_followed(void **state)
{
    static const struct sample samples[] = {
        {SHAPE_HARK,
         CONTROL("begin") ",\"stream\":\"a\",\"by\":\"fetch\"}\n" CONTROL(
             "archive") ",\"archive\":\"x.json\",\"lines\":\"json\",\"line\":4,"
                        "\"part\":1,\"seen\":\"2009-03-01T00:00:00Z\"}\n"
                        "{}\n{}\n" CONTROL("context") ",\"a\":1}\n{}\n" CONTROL(
                            "end") ",\"stream\":\"a\",\"by\":\"fetch\","
                                   "\"status\":0,\"out\":3}\n",
         3, NULL},
        {SHAPE_HARK,
         CONTROL("context") ",\"a\":1}\n" CONTROL("context") "\n{}\n", 1, NULL},
        {SHAPE_HARK,
         CONTROL("archive") ",\"archive\":\"x\",\"lines\":\"csv\"}\n" CONTROL(
             "context") "}\na,b\n",
         1, NULL},
        {SHAPE_HARK,
         CONTROL("archive") ",\"archive\":\"x\",\"lines\":\"text\"}\nline\n", 1,
         NULL},
        {SHAPE_HARK, CONTROL("context") "}\n" LONG "\n{}\n", 2, NULL},
        {SHAPE_HARK,
         CONTROL("archive") ",\"archive\":\"a\",\"archive\":\"b\"}\n", 0,
         "upstream: an archive record is damaged"},
        {SHAPE_HARK,
         CONTROL("begin") ",\"stream\":\"a\",\"by\":\"fetch\"}\n{}\n", 0,
         "upstream"},
        {SHAPE_HARK, CONTROL("archive") ",\"archive\":7}\n", 0,
         "upstream: an archive record is damaged"},
        {SHAPE_HARK, CONTROL("archive") ",\n", 0,
         "upstream: an archive record is damaged"},
        {SHAPE_HARK,
         CONTROL("archive") ",\"archive\":\"a\",\"seen\":\"soon\"}\n", 0,
         "upstream: an archive record is damaged"},
    };

    (void)state;
    assert_samples(samples, COUNT(samples));
}

static void
lines_and_rows_are_taken_one_by_one(void **state)
{
    static const struct sample samples[] = {
        {SHAPE_TEXT, "a\nb\r\n\nc", 4, NULL},
        {SHAPE_JSON, "{}\n{}", 2, NULL},
        {SHAPE_CSV, "a,b\n1,2\n\"x\ny\",3\n", 2, NULL},
        {SHAPE_CSV, "a,b\r\n1,2\r\n", 1, NULL},
        {SHAPE_TSV, "a\tb\n1\t2\n", 1, NULL},
        {SHAPE_CSV, "a,b\n\n1,2\n", 1, NULL},
        {SHAPE_CSV, "\"a\rb\",c,d\n1,2,3\n", 1, NULL},
        {SHAPE_CSV, "a,b\n\"x,1\n2,3\n", 2, NULL},
        {SHAPE_CSV, "a,b\n1,2,3\r\n4,5", 2, NULL},
        {SHAPE_CSV,
         "\xef\xbb\xbf"
         "a,b\n1,2\n",
         1, NULL},
        {SHAPE_CSV, "a,b\n\"" LONG "\",2\n1,2\n", 2, NULL},
        {SHAPE_CSV, "a,b\r1,2\r3,4", 0, "bad_line_ends"},
        {SHAPE_TEXT, LONG "\na\n", 2, NULL},
        {SHAPE_JSON, "{\"a\":\"" LONG "\"}\n{}\n\n", 3, NULL},
        {SHAPE_EMPTY, "", 0, NULL},
    };

    (void)state;
    assert_samples(samples, COUNT(samples));
}

static void
what_it_lies_in_may_be_damaged_anywhere(void **state)
{
    static const struct sample samples[] = {
        {SHAPE_ARRAY, "[{},{", 0, NULL},
        {SHAPE_DOCUMENT, "{\"a\":", 0, NULL},
        {SHAPE_XML, "<rss><channel>", 0, NULL},
        {SHAPE_TEXT, "a\nb", 0, NULL},
        {SHAPE_CSV, "a,b\n1,2\n", 0, NULL},
        {SHAPE_HARK, CONTROL("begin") "}\n", 0, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        const struct bytes_limits limits = {.max_window = 1 << 20,
                                            .max_expand = 1 << 20};
        struct pieces source = {text_of(samples[i].text), .step = 3,
                                .is_broken = true};
        struct feed *feed = feed_new(books, NULL);
        struct archive *archive = archive_open(feed, &limits);
        struct bytes *bytes = bytes_over(pieces_give, &source, &limits);

        archive_force(archive, samples[i].shape);
        assert_false(archive_copy(archive, bytes, TEXT("test"), 0));
        bytes_close(bytes);
        archive_close(archive);
        feed_free(feed);
    }
}

static int
enter(void **state)
{
    (void)state;
    options = quiet_options(LINE_MOST);
    books = books_open(&options);
    return books == NULL;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_of_a_document_are_taken_one_by_one),
        cmocka_unit_test(what_stands_around_items_is_their_context),
        cmocka_unit_test(a_name_that_never_ends_is_no_archive_of_a_person),
        cmocka_unit_test(an_item_that_is_too_long_is_read_over),
        cmocka_unit_test(items_of_a_feed_are_taken_one_by_one),
        cmocka_unit_test(records_of_a_web_archive_are_streams),
        cmocka_unit_test(a_stream_of_ours_is_followed),
        cmocka_unit_test(lines_and_rows_are_taken_one_by_one),
        cmocka_unit_test(what_it_lies_in_may_be_damaged_anywhere),
    };

    return cmocka_run_group_tests(tests, enter, NULL);
}
