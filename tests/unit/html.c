#include "texts.h"

#include "sources/entity.h"
#include "sources/html.h"

static void
html_becomes_the_text_that_its_readers_saw(void **state)
{
    static const char *const cases[][2] = {
        {"plain &lt;text&gt;", "plain <text>"},
        {"no markup at all", "no markup at all"},
        {"<p>one</p>\n <p>two<br>three<br/>four</p>",
         "one\n\ntwo\nthree\nfour"},
        {"a<br><br>b", "a\n\nb"},
        {"<div>a</div><div>b</div>", "a\nb"},
        {"<ul><li>x</li><li>y</li></ul>z", "x\ny\n\nz"},
        {"a  \n\t b", "a  \n\t b"},
        {"<b>a  \n\t b</b>", "a b"},
        {"<pre>a\n\n  b</pre>c", "a\n\n  b\n\nc"},
        {"x<script>if (a < b) {}</script>y<style>p{}</style>z", "xyz"},
        {"a<!-- <p>no</p> -->b", "ab"},
        {"1 < 2 and <3 hearts", "1 < 2 and <3 hearts"},
        {"<img alt=\"a > b\">x", "x"},
        {"caf&eacute; &#8217;tis &#x27;x&#39; &#146; &amp;amp; &nope; &",
         "caf\xc3\xa9 \xe2\x80\x99tis 'x' \xe2\x80\x99 &amp; &nope; &"},
        {"<p></p>", ""},
        {"a <", "a <"},
        {"<a href='x'", "<a href='x'"},
        {"a&#2", "a\xef\xbf\xbd"},
        {"<<&#8212;&#2;&#2", "<<\xe2\x80\x94\xef\xbf\xbd\xef\xbf\xbd"},
        {"<SPAN>Shown</SPAN><Br>Too", "Shown\nToo"},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(html_read(&arena, text_of(cases[i][0])).text, cases[i][1]);
    arena_free(&arena);
}

static void
links_are_those_of_anchors_decoded_in_order(void **state)
{
    static const char page[] =
        "<a href=\"https://a.example/?x=1&amp;y=2\" class=\"u-url "
        "mention\">@a</a>"
        "<A CLASS=x HREF = 'b.html' >b</A><a name=top></a><a\nhref=c>c</a>"
        "<abbr href=\"no\">no</abbr><a href=\"\">none</a>";
    struct arena arena = {0};
    struct html html = html_read(&arena, TEXT(page));

    (void)state;
    assert_int_equal(html.count, 3);
    assert_text(html.links[0].href, "https://a.example/?x=1&y=2");
    assert_text(html.links[0].class, "u-url mention");
    assert_text(html.links[1].href, "b.html");
    assert_text(html.links[2].href, "c");
    assert_text(html.text, "@ab"
                           "cnonone");
    arena_free(&arena);
}

static void
no_bytes_are_read_behind_any_end(void **state)
{
    static const char page[] =
        "<p>a</p><script>x</script><a href=\"u\" class=v>&eacute;&#x27;<!-- c "
        "--></a><pre>\n</pre>";
    struct arena arena = {0};

    (void)state;
    for (size_t len = 0; len < sizeof(page); len++) {
        struct text alone = text_alone((struct text){page, len});

        html_read(&arena, alone);
        arena_clear(&arena);
        free((char *)alone.at);
    }
    arena_free(&arena);
}

static void
references_are_decoded_once(void **state)
{
    struct buffer out = {0};

    (void)state;
    entity_decode(&out, TEXT("&amp;lt; &quot;&apos;&nbsp;&hellip; &#0;&#xd800;"
                             "&#99999999; &#; &#x; &amp"));
    assert_text(buffer_text(&out),
                "&lt; \"' \xe2\x80\xa6 \xef\xbf\xbd\xef\xbf\xbd"
                "\xef\xbf\xbd &#; &#x; &amp");
    buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_becomes_the_text_that_its_readers_saw),
        cmocka_unit_test(links_are_those_of_anchors_decoded_in_order),
        cmocka_unit_test(no_bytes_are_read_behind_any_end),
        cmocka_unit_test(references_are_decoded_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
