#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "ports/xml.h"

/* What came, written down: <name@line attribute=value>text</name>. */
static void
on_start(void *context, const char *name, const char **attributes,
         uint64_t line)
{
    buffer_printf(context, "<%s@%d", name, (int)line);
    for (; *attributes != NULL; attributes += 2)
        buffer_printf(context, " %s=%s", attributes[0], attributes[1]);
    buffer_add_char(context, '>');
}

static void
on_text(void *context, struct text text)
{
    buffer_add(context, text);
}

static void
on_end(void *context, const char *name)
{
    buffer_printf(context, "</%s>", name);
}

/* Fed in pieces of `step` bytes; a failure stands at the end, in brackets. */
static const char *
read_in_steps(struct text document, size_t step, struct buffer *out)
{
    struct xml_handler handler = {on_start, on_text, on_end, out};
    struct xml *xml = xml_new(&handler);
    const char *why = NULL;

    buffer_clear(out);
    while (why == NULL && document.len > step) {
        why = xml_feed(xml, (struct text){document.at, step}, false);
        document = text_from(document, step);
    }
    if (why == NULL)
        why = xml_feed(xml, document, true);
    if (why != NULL) {
        buffer_printf(out, "[%s]", why);
        assert_string_equal(xml_feed(xml, TEXT("<a/>"), true), why);
    }
    xml_free(xml);
    return buffer_string(out);
}

static void
assert_bytes_read(struct text document, const char *expected)
{
    static const size_t steps[] = {1, 2, 3, 7, SIZE_MAX};
    struct buffer out = {0};

    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
        assert_string_equal(read_in_steps(document, steps[i], &out), expected);
    buffer_free(&out);
}

static void
assert_read(const char *document, const char *expected)
{
    assert_bytes_read(text_of(document), expected);
}

static void
assert_refused(const char *document, const char *reason)
{
    struct buffer out = {0};
    const char *all = read_in_steps(text_of(document), SIZE_MAX, &out);
    const char *why = strchr(all, '[');

    if (why == NULL || strncmp(why + 1, reason, strlen(reason)) != 0)
        fail_msg("%s, not %s", all, reason);
    buffer_free(&out);
}

static void
elements_come_with_attributes_text_and_line(void **state)
{
    (void)state;
    assert_read(
        "<?xml version=\"1.0\"?>\n<rss version='2'>\n<media:title a=\"1\" "
        "b='&lt;2&#x20ac;'>x &amp; <![CDATA[<y>]]></media:title></rss>",
        "<rss@2 version=2>\n<media:title@3 a=1 b=<2\xe2\x82\xac>"
        "x & <y></media:title></rss>");
}

static void
what_stands_before_the_declaration_is_passed_over(void **state)
{
    (void)state;
    assert_read("\xef\xbb\xbf<?xml version=\"1.0\"?><a/>", "<a@1></a>");
    assert_read("\n\r\n  <?xml version=\"1.0\"?>\n<a/>", "<a@4></a>");
    assert_read("\n\xef\xbb\xbf<?xml version=\"1.0\"?><a/>", "<a@2></a>");
}

static void
named_characters_of_html_are_known(void **state)
{
    (void)state;
    assert_read("<a t='&eacute;&nbsp;'>&nbsp;&euro;&hellip;&diams;&Alpha;</a>",
                "<a@1 t=\xc3\xa9\xc2\xa0>\xc2\xa0\xe2\x82\xac\xe2\x80\xa6"
                "\xe2\x99\xa6\xce\x91</a>");
    assert_read("<!DOCTYPE rss PUBLIC \"-//N//DTD RSS 0.91//EN\" "
                "\"http://example.org/rss-0.91.dtd\"><rss>&copy;</rss>",
                "<rss@1>\xc2\xa9</rss>");
}

static void
an_unknown_entity_stays_as_written(void **state)
{
    (void)state;
    assert_read("<a>x&nosuch;y</a>", "<a@1>x&nosuch;y</a>");
}

static void
encodings_are_told_by_declaration_or_mark(void **state)
{
    (void)state;
    assert_read("<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>",
                "<a@1>\xc3\xa9</a>");
    assert_read("<?xml version='1.0' encoding='Windows-1252'?><a>\x80\x93\xe9"
                "\x81</a>",
                "<a@1>\xe2\x82\xac\xe2\x80\x9c\xc3\xa9\xc2\x81</a>");
    assert_read("<?xml version='1.0' encoding='ISO-8859-15'?><a>\xa4\xe9</a>",
                "<a@1>\xe2\x82\xac\xc3\xa9</a>");
    assert_bytes_read(TEXT("\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0"),
                      "<a@1>\xc3\xa9</a>");
    assert_bytes_read(TEXT("\xfe\xff\0<\0a\0/\0>"), "<a@1></a>");
}

static void
another_encoding_is_refused_by_name(void **state)
{
    (void)state;
    assert_read("<?xml version='1.0' encoding='Shift_JIS'?><a/>",
                "[encoding: Shift_JIS is not read]");
}

static void
a_document_that_defines_entities_is_refused(void **state)
{
    (void)state;
    assert_refused("<!DOCTYPE a [<!ENTITY b \"bbb\">]><a>&b;</a>",
                   "entities: ");
    assert_refused("<!DOCTYPE a [\n<!ENTITY l \"lol\">\n<!ENTITY m "
                   "\"&l;&l;&l;\">]><a>&m;</a>",
                   "entities: a document that defines entities at line 2");
    assert_refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                   "<a>&x;</a>",
                   "entities: ");
    assert_refused("<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://x.example/\"> "
                   "%p;]><a/>",
                   "entities: ");
    assert_refused("<!DOCTYPE a [<!ENTITY nbsp \"boo\">]><a>&nbsp;</a>",
                   "entities: ");
    assert_refused("<!DOCTYPE a [<!ATTLIST a b CDATA \"long\">]><a/>",
                   "entities: ");
}

static void
what_is_not_well_formed_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_read("<a>\n<b></a>", "<a@1>\n<b@2>[bad_xml: mismatched tag at line "
                                "2]");
    assert_refused("", "bad_xml: no element found at line 1");
    assert_refused(" \n ", "bad_xml: no element found");
    assert_refused("no xml", "bad_xml: ");
    assert_refused("<a>", "bad_xml: ");
    assert_refused("<a/><b/>", "bad_xml: ");
    assert_refused("<a>\xff</a>", "bad_xml: ");
    assert_refused("<a b='1' b='2'/>", "bad_xml: duplicate attribute");
}

static const char *
read_nested(int depth, struct buffer *out)
{
    struct buffer document = {0};

    for (int i = 0; i < depth; i++)
        buffer_add_string(&document, "<a>");
    for (int i = 0; i < depth; i++)
        buffer_add_string(&document, "</a>");
    read_in_steps(buffer_text(&document), SIZE_MAX, out);
    buffer_free(&document);
    return buffer_string(out);
}

static void
more_than_512_elements_in_each_other_are_refused(void **state)
{
    struct buffer out = {0};

    (void)state;
    assert_null(strchr(read_nested(512, &out), '['));
    assert_non_null(strstr(read_nested(513, &out), "[too_deep: "));
    assert_non_null(strstr(read_nested(100000, &out), "[too_deep: "));
    buffer_free(&out);
}

static const char *
read_long(const char *before, const char *after, struct buffer *out)
{
    enum { LONG = 17 << 20 };
    struct buffer document = {0};

    buffer_add_string(&document, before);
    memset(buffer_reserve(&document, LONG), 'x', LONG);
    document.len += LONG;
    buffer_add_string(&document, after);
    read_in_steps(buffer_text(&document), 65536, out);
    buffer_free(&document);
    return buffer_string(out);
}

static void
a_long_tag_is_refused_and_a_long_text_is_not(void **state)
{
    struct buffer out = {0};

    (void)state;
    assert_null(strchr(read_long("<a>", "</a>", &out), '['));
    assert_int_equal(out.len, (17 << 20) + 9);
    assert_null(strchr(read_long("<a><![CDATA[", "]]></a>", &out), '['));
    assert_non_null(strstr(read_long("<!--", "--><a/>", &out), "[too_long: "));
    assert_non_null(strstr(read_long("<a b='", "'/>", &out), "[too_long: "));
    buffer_free(&out);
}

static void
a_value_of_an_attribute_that_a_document_defines_is_refused(void **state)
{
    struct buffer out = {0};

    (void)state;
    read_in_steps(TEXT("<!DOCTYPE a [<!ATTLIST a b CDATA #IMPLIED>]><a/>"), 99,
                  &out);
    assert_null(strchr(buffer_string(&out), '['));
    read_in_steps(TEXT("<!DOCTYPE a [<!ATTLIST a b CDATA \"c\">]><a/>"), 99,
                  &out);
    assert_non_null(strstr(buffer_string(&out), "[entities: "));
    read_in_steps(TEXT("<!DOCTYPE a [%x; <!ENTITY b \"c\">]><a/>"), 99, &out);
    assert_null(strstr(buffer_string(&out), "%"));
    buffer_free(&out);
}

static void
a_document_of_megabytes_may_come_at_once(void **state)
{
    struct buffer document = {0}, out = {0};

    (void)state;
    buffer_add_string(&document, "<a>");
    for (int i = 0; i < 400000; i++)
        buffer_add_string(&document, "<b/>\n");
    buffer_add_string(&document, "</a>");
    read_in_steps(buffer_text(&document), SIZE_MAX, &out);
    assert_null(strchr(buffer_string(&out), '['));
    assert_non_null(strstr(buffer_string(&out), "<b@400000></b>\n</a>"));
    buffer_free(&document);
    buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_come_with_attributes_text_and_line),
        cmocka_unit_test(what_stands_before_the_declaration_is_passed_over),
        cmocka_unit_test(named_characters_of_html_are_known),
        cmocka_unit_test(an_unknown_entity_stays_as_written),
        cmocka_unit_test(encodings_are_told_by_declaration_or_mark),
        cmocka_unit_test(another_encoding_is_refused_by_name),
        cmocka_unit_test(a_document_that_defines_entities_is_refused),
        cmocka_unit_test(what_is_not_well_formed_is_refused_with_its_line),
        cmocka_unit_test(more_than_512_elements_in_each_other_are_refused),
        cmocka_unit_test(a_long_tag_is_refused_and_a_long_text_is_not),
        cmocka_unit_test(
            a_value_of_an_attribute_that_a_document_defines_is_refused),
        cmocka_unit_test(a_document_of_megabytes_may_come_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
