#include "ports/http_parts.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>

enum { CALLBACK_STOPS = 0 };

static size_t
on_header(char *at, size_t size, size_t count, void *answer)
{
    struct text line = {at, size * count};

    return answer_head(answer, line) ? line.len : CALLBACK_STOPS;
}

static size_t
on_body(char *at, size_t size, size_t count, void *answer)
{
    struct text bytes = {at, size * count};

    return answer_body(answer, bytes) ? bytes.len : CALLBACK_STOPS;
}

/* Called at least once a second. */
static int
on_progress(void *answer, curl_off_t a, curl_off_t b, curl_off_t c,
            curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    return answer_is_held(answer);
}

static void
add_header(struct http_exchange *exchange, const char *name, const char *value)
{
    struct buffer line = {0};
    struct curl_slist *more;

    if (value == NULL)
        return;
    buffer_printf(&line, "%s: %s", name, value);
    more = curl_slist_append(exchange->headers, buffer_string(&line));
    if (more == NULL)
        err(EX_OSERR, NULL);
    exchange->headers = more;
    buffer_free(&line);
}

static void
set(CURLcode status)
{
    if (status == CURLE_OUT_OF_MEMORY)
        err(EX_OSERR, NULL);
}

static void
set_transport(struct http_exchange *exchange)
{
    const struct http_request *request = exchange->answer.request;
    CURL *curl = exchange->http->curl;

    set(curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https"));
    set(curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
                         (long)CURL_HTTP_VERSION_1_1));
    set(curl_easy_setopt(curl, CURLOPT_HTTP_CONTENT_DECODING, 0L));
    set(curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L));
    set(curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L));
    set(curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                         (long)request->connect_timeout_s));
    set(curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)HTTP_LEAST));
    set(curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
                         (long)request->stall_timeout_s));
    set(curl_easy_setopt(curl, CURLOPT_USERAGENT,
                         buffer_string(&exchange->http->user_agent)));
    exchange->http->told[0] = '\0';
    set(curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, exchange->http->told));
}

/* As openssl(1) and curl(1) find them; libcurl itself asks for neither. */
static void
set_authorities(CURL *curl)
{
    const char *file = getenv("SSL_CERT_FILE");
    const char *folder = getenv("SSL_CERT_DIR");

    if (file != NULL && *file != '\0')
        set(curl_easy_setopt(curl, CURLOPT_CAINFO, file));
    if (folder != NULL && *folder != '\0')
        set(curl_easy_setopt(curl, CURLOPT_CAPATH, folder));
}

static void
set_callbacks(struct http_exchange *exchange)
{
    CURL *curl = exchange->http->curl;

    set(curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header));
    set(curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange->answer));
    set(curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body));
    set(curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange->answer));
    set(curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L));
    set(curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress));
    set(curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange->answer));
}

static void
set_signature(struct http_exchange *exchange)
{
    CURL *curl = exchange->http->curl;
    struct buffer provider = {0};

    buffer_printf(&provider, "aws:amz:%s:s3", exchange->s3.region);
    set(curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, buffer_string(&provider)));
    set(curl_easy_setopt(curl, CURLOPT_USERNAME,
                         exchange->s3.credentials.key_id));
    set(curl_easy_setopt(curl, CURLOPT_PASSWORD,
                         exchange->s3.credentials.secret));
    add_header(exchange, "x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    add_header(exchange, "x-amz-security-token",
               exchange->s3.credentials.token);
    buffer_free(&provider);
}

/*
 * Lengths are counted here and not by libcurl, which drops in silence what comes beyond; so it reads on
 * until the server closes. Not where a request is signed: libcurl signs these headers too, and
 * what stands between may change them.
 */
static void
set_plain(struct http_exchange *exchange)
{
    set(curl_easy_setopt(exchange->http->curl, CURLOPT_IGNORE_CONTENT_LENGTH,
                         1L));
    add_header(exchange, "Accept-Encoding", "identity");
    add_header(exchange, "Connection", "close");
}

static void
set_headers(struct http_exchange *exchange)
{
    const struct http_request *request = exchange->answer.request;
    char range[32];

    if (!exchange->is_signed)
        set_plain(exchange);
    add_header(exchange, "If-None-Match", request->if_none_match);
    add_header(exchange, "If-Modified-Since", request->if_modified_since);
    if (request->from > 0) {
        snprintf(range, sizeof(range), "%llu-",
                 (unsigned long long)request->from);
        set(curl_easy_setopt(exchange->http->curl, CURLOPT_RANGE, range));
        add_header(exchange, "If-Range", request->if_range);
    }
    set(curl_easy_setopt(exchange->http->curl, CURLOPT_HTTPHEADER,
                         exchange->headers));
}

/* libcurl holds 100 KB of a line of the head, and says of a longer one that there is no memory. */
static bool
is_head_too_long(const struct http_exchange *exchange)
{
    long sent = 0;
    int reason = errno;

    curl_easy_getinfo(exchange->http->curl, CURLINFO_REQUEST_SIZE, &sent);
    return reason != ENOMEM && sent > 0 && !exchange->answer.response.is_over;
}

CURLcode
http_transfer(struct http_exchange *exchange, const char *url)
{
    CURL *curl = exchange->http->curl;
    CURLcode status;

    curl_easy_reset(curl);
    set_transport(exchange);
    set_authorities(curl);
    set_callbacks(exchange);
    if (exchange->is_signed)
        set_signature(exchange);
    set_headers(exchange);
    set(curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, (long)exchange->is_s3));
    set(curl_easy_setopt(curl, CURLOPT_URL, url));
    answer_begin(&exchange->answer);
    errno = 0;
    status = curl_easy_perform(curl);
    if (status == CURLE_OUT_OF_MEMORY && is_head_too_long(exchange))
        exchange->answer.stop = ANSWER_HEAD;
    else if (status == CURLE_OUT_OF_MEMORY)
        err(EX_OSERR, NULL);
    curl_slist_free_all(exchange->headers);
    exchange->headers = NULL;
    return status;
}
