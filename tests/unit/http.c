#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "ports/http.h"

/*
 * The server: a child that answers each path with fixed bytes, whatever they say of themselves, and
 * closes, or first holds the connection open. /echo answers with the request.
 */

#define HEAD "HTTP/1.1 200 OK\r\n"
#define DATE_AT "%a, %d %b %Y %H:%M:%S GMT"

static const struct reply {
    const char *path, *bytes;
    int hold_s;
} replies[] = {
    {"/right",
     HEAD "Content-Length: 5\r\nETag: \"v1\"\r\n"
          "last-modified:  Sat, 19 Sep 2009 13:20:00 GMT \r\n\r\nhello",
     0},
    {"/empty", HEAD "Content-Length: 0\r\n\r\n", 0},
    {"/weak", HEAD "Content-Length: 5\r\nETag: W/\"v1\"\r\n\r\nhello", 0},
    {"/held", HEAD "Content-Length: 5\r\n\r\nhello", 30},
    {"/too-large", HEAD "Content-Length: 9\r\n\r\nhello", 0},
    {"/too-small", HEAD "Content-Length: 3\r\n\r\nhello", 0},
    {"/two-lengths", HEAD "Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello",
     0},
    {"/one-length-twice",
     HEAD "Content-Length: 5, 5\r\ncontent-length: 5\r\n\r\nhello", 0},
    {"/no-number", HEAD "Content-Length: 5x\r\n\r\nhello", 0},
    {"/negative", HEAD "Content-Length: -5\r\n\r\nhello", 0},
    {"/no-length", HEAD "\r\nhello", 0},
    {"/interim",
     "HTTP/1.1 103 Early Hints\r\nETag: \"no\"\r\n\r\n" HEAD
     "Content-Length: 5\r\n\r\nhello",
     0},
    {"/chunked",
     HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
     0},
    {"/chunked-trailer",
     HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "5\r\nhello\r\n0\r\nContent-Length: 3\r\nETag: \"no\"\r\n\r\n",
     0},
    {"/chunked-cut",
     HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "3\r\nhel\r\n2\r\nl",
     0},
    {"/chunked-edge",
     HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "3\r\nhel\r\n2\r\nlo\r\n",
     0},
    {"/encoded",
     HEAD "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n"
          "\x1f\x8bxyz",
     0},
    {"/moved",
     "HTTP/1.1 302 Found\r\nLocation: right\r\nETag: \"no\"\r\n"
     "Content-Length: 4\r\n\r\nmove",
     0},
    {"/moved-held",
     "HTTP/1.1 307 Temporary\r\nLocation: /right\r\n"
     "Content-Length: 0\r\n\r\n",
     30},
    {"/loop", "HTTP/1.1 301 Moved\r\nLocation: /loop\r\n\r\n", 0},
    {"/to-file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n",
     0},
    {"/to-ftp", "HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/x\r\n\r\n", 0},
    {"/to-s3", "HTTP/1.1 302 Found\r\nLocation: s3://bucket/key\r\n\r\n", 0},
    {"/to-nowhere", "HTTP/1.1 302 Found\r\n\r\nhello", 0},
    {"/hop9", "HTTP/1.1 302 Found\r\nLocation: /right\r\n\r\n", 0},
    {"/same",
     "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n"
     "Content-Length: 5\r\n\r\n",
     0},
    {"/part",
     "HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\n"
     "Content-Range: bytes 2-4/5\r\n\r\nllo",
     0},
    {"/part-unknown",
     "HTTP/1.1 206 Partial Content\r\n"
     "Content-Range: bytes 2-4/*\r\n\r\nllo",
     0},
    {"/part-elsewhere",
     "HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n"
     "Content-Range: bytes 1-4/5\r\n\r\nello",
     0},
    {"/part-contradictory",
     "HTTP/1.1 206 Partial Content\r\n"
     "Content-Length: 2\r\nContent-Range: bytes 2-4/5\r\n\r\nll",
     0},
    {"/part-unnamed",
     "HTTP/1.1 206 Partial Content\r\n"
     "Content-Length: 3\r\n\r\nllo",
     0},
    {"/part-behind",
     "HTTP/1.1 416 Range Not Satisfiable\r\n"
     "Content-Range: bytes */2\r\n\r\n",
     0},
    {"/none", "HTTP/1.1 204 No Content\r\n\r\n", 0},
    {"/missing",
     "HTTP/1.1 404 Not\tFound\x1b[31m\r\n"
     "Content-Length: 5\r\n\r\nerror",
     0},
    {"/408", "HTTP/1.1 408 Request Timeout\r\n\r\nerror", 0},
    {"/425", "HTTP/1.1 425 Too Early\r\n\r\nerror", 0},
    {"/429", "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n\r\nerror",
     0},
    {"/500", "HTTP/1.1 500 Internal Server Error\r\n\r\nerror", 0},
    {"/503", "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\n\r\n",
     30},
    {"/past",
     "HTTP/1.1 503 Service Unavailable\r\n"
     "Retry-After: Sat, 19 Sep 2009 13:20:00 GMT\r\n\r\n",
     0},
    {"/soon",
     "HTTP/1.1 503 Service Unavailable\r\n"
     "Retry-After: whenever\r\n\r\n",
     0},
    {"/old", "hello", 0},
    {"/nothing", "", 0},
    {"/stall", HEAD "Content-Length: 50\r\n\r\nhello", 30},
    {"/half-head", HEAD "Content-Le", 0},
};

static int port;
static pid_t server;

static void
send_all(int fd, const char *at, size_t len)
{
    while (len > 0) {
        ssize_t count = send(fd, at, len, MSG_NOSIGNAL);

        if (count <= 0)
            return;
        at += count;
        len -= (size_t)count;
    }
}

static void
send_echo(int fd, const char *request)
{
    char head[100];

    snprintf(head, sizeof(head), HEAD "Content-Length: %zu\r\n\r\n",
             strlen(request));
    send_all(fd, head, strlen(head));
    send_all(fd, request, strlen(request));
}

static void
send_dated(int fd)
{
    time_t later = time(NULL) + 100;
    char reply[200];

    strftime(reply, sizeof(reply),
             "HTTP/1.1 503 Service Unavailable\r\nRetry-After: " DATE_AT
             "\r\n\r\n",
             gmtime(&later));
    send_all(fd, reply, strlen(reply));
}

/* /hop0 to /hop8 lead one further each. */
static void
send_hop(int fd, char number)
{
    char reply[100];

    snprintf(reply, sizeof(reply),
             "HTTP/1.1 302 Found\r\nLocation: /hop%c\r\n\r\n", number + 1);
    send_all(fd, reply, strlen(reply));
}

static int
answer(int fd, const char *request)
{
    size_t len = strcspn(request + 4, " ?");

    for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
        if (strlen(replies[i].path) != len
            || strncmp(request + 4, replies[i].path, len) != 0)
            continue;
        send_all(fd, replies[i].bytes, strlen(replies[i].bytes));
        return replies[i].hold_s;
    }
    if (strncmp(request + 4, "/dated", 6) == 0)
        send_dated(fd);
    else if (strncmp(request + 4, "/hop", 4) == 0)
        send_hop(fd, request[8]);
    else
        send_echo(fd, request);
    return 0;
}

static void
serve_one(int fd)
{
    static char request[8192];
    size_t len = 0;
    ssize_t count;
    int hold_s;

    while (strstr(request, "\r\n\r\n") == NULL) {
        count = recv(fd, request + len, sizeof(request) - 1 - len, 0);
        if (count <= 0)
            _exit(0);
        len += (size_t)count;
        if (request[0] == 0x16) /* a TLS hello */
            break;
    }
    hold_s = answer(fd, request);
    shutdown(fd, hold_s > 0 ? SHUT_RD : SHUT_WR);
    alarm(30);
    if (hold_s > 0)
        sleep((unsigned)hold_s);
    while (recv(fd, request, sizeof(request), 0) > 0)
        continue;
    _exit(0);
}

static void
serve(int listener)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int fd = accept(listener, NULL, NULL);

        if (fd < 0)
            continue;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            serve_one(fd);
        }
        close(fd);
    }
}

static int
listen_somewhere(int *number)
{
    struct sockaddr_in place = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(place);
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(listener, (struct sockaddr *)&place, len) < 0
        || listen(listener, 20) < 0
        || getsockname(listener, (struct sockaddr *)&place, &len) < 0)
        return -1;
    *number = ntohs(place.sin_port);
    return listener;
}

static int
start(void **state)
{
    static const char *const ignored[] = {"http_proxy",
                                          "https_proxy",
                                          "all_proxy",
                                          "HTTPS_PROXY",
                                          "ALL_PROXY",
                                          "no_proxy",
                                          "NO_PROXY",
                                          "AWS_ENDPOINT_URL",
                                          "AWS_REGION",
                                          "AWS_DEFAULT_REGION",
                                          "AWS_ACCESS_KEY_ID",
                                          "AWS_SECRET_ACCESS_KEY",
                                          "AWS_SESSION_TOKEN",
                                          "HOME",
                                          "AWS_SHARED_CREDENTIALS_FILE"};
    int listener = listen_somewhere(&port);

    (void)state;
    for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
        unsetenv(ignored[i]);
    server = fork();
    if (server == 0)
        serve(listener);
    close(listener);
    return server < 0 ? -1 : 0;
}

static int
stop(void **state)
{
    (void)state;
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return 0;
}

/* The client. */

struct got {
    struct http_result result;
    struct buffer body;
    int status; /* as the sink was told */
    size_t refuse_after;
};

static bool
take(void *context, int status, const void *bytes, size_t count)
{
    struct got *got = context;

    got->status = status;
    buffer_add(&got->body, (struct text){bytes, count});
    return got->refuse_after == 0 || got->body.len < got->refuse_after;
}

static void
get_url(struct got *got, const char *url, struct http_request request)
{
    struct http *http = http_new("hark-test/1");

    request.url = url;
    request.connect_timeout_s = 5;
    if (request.stall_timeout_s == 0)
        request.stall_timeout_s = 10;
    request.sink = take;
    request.context = got;
    http_get(http, &request, &got->result);
    buffer_string(&got->body);
    buffer_string(&got->result.why);
    for (size_t i = 0; i < got->result.why.len; i++)
        assert_in_range(got->result.why.at[i], ' ', '~');
    http_close(http);
}

static void
get_with(struct got *got, const char *path, struct http_request request)
{
    char url[200];

    snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", port, path);
    get_url(got, url, request);
}

static void
drop(struct got *got)
{
    http_free(&got->result);
    buffer_free(&got->body);
}

static void
assert_text(const struct buffer *got, const char *wanted)
{
    assert_true(text_equal(buffer_text(got), text_of(wanted)));
}

static void
assert_outcome(const struct got *got, enum http_outcome outcome,
               const char *code, const char *body)
{
    assert_int_equal(got->result.outcome, outcome);
    if (code != NULL) {
        assert_memory_equal(got->result.why.at, code, strlen(code));
        assert_memory_equal(got->result.why.at + strlen(code), ": ", 2);
    }
    assert_text(&got->body, body);
    assert_int_equal(got->result.received, strlen(body));
}

static void
assert_get_with(const char *path, struct http_request request,
                enum http_outcome outcome, const char *code, const char *body)
{
    struct got got = {0};

    get_with(&got, path, request);
    assert_outcome(&got, outcome, code, body);
    drop(&got);
}

static void
assert_get(const char *path, enum http_outcome outcome, const char *code,
           const char *body)
{
    assert_get_with(path, (struct http_request){0}, outcome, code, body);
}

static void
a_body_of_the_right_length_is_done(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/right", (struct http_request){0});
    assert_outcome(&got, HTTP_DONE, NULL, "hello");
    assert_int_equal(got.status, 200);
    assert_int_equal(got.result.status, 200);
    assert_int_equal(got.result.expected, 5);
    assert_int_equal(got.result.total, 5);
    assert_int_equal(got.result.range_from, -1);
    assert_int_equal(got.result.retry_after_s, -1);
    assert_text(&got.result.etag, "\"v1\"");
    assert_text(&got.result.last_modified, "Sat, 19 Sep 2009 13:20:00 GMT");
    assert_text(&got.result.content_encoding, "");
    assert_text(&got.result.why, "");
    drop(&got);
    get_with(&got, "/weak", (struct http_request){0});
    assert_text(&got.result.etag, "W/\"v1\"");
    drop(&got);
    assert_get("/empty", HTTP_DONE, NULL, "");
    assert_get("/interim", HTTP_DONE, NULL, "hello");
    assert_get("/one-length-twice", HTTP_DONE, NULL, "hello");
}

static void
a_server_that_does_not_close_is_not_waited_for(void **state)
{
    time_t before = time(NULL);

    (void)state;
    assert_get("/held", HTTP_DONE, NULL, "hello");
    assert_get("/moved-held", HTTP_DONE, NULL, "hello");
    assert_get("/503", HTTP_LATER, "http_status", "");
    assert_true(time(NULL) - before < 15);
}

static void
a_body_that_is_cut_is_for_later(void **state)
{
    (void)state;
    assert_get("/too-large", HTTP_LATER, "cut", "hello");
    assert_get("/chunked-cut", HTTP_LATER, "cut", "hell");
    assert_get("/chunked-edge", HTTP_LATER, "cut", "hello");
}

static void
bytes_beyond_the_length_never_reach_the_sink(void **state)
{
    (void)state;
    assert_get("/too-small", HTTP_LATER, "excess", "hel");
}

static void
a_length_that_contradicts_itself_is_refused(void **state)
{
    (void)state;
    assert_get("/two-lengths", HTTP_REFUSED, "bad_length", "");
    assert_get("/no-number", HTTP_REFUSED, "bad_length", "");
    assert_get("/negative", HTTP_REFUSED, "bad_length", "");
}

static void
a_body_without_length_ends_where_the_server_says(void **state)
{
    static const char *const paths[] = {"/no-length", "/chunked",
                                        "/chunked-trailer"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct got got = {0};

        get_with(&got, paths[i], (struct http_request){0});
        assert_outcome(&got, HTTP_DONE, NULL, "hello");
        assert_int_equal(got.result.expected, -1);
        assert_int_equal(got.result.total, -1);
        assert_text(&got.result.etag, "");
        drop(&got);
    }
}

static void
an_encoded_body_comes_as_it_was_sent(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/encoded", (struct http_request){0});
    assert_outcome(&got, HTTP_DONE, NULL, "\x1f\x8bxyz");
    assert_text(&got.result.content_encoding, "gzip");
    drop(&got);
}

static void
redirects_are_followed_but_not_for_ever(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/moved", (struct http_request){0});
    assert_outcome(&got, HTTP_DONE, NULL, "hello");
    assert_text(&got.result.etag, "\"v1\"");
    drop(&got);
    assert_get("/hop0", HTTP_DONE, NULL, "hello");
    assert_get("/hop/", HTTP_REFUSED, "redirects", ""); /* one more */
    assert_get("/loop", HTTP_REFUSED, "redirects", "");
    assert_get("/to-nowhere", HTTP_REFUSED, "http_status", "");
}

static void
a_redirect_never_leaves_http(void **state)
{
    (void)state;
    assert_get("/to-file", HTTP_REFUSED, "bad_url", "");
    assert_get("/to-ftp", HTTP_REFUSED, "bad_url", "");
    assert_get("/to-s3", HTTP_REFUSED, "bad_url", "");
}

static void
what_has_not_changed_is_not_sent(void **state)
{
    struct http_request request = {.if_none_match = "\"v1\"",
                                   .if_modified_since =
                                       "Sat, 19 Sep 2009 13:20:00 GMT"};
    struct got got = {0};

    (void)state;
    get_with(&got, "/same", request);
    assert_outcome(&got, HTTP_NOT_MODIFIED, NULL, "");
    assert_text(&got.result.etag, "\"v1\"");
    drop(&got);
    get_with(&got, "/echo", request);
    assert_non_null(strstr(got.body.at, "\r\nIf-None-Match: \"v1\"\r\n"));
    assert_non_null(strstr(got.body.at, "\r\nIf-Modified-Since: Sat, 19"));
    drop(&got);
}

static void
a_request_says_what_it_wants(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/echo", (struct http_request){0});
    assert_non_null(strstr(got.body.at, "GET /echo HTTP/1.1\r\n"));
    assert_non_null(strstr(got.body.at, "\r\nUser-Agent: hark-test/1\r\n"));
    assert_non_null(strstr(got.body.at, "\r\nAccept-Encoding: identity\r\n"));
    assert_null(strstr(got.body.at, "Range"));
    assert_null(strstr(got.body.at, "Cookie"));
    assert_null(strstr(got.body.at, "Expect"));
    assert_null(strstr(got.body.at, "Authorization"));
    drop(&got);
    get_with(&got, "/echo",
             (struct http_request){.from = 5000000000, .if_range = "\"v1\""});
    assert_non_null(strstr(got.body.at, "\r\nRange: bytes=5000000000-\r\n"));
    assert_non_null(strstr(got.body.at, "\r\nIf-Range: \"v1\"\r\n"));
    drop(&got);
}

static void
a_part_is_taken_only_where_it_was_asked_for(void **state)
{
    struct http_request from = {.from = 2, .if_range = "\"v1\""};
    struct got got = {0};

    (void)state;
    get_with(&got, "/part", from);
    assert_outcome(&got, HTTP_DONE, NULL, "llo");
    assert_int_equal(got.status, 206);
    assert_int_equal(got.result.range_from, 2);
    assert_int_equal(got.result.total, 5);
    assert_int_equal(got.result.expected, 3);
    drop(&got);
    get_with(&got, "/part-unknown", from);
    assert_outcome(&got, HTTP_DONE, NULL, "llo");
    assert_int_equal(got.result.total, -1);
    drop(&got);
    assert_get_with("/part-elsewhere", from, HTTP_LATER, "bad_range", "");
    assert_get_with("/part-contradictory", from, HTTP_LATER, "bad_range", "");
    assert_get_with("/part-unnamed", from, HTTP_LATER, "bad_range", "");
    assert_get("/part", HTTP_LATER, "bad_range", "");
}

static void
the_whole_in_place_of_a_part_is_told_by_its_status(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/right", (struct http_request){.from = 2});
    assert_outcome(&got, HTTP_DONE, NULL, "hello");
    assert_int_equal(got.status, 200);
    drop(&got);
    get_with(&got, "/part-behind", (struct http_request){.from = 2});
    assert_outcome(&got, HTTP_REFUSED, "http_status", "");
    assert_int_equal(got.result.status, 416);
    assert_int_equal(got.result.total, 2);
    drop(&got);
}

static void
an_error_is_no_body(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/missing", (struct http_request){0});
    assert_outcome(&got, HTTP_REFUSED, "http_status", "");
    assert_text(&got.result.why, "http_status: 404 Not?Found?[31m");
    assert_int_equal(got.result.status, 404);
    drop(&got);
    assert_get("/none", HTTP_REFUSED, "http_status", "");
    assert_get("/408", HTTP_LATER, "http_status", "");
    assert_get("/425", HTTP_LATER, "http_status", "");
    assert_get("/429", HTTP_LATER, "http_status", "");
    assert_get("/500", HTTP_LATER, "http_status", "");
}

static int64_t
retry_after(const char *path)
{
    struct got got = {0};
    int64_t s;

    get_with(&got, path, (struct http_request){0});
    assert_int_equal(got.result.outcome, HTTP_LATER);
    s = got.result.retry_after_s;
    drop(&got);
    return s;
}

static void
retry_after_is_seconds_or_a_date(void **state)
{
    int64_t s = retry_after("/dated");

    (void)state;
    assert_in_range(s, 90, 100);
    assert_int_equal(retry_after("/503"), 120);
    assert_int_equal(retry_after("/past"), 0);
    assert_int_equal(retry_after("/soon"), -1);
    assert_int_equal(retry_after("/500"), -1);
}

static void
no_answer_is_for_later(void **state)
{
    struct got got = {0};
    char url[100];
    int free_port;

    (void)state;
    close(listen_somewhere(&free_port));
    snprintf(url, sizeof(url), "http://127.0.0.1:%d/", free_port);
    get_url(&got, url, (struct http_request){0});
    assert_outcome(&got, HTTP_LATER, "connection", "");
    assert_int_equal(got.result.status, 0);
    drop(&got);
    assert_get("/nothing", HTTP_LATER, "connection", "");
    assert_get("/half-head", HTTP_LATER, "cut", "");
    assert_get_with("/stall", (struct http_request){.stall_timeout_s = 1},
                    HTTP_LATER, "timeout", "hello");
}

static void
what_is_not_http_is_refused(void **state)
{
    static const char *const urls[] = {"",
                                       "file:///etc/passwd",
                                       "ftp://127.0.0.1/",
                                       "//127.0.0.1/",
                                       "127.0.0.1",
                                       "http://",

                                       "s3://",
                                       "s3://bucket",
                                       "s3://bucket/",
                                       "s3:///key",
                                       "gopher://x/",
                                       "http://a:b:c/"};
    struct got got = {0};
    char url[100];

    (void)state;
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        get_url(&got, urls[i], (struct http_request){0});
        assert_outcome(&got, HTTP_REFUSED, "bad_url", "");
        drop(&got);
    }
    assert_get("/old", HTTP_REFUSED, "bad_answer", "");
    snprintf(url, sizeof(url), "https://127.0.0.1:%d/right", port);
    get_url(&got, url, (struct http_request){0});
    assert_outcome(&got, HTTP_REFUSED, "tls", "");
    drop(&got);
}

static void
the_sink_and_the_limit_stop_a_body(void **state)
{
    struct got got = {.refuse_after = 1};

    (void)state;
    get_with(&got, "/right", (struct http_request){0});
    assert_outcome(&got, HTTP_SINK, NULL, "hello");
    drop(&got);
    assert_get_with("/right", (struct http_request){.max_bytes = 5}, HTTP_DONE,
                    NULL, "hello");
    assert_get_with("/right", (struct http_request){.max_bytes = 4},
                    HTTP_REFUSED, "too_large", "");
    assert_get_with("/no-length", (struct http_request){.max_bytes = 4},
                    HTTP_REFUSED, "too_large", "");
    assert_get_with("/no-length", (struct http_request){.max_bytes = 5},
                    HTTP_DONE, NULL, "hello");
}

static void
a_proxy_of_the_environment_is_used(void **state)
{
    struct got got = {0};
    char proxy[100];

    (void)state;
    snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", port);
    setenv("http_proxy", proxy, 1);
    get_url(&got, "http://example.invalid/x", (struct http_request){0});
    unsetenv("http_proxy");
    assert_int_equal(got.result.outcome, HTTP_DONE);
    assert_non_null(strstr(got.body.at, "GET http://example.invalid/x "));
    drop(&got);
}

/* SigV4, as Amazon's documentation has it, over the request that the server saw. */

static struct text
header_of(struct text request, struct text name)
{
    struct text line, found;

    while (text_split(&request, '\n', &line))
        if (text_split(&line, ':', &found) && text_equal_nocase(found, name))
            return text_trim(line);
    return TEXT_NONE;
}

/* The part behind "Name=". */
static struct text
part_of(struct text authorization, struct text name)
{
    struct text part =
        text_from(authorization, text_find(authorization, name) + name.len + 1);

    return (struct text){part.at, strcspn(part.at, ",\r\n")};
}

static void
add_hash(struct buffer *out, struct text text)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof(hash) + 1];

    crypto_hash_sha256(hash, (const uint8_t *)text.at, text.len);
    buffer_add_string(out,
                      sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash)));
}

static void
add_canonical(struct buffer *out, struct text request, struct text names)
{
    struct text all = names, name, line = request, path;

    text_split(&line, ' ', &name);
    text_split(&line, ' ', &path);
    buffer_printf(out, "GET\n%.*s\n\n", TEXT_ARGS(path));
    while (text_split(&names, ';', &name))
        buffer_printf(out, "%.*s:%.*s\n", TEXT_ARGS(name),
                      TEXT_ARGS(header_of(request, name)));
    buffer_printf(out, "\n%.*s\nUNSIGNED-PAYLOAD", TEXT_ARGS(all));
}

static void
hmac(uint8_t key[32], struct text text)
{
    crypto_auth_hmacsha256_state state;

    crypto_auth_hmacsha256_init(&state, key, 32);
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)text.at, text.len);
    crypto_auth_hmacsha256_final(&state, key);
}

static void
add_signature(struct buffer *out, struct text request, const char *secret)
{
    struct text authorization = header_of(request, TEXT("authorization"));
    struct text scope = part_of(authorization, TEXT("Credential")), piece;
    struct buffer canonical = {0}, wanted = {0};
    uint8_t key[32] = {0};
    char hex[65];

    add_canonical(&canonical, request,
                  part_of(authorization, TEXT("SignedHeaders")));
    text_split(&scope, '/', &piece); /* the key's id */
    buffer_printf(&wanted, "AWS4-HMAC-SHA256\n%.*s\n%.*s\n",
                  TEXT_ARGS(header_of(request, TEXT("x-amz-date"))),
                  TEXT_ARGS(scope));
    add_hash(&wanted, buffer_text(&canonical));
    memcpy(key, "AWS4", 4);
    memcpy(key + 4, secret, strlen(secret)); /* shorter than 28 here */
    while (text_split(&scope, '/', &piece))
        hmac(key, piece);
    hmac(key, buffer_text(&wanted));
    buffer_add_string(out, sodium_bin2hex(hex, sizeof(hex), key, sizeof(key)));
    buffer_free(&canonical);
    buffer_free(&wanted);
}

static void
get_s3(struct got *got, const char *url)
{
    char endpoint[100];

    snprintf(endpoint, sizeof(endpoint), "http://127.0.0.1:%d/", port);
    setenv("AWS_ENDPOINT_URL", endpoint, 1);
    get_url(got, url, (struct http_request){0});
    assert_int_equal(got->result.outcome, HTTP_DONE);
}

static void
an_s3_key_is_encoded_byte_for_byte(void **state)
{
    struct got got = {0};

    (void)state;
    get_s3(&got, "s3://bucket/a=b/c+d \xc3\xbc?x&y#z//../%41~-_.json");
    assert_memory_equal(got.body.at,
                        "GET /bucket/a%3Db/c%2Bd%20%C3%BC%3Fx%26y%23z//../"
                        "%2541~-_.json HTTP/1.1\r\n",
                        72);
    assert_null(strstr(got.body.at, "Authorization"));
    assert_null(strstr(got.body.at, "x-amz"));
    drop(&got);
}

static void
an_s3_request_is_signed_as_the_environment_says(void **state)
{
    static const char *const urls[] = {
        "s3://bucket/plain.json.gz", "s3://my.bucket/a=b/c+d e?f",
        "s3://bucket//two//slashes/", "s3://bucket/\xc3\xbc/../%41"};
    static const char secret[] = "se/cr+et";

    (void)state;
    setenv("AWS_ACCESS_KEY_ID", "AKID", 1);
    setenv("AWS_SECRET_ACCESS_KEY", secret, 1);
    setenv("AWS_SESSION_TOKEN", "to/ken=", 1);
    setenv("AWS_DEFAULT_REGION", "eu-west-3", 1);
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        struct buffer wanted = {0};
        struct got got = {0};
        struct text authorization;

        get_s3(&got, urls[i]);
        authorization =
            header_of(buffer_text(&got.body), TEXT("authorization"));
        assert_non_null(strstr(authorization.at, "/eu-west-3/s3/aws4_request"));
        assert_non_null(strstr(authorization.at, "x-amz-security-token"));
        add_signature(&wanted, buffer_text(&got.body), secret);
        assert_true(text_equal(part_of(authorization, TEXT("Signature")),
                               buffer_text(&wanted)));
        buffer_free(&wanted);
        drop(&got);
    }
    unsetenv("AWS_ACCESS_KEY_ID");
    unsetenv("AWS_SECRET_ACCESS_KEY");
    unsetenv("AWS_SESSION_TOKEN");
    unsetenv("AWS_DEFAULT_REGION");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_of_the_right_length_is_done),
        cmocka_unit_test(a_server_that_does_not_close_is_not_waited_for),
        cmocka_unit_test(a_body_that_is_cut_is_for_later),
        cmocka_unit_test(bytes_beyond_the_length_never_reach_the_sink),
        cmocka_unit_test(a_length_that_contradicts_itself_is_refused),
        cmocka_unit_test(a_body_without_length_ends_where_the_server_says),
        cmocka_unit_test(an_encoded_body_comes_as_it_was_sent),
        cmocka_unit_test(redirects_are_followed_but_not_for_ever),
        cmocka_unit_test(a_redirect_never_leaves_http),
        cmocka_unit_test(what_has_not_changed_is_not_sent),
        cmocka_unit_test(a_request_says_what_it_wants),
        cmocka_unit_test(a_part_is_taken_only_where_it_was_asked_for),
        cmocka_unit_test(the_whole_in_place_of_a_part_is_told_by_its_status),
        cmocka_unit_test(an_error_is_no_body),
        cmocka_unit_test(retry_after_is_seconds_or_a_date),
        cmocka_unit_test(no_answer_is_for_later),
        cmocka_unit_test(what_is_not_http_is_refused),
        cmocka_unit_test(the_sink_and_the_limit_stop_a_body),
        cmocka_unit_test(a_proxy_of_the_environment_is_used),
        cmocka_unit_test(an_s3_key_is_encoded_byte_for_byte),
        cmocka_unit_test(an_s3_request_is_signed_as_the_environment_says),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
