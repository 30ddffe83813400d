#include "pieces.h"
#include "texts.h"

#include <zlib.h>

#include "stream/httpbody.h"

/* What a message comes to. */
static struct {
    bool is_http;
    int status;
    char type[64], why[80], body[4096];
    size_t len;
} got;

static void
read_source(struct pieces *source, size_t room)
{
    struct httpbody *body = httpbody_open(pieces_give, source);
    char *piece = malloc(room);
    struct text type;
    ssize_t count;

    memset(&got, 0, sizeof(got));
    got.is_http = httpbody_head(body);
    got.status = httpbody_status(body);
    type = httpbody_type(body);
    if (type.len > 0)
        memcpy(got.type, type.at, type.len);
    while ((count = httpbody_read(body, piece, room)) > 0) {
        assert_true(got.len + (size_t)count < sizeof(got.body));
        memcpy(got.body + got.len, piece, (size_t)count);
        got.len += (size_t)count;
    }
    assert_int_equal(count == -1, httpbody_why(body) != NULL);
    if (httpbody_why(body) != NULL)
        strncpy(got.why, httpbody_why(body), sizeof(got.why) - 1);
    httpbody_close(body);
    free(piece);
}

static void
read_text(struct text message)
{
    struct pieces source = {message, .step = SIZE_MAX};

    read_source(&source, 100);
}

static void
read_string(const char *message)
{
    read_text(text_of(message));
}

static void
what_is_no_http_is_a_body_as_it_is(void **state)
{
    (void)state;
    read_string("just text");
    assert_false(got.is_http);
    assert_int_equal(got.status, 0);
    assert_string_equal(got.body, "just text");
    read_string("HTTP/");
    assert_false(got.is_http);
    assert_string_equal(got.body, "HTTP/");
    read_string("");
    assert_int_equal(got.len, 0);
    assert_string_equal(got.why, "");
}

static void
a_head_is_taken_off(void **state)
{
    (void)state;
    read_string("HTTP/1.1 200 OK\r\nContent-Type: TEXT/html; charset=x\r\n"
                "no colon\r\nX-Other: 1\r\n\r\nthe body");
    assert_true(got.is_http);
    assert_int_equal(got.status, 200);
    assert_string_equal(got.type, "text/html");
    assert_string_equal(got.body, "the body");
    read_string("HTTP/1.0 404 Not Found\nContent-Type: a/b\n\nx");
    assert_int_equal(got.status, 404);
    assert_string_equal(got.type, "a/b");
}

static void
a_status_that_is_none_is_0(void **state)
{
    (void)state;
    read_string("HTTP/1.1\r\n\r\nx");
    assert_true(got.is_http);
    assert_int_equal(got.status, 0);
    read_string("HTTP/1.1 ok\r\n\r\nx");
    assert_int_equal(got.status, 0);
    assert_string_equal(got.body, "x");
}

static void
a_head_without_an_end_leaves_no_body(void **state)
{
    (void)state;
    read_string("HTTP/1.1 200 OK\r\nContent-Type: a/b");
    assert_int_equal(got.status, 200);
    assert_int_equal(got.len, 0);
    read_string("HTTP/1.1 200 OK");
    assert_true(got.is_http);
    assert_int_equal(got.status, 0);
}

static const char chunked[] =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
    "4\r\nWiki\r\nA;ext=1\r\npedia in c\r\n6\r\nhunks.\r\n0\r\n\r\n";

static void
chunks_are_joined_whatever_the_pieces(void **state)
{
    (void)state;
    for (size_t step = 1; step < sizeof(chunked); step++) {
        struct pieces source = {text_of(chunked), .step = step};

        read_source(&source, step % 7 + 1);
        assert_string_equal(got.why, "");
        assert_string_equal(got.body, "Wikipedia in chunks.");
    }
}

static void
chunks_that_end_early_are_told_wherever_they_do(void **state)
{
    size_t head = (size_t)(strstr(chunked, "\r\n\r\n") + 4 - chunked);
    size_t end = (size_t)(strstr(chunked, "\r\n0\r\n") + 3 - chunked);

    (void)state;
    for (size_t len = head; len < end; len++) {
        struct pieces source = {{chunked, len}, .step = SIZE_MAX};

        read_source(&source, 100);
        assert_string_equal(got.why,
                            "cut: a chunked body ends early or is damaged");
    }
    read_string("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nx\r\nab");
    assert_non_null(strstr(got.why, "cut: "));
    read_string("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
                "1234567890123456\r\nab");
    assert_non_null(strstr(got.why, "cut: "));
}

static void
damage_of_what_it_lies_in_is_told(void **state)
{
    struct pieces source = {TEXT("HTTP/1.1 200 OK\r\n\r\nsome"), .step = 5,
                            .is_broken = true};

    (void)state;
    read_source(&source, 100);
    assert_string_equal(got.body, "some");
    assert_string_equal(got.why, "cut: what it lies in is damaged");
    source = (struct pieces){text_of(chunked), .step = 5, .is_broken = true};
    source.rest.len -= 12;
    read_source(&source, 100);
    assert_string_equal(got.why, "cut: what it lies in is damaged");
}

/* `head` and behind it `text`, deflated without zlib's own frame, all but the last `cut` bytes of it. */
static struct text
deflated(const char *head, struct text text, size_t cut)
{
    static char message[8192];
    size_t len = strlen(head);
    z_stream stream = {.next_in = (Bytef *)text.at, .avail_in = (uInt)text.len};

    memcpy(message, head, len);
    stream.next_out = (Bytef *)message + len;
    stream.avail_out = (uInt)(sizeof(message) - len);
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, 0), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return (struct text){message, len + stream.total_out - cut};
}

static const char packed[] =
    "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n";

static void
a_deflated_body_is_unpacked(void **state)
{
    static char long_one[3000];
    struct pieces source;

    (void)state;
    read_text(deflated(packed, TEXT("packed words"), 0));
    assert_string_equal(got.why, "");
    assert_string_equal(got.body, "packed words");
    memset(long_one, 'a', sizeof(long_one));
    source = (struct pieces){
        deflated(packed, (struct text){long_one, sizeof(long_one)}, 0),
        .step = 3};
    read_source(&source, 64);
    assert_string_equal(got.why, "");
    assert_int_equal(got.len, sizeof(long_one));
    assert_memory_equal(got.body, long_one, sizeof(long_one));
}

static void
said_twice_it_is_deflated_once(void **state)
{
    (void)state;
    read_text(deflated("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n"
                       "Content-Encoding: deflate\r\n\r\n",
                       TEXT("packed words"), 0));
    assert_string_equal(got.body, "packed words");
}

static void
a_deflated_body_that_is_cut_or_none_is_told(void **state)
{
    (void)state;
    read_text(deflated(packed, TEXT("packed words"), 5));
    assert_string_equal(got.why, "cut: a deflated body ends early");
    read_string("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n"
                "\xff\xff\xff\xff nothing of the kind");
    assert_non_null(strstr(got.why, "bad_data"));
}

static void
what_nobody_here_unpacks_is_told(void **state)
{
    (void)state;
    read_string("HTTP/1.1 200 OK\r\nContent-Encoding: BR\r\n\r\nxyz");
    assert_non_null(strstr(got.why, "unsupported_encoding: "));
    assert_int_equal(got.len, 0);
    read_string("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nxyz");
    assert_string_equal(got.body, "xyz"); /* told by its bytes, further up */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_http_is_a_body_as_it_is),
        cmocka_unit_test(a_head_is_taken_off),
        cmocka_unit_test(a_status_that_is_none_is_0),
        cmocka_unit_test(a_head_without_an_end_leaves_no_body),
        cmocka_unit_test(chunks_are_joined_whatever_the_pieces),
        cmocka_unit_test(chunks_that_end_early_are_told_wherever_they_do),
        cmocka_unit_test(damage_of_what_it_lies_in_is_told),
        cmocka_unit_test(a_deflated_body_is_unpacked),
        cmocka_unit_test(said_twice_it_is_deflated_once),
        cmocka_unit_test(a_deflated_body_that_is_cut_or_none_is_told),
        cmocka_unit_test(what_nobody_here_unpacks_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
