#include "stream/shape.h"
#include "texts.h"

static enum shape
shape_alone(const char *bytes, size_t len, const char *name)
{
    struct text alone = text_alone((struct text){bytes, len});
    enum shape shape = shape_of(alone, text_of(name));

    free((char *)alone.at);
    return shape;
}

#define SHAPE(literal, name) shape_alone(literal, sizeof(literal) - 1, name)

static void
nothing_is_empty_and_white_space_is_text(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("", "a"), SHAPE_EMPTY);
    assert_int_equal(SHAPE(" \r\n\t", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("\xef\xbb\xbf", "a.json"), SHAPE_TEXT);
    assert_int_equal(SHAPE("x", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("<", "a"), SHAPE_TEXT);
}

static void
a_first_line_that_closes_what_it_opens_is_a_record(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("{\"a\":1}\n{\"a\":2}\n", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("{\"a\":1}", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("\xef\xbb\xbf\r\n{\"a\":1}\n", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("{\"a\":\"}{\\\"[\"}\n{", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("{}\n", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("{\"a\":1}\n", "a.csv"), SHAPE_JSON);
    assert_int_equal(SHAPE("{\"a", "a"), SHAPE_JSON);
}

static void
one_that_does_not_and_more_behind_it_is_a_document(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("{\n\"data\":[\n{}]}\n", "a"), SHAPE_DOCUMENT);
    assert_int_equal(SHAPE("{\"data\":[\n{}]}\n", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("{\"a\":1\n{\"a\":2}\n", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("{\n", "a"), SHAPE_DOCUMENT);
    assert_int_equal(SHAPE("{\n{\"a\":1}", "a"), SHAPE_DOCUMENT);
}

static void
an_array_is_its_items_unless_another_follows(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("[", "a"), SHAPE_ARRAY);
    assert_int_equal(SHAPE("[]", "a"), SHAPE_ARRAY);
    assert_int_equal(SHAPE("[1,2]\n", "a"), SHAPE_ARRAY);
    assert_int_equal(SHAPE("[\n{\"a\":1}\n]\n", "a"), SHAPE_ARRAY);
    assert_int_equal(SHAPE("[1,2]\n[3]\n", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("[1,2]\n \n [3]\n", "a"), SHAPE_JSON);
}

static void
an_outbox_is_told_by_its_key_at_the_top_alone(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("{\"id\":1,\"orderedItems\":[{", "a"),
                     SHAPE_ORDERED);
    assert_int_equal(SHAPE("{\n\"id\":1,\n\"orderedItems\":[\n{", "a"),
                     SHAPE_ORDERED);
    assert_int_equal(SHAPE("{\"x\":{\"orderedItems\":[]}}\n", "a"), SHAPE_JSON);
    assert_int_equal(SHAPE("{\"x\":\"\\\"orderedItems\\\"\"}\n", "a"),
                     SHAPE_JSON);
    assert_int_equal(SHAPE("window.YTD.tweets.part0 = [", "a"), SHAPE_YTD);
    assert_int_equal(SHAPE("jsonFlickrApi({\"stat\":\"ok\"})", "a.js"),
                     SHAPE_JSONP);
}

static void
only_a_begin_opens_a_stream_of_ours(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("{\"v\":1,\"kind\":\"begin\",\"x\":1}\n", "a"),
                     SHAPE_HARK);
    assert_int_equal(SHAPE("{\"v\":1,\"kind\":\"end\",\"x\":1}\n", "a"),
                     SHAPE_JSON);
    assert_int_equal(SHAPE(" {\"v\":1,\"kind\":\"begin\",\"x\":1}\n", "a"),
                     SHAPE_HARK);
}

static void
a_table_is_told_by_its_name_or_by_a_header_of_three(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("1,2\n", "a.csv"), SHAPE_CSV);
    assert_int_equal(SHAPE("1,2\n", "a.CSV.gz"), SHAPE_CSV);
    assert_int_equal(SHAPE("1,2\n", "d/a.tsv.zst"), SHAPE_TSV);
    assert_int_equal(SHAPE("1,2\n", ".csv"), SHAPE_TEXT);
    assert_int_equal(SHAPE("id,name,when\n1,2,3\n", "a"), SHAPE_CSV);
    assert_int_equal(SHAPE("id\tname\twhen\n1\t2\t3\n", "a"), SHAPE_TSV);
    assert_int_equal(SHAPE("id,name,when", "a"), SHAPE_CSV);
    assert_int_equal(SHAPE("id,name,when\n1,\"a\nb\",3\n", "a"), SHAPE_CSV);
    assert_int_equal(SHAPE("id,name\n1,2\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("id,name,when\n1,2\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("1,2,3\n1,2,3\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("1.2.3.4 - - [x] \"GET /a,b,c\"\n", "a.log"),
                     SHAPE_TEXT);
}

static void
markup_is_xml_and_a_page_is_none(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("<?xml version=\"1.0\"?><rss>", "a"), SHAPE_XML);
    assert_int_equal(SHAPE("<!-- html --><feed>", "a"), SHAPE_XML);
    assert_int_equal(SHAPE("\xff\xfe<\0?\0", "a"), SHAPE_XML);
    assert_int_equal(SHAPE("\xfe\xff\0<\0?", "a"), SHAPE_XML);
    assert_int_equal(SHAPE("<14>Oct 11 22:14:15 host\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("<!DOCTYPE HTML PUBLIC", "a"), SHAPE_PAGE);
    assert_int_equal(SHAPE("\n<?xml?>\n<!-- x -->\n<html xmlns=", "a.json"),
                     SHAPE_PAGE);
    assert_int_equal(SHAPE("<?xml", "a"), SHAPE_XML);
    assert_int_equal(SHAPE("<!--", "a"), SHAPE_XML);
}

static void
containers_and_what_is_none_are_told_by_their_magic(void **state)
{
    char tar[300] = "name";

    (void)state;
    memcpy(tar + 257, "ustar", 5);
    assert_int_equal(shape_alone(tar, sizeof(tar), "a"), SHAPE_TAR);
    assert_int_equal(shape_alone(tar, 258, "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("PK\3\4xxxx", "a"), SHAPE_ZIP);
    assert_int_equal(SHAPE("PK\5\6", "a"), SHAPE_ZIP);
    assert_int_equal(SHAPE("WARC/1.1\r\n", "a"), SHAPE_WARC);
    assert_int_equal(SHAPE("\r\n\r\nWARC/1.0\r\n", "a"), SHAPE_WARC);
    assert_int_equal(SHAPE(" WARC/1.0\r\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("SQLite format 3\0x", "a"), SHAPE_REFUSED);
    assert_int_equal(SHAPE("PAR1xxxx", "a"), SHAPE_REFUSED);
    assert_int_equal(SHAPE("\x89PNG\r\n", "a"), SHAPE_MEDIA);
    assert_int_equal(SHAPE("RIFFxxxxWEBP", "a"), SHAPE_MEDIA);
    assert_int_equal(SHAPE("RIFF is a word\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("\0\0\0\x18"
                           "ftypmp42",
                           "a"),
                     SHAPE_MEDIA);
    assert_int_equal(SHAPE("\xff\xfe"
                           "a\0,\0",
                           "a.csv"),
                     SHAPE_UTF16);
    assert_int_equal(SHAPE("function () {}", "a.js"), SHAPE_SCRIPT);
    assert_int_equal(SHAPE("[1]", "a.js"), SHAPE_ARRAY);
}

static void
a_json_text_is_closed_where_its_brackets_are(void **state)
{
    (void)state;
    assert_true(shape_is_closed(TEXT("{\"a\":[1,\"]\"]}")));
    assert_true(shape_is_closed(TEXT(" []\r")));
    assert_false(shape_is_closed(TEXT("{\"a\":[1]")));
    assert_false(shape_is_closed(TEXT("{\"a\":\"}")));
    assert_false(shape_is_closed(TEXT("12")));
    assert_false(shape_is_closed(TEXT("")));
}

static void
shapes_have_names(void **state)
{
    enum shape shape;

    (void)state;
    assert_true(shape_parse("tsv", &shape));
    assert_int_equal(shape, SHAPE_TSV);
    assert_false(shape_parse("hark", &shape));
    assert_false(shape_parse("", &shape));
}

static void
sounds_films_and_offices_are_told_by_what_lies_behind(void **state)
{
    char office[60] = "PK\3\4";

    (void)state;
    assert_int_equal(SHAPE("RIFFxxxxWAVE", "a"), SHAPE_MEDIA);
    assert_int_equal(SHAPE("RIFFxxxxAVI ", "a"), SHAPE_MEDIA);
    assert_int_equal(SHAPE("RIFFxxxxother\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("a sortftype of text\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("Fileftyp", "a"), SHAPE_TEXT);
    memcpy(office + 30, "[Content_Types].xml", 19);
    assert_int_equal(shape_alone(office, sizeof(office), "a"), SHAPE_REFUSED);
    memcpy(office + 30, "mimetypeapplication/", 20);
    assert_int_equal(shape_alone(office, sizeof(office), "a"), SHAPE_REFUSED);
}

static void
an_empty_tar_is_zeros_by_its_name(void **state)
{
    static char zeros[1024];

    (void)state;
    zeros[600] = '\0';
    assert_int_equal(shape_alone(zeros, 1024, "a.tar"), SHAPE_TAR);
    assert_int_equal(shape_alone(zeros, 512, "a.tar.gz"), SHAPE_TAR);
    assert_int_equal(shape_alone(zeros, 511, "a.tar"), SHAPE_TEXT);
    assert_int_equal(shape_alone(zeros, 1024, "a.log"), SHAPE_TEXT);
    zeros[600] = 'x';
    assert_int_equal(shape_alone(zeros, 1024, "a.tar"), SHAPE_TEXT);
    zeros[600] = '\0';
    zeros[0] = 'x';
    assert_int_equal(shape_alone(zeros, 1024, "a.tar"), SHAPE_TEXT);
}

static void
many_kinds_of_control_bytes_are_no_text(void **state)
{
    char bytes[400];

    (void)state;
    memset(bytes, 'a', sizeof(bytes));
    memcpy(bytes + 1, "\1\2\3\4\5\6\7\x08\x0e\x0f\x10\x11\x12\x13\x14", 15);
    assert_int_equal(shape_alone(bytes, sizeof(bytes), "a"), SHAPE_BINARY);
    memset(bytes, 'a', sizeof(bytes));
    memcpy(bytes + 1, "\1\2\3\4\5\6\7", 7); /* too few */
    assert_int_equal(shape_alone(bytes, sizeof(bytes), "a"), SHAPE_TEXT);
    memset(bytes, 1, 100); /* of one kind */
    assert_int_equal(shape_alone(bytes, sizeof(bytes), "a"), SHAPE_TEXT);
    memset(bytes, '\033', 100);
    assert_int_equal(shape_alone(bytes, sizeof(bytes), "a"), SHAPE_TEXT);
}

static void
names_of_columns_are_words(void **state)
{
    (void)state;
    assert_int_equal(SHAPE("Zeit,\xc3\x84rger,b9\n1,2,3\n", "a"), SHAPE_CSV);
    assert_int_equal(SHAPE("a,b,c@d\n1,2,3\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("a,b,c{d\n1,2,3\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("a,b,[\n1,2,3\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("a,b,12\n1,2,3\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("<14>Oct 11\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("<{\n", "a"), SHAPE_TEXT);
    assert_int_equal(SHAPE("[{\"orderedItems\":[]}]", "a"), SHAPE_ARRAY);
    assert_false(shape_is_closed(TEXT("\"open")));
    assert_false(shape_is_closed(TEXT("{\"open")));
    assert_false(shape_is_closed(TEXT("")));
    assert_false(shape_is_closed(TEXT("1")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_empty_and_white_space_is_text),
        cmocka_unit_test(a_first_line_that_closes_what_it_opens_is_a_record),
        cmocka_unit_test(one_that_does_not_and_more_behind_it_is_a_document),
        cmocka_unit_test(an_array_is_its_items_unless_another_follows),
        cmocka_unit_test(an_outbox_is_told_by_its_key_at_the_top_alone),
        cmocka_unit_test(only_a_begin_opens_a_stream_of_ours),
        cmocka_unit_test(a_table_is_told_by_its_name_or_by_a_header_of_three),
        cmocka_unit_test(markup_is_xml_and_a_page_is_none),
        cmocka_unit_test(containers_and_what_is_none_are_told_by_their_magic),
        cmocka_unit_test(a_json_text_is_closed_where_its_brackets_are),
        cmocka_unit_test(shapes_have_names),
        cmocka_unit_test(sounds_films_and_offices_are_told_by_what_lies_behind),
        cmocka_unit_test(an_empty_tar_is_zeros_by_its_name),
        cmocka_unit_test(many_kinds_of_control_bytes_are_no_text),
        cmocka_unit_test(names_of_columns_are_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
