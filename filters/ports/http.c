#include "ports/http.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

#include <curl/curl.h>

#include "ports/answer.h"
#include "ports/s3.h"

enum { REDIRECTS = 10, CALLBACK_STOPS = 0 };

struct http {
    CURL *curl;
    struct buffer user_agent;
    char told[CURL_ERROR_SIZE];
};

/* One call of http_get(). */
struct exchange {
    struct http *http;
    struct answer answer;
    struct s3 s3;
    bool is_s3; /* the first address, not what it redirects to */
    bool is_signed;
    struct curl_slist *headers;
};

struct http *
http_new(const char *user_agent)
{
    struct http *http = calloc(1, sizeof(*http));

    if (http == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        err(EX_OSERR, NULL);
    http->curl = curl_easy_init();
    if (http->curl == NULL)
        err(EX_OSERR, NULL);
    buffer_add_string(&http->user_agent, user_agent);
    return http;
}

void
http_close(struct http *http)
{
    if (http == NULL)
        return;
    curl_easy_cleanup(http->curl);
    curl_global_cleanup();
    buffer_free(&http->user_agent);
    free(http);
}

void
http_free(struct http_result *result)
{
    buffer_free(&result->etag);
    buffer_free(&result->last_modified);
    buffer_free(&result->content_encoding);
    buffer_free(&result->why);
}

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
add_header(struct exchange *exchange, const char *name, const char *value)
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
set_transport(struct exchange *exchange)
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
set_callbacks(struct exchange *exchange)
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
set_signature(struct exchange *exchange)
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
set_plain(struct exchange *exchange)
{
    set(curl_easy_setopt(exchange->http->curl, CURLOPT_IGNORE_CONTENT_LENGTH,
                         1L));
    add_header(exchange, "Accept-Encoding", "identity");
    add_header(exchange, "Connection", "close");
}

static void
set_headers(struct exchange *exchange)
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
is_head_too_long(const struct exchange *exchange)
{
    long sent = 0;
    int reason = errno;

    curl_easy_getinfo(exchange->http->curl, CURLINFO_REQUEST_SIZE, &sent);
    return reason != ENOMEM && sent > 0 && !exchange->answer.response.is_over;
}

static CURLcode
perform(struct exchange *exchange, const char *url)
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

static const struct failure {
    CURLcode status;
    enum http_outcome outcome;
    const char *code;
} failures[] = {
    {CURLE_COULDNT_RESOLVE_PROXY, HTTP_LATER, "connection"},
    {CURLE_COULDNT_RESOLVE_HOST, HTTP_LATER, "connection"},
    {CURLE_COULDNT_CONNECT, HTTP_LATER, "connection"},
    {CURLE_PROXY, HTTP_LATER, "connection"},
    {CURLE_SEND_ERROR, HTTP_LATER, "connection"},
    {CURLE_RECV_ERROR, HTTP_LATER, "connection"},
    {CURLE_GOT_NOTHING, HTTP_LATER, "connection"},
    {CURLE_OPERATION_TIMEDOUT, HTTP_LATER, "timeout"},
    {CURLE_PARTIAL_FILE, HTTP_LATER, "cut"},
    {CURLE_SSL_CONNECT_ERROR, HTTP_REFUSED, "tls"},
    {CURLE_PEER_FAILED_VERIFICATION, HTTP_REFUSED, "tls"},
    {CURLE_SSL_CERTPROBLEM, HTTP_REFUSED, "tls"},
    {CURLE_SSL_CIPHER, HTTP_REFUSED, "tls"},
    {CURLE_SSL_CACERT_BADFILE, HTTP_REFUSED, "tls"},
    {CURLE_SSL_ISSUER_ERROR, HTTP_REFUSED, "tls"},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, HTTP_REFUSED, "tls"},
    {CURLE_SSL_INVALIDCERTSTATUS, HTTP_REFUSED, "tls"},
    {CURLE_URL_MALFORMAT, HTTP_REFUSED, "bad_url"},
    {CURLE_OK, HTTP_REFUSED, "bad_answer"}, /* any other */
};

static const struct failure *
failure_of(CURLcode status)
{
    const struct failure *failure = failures;

    while (failure->status != CURLE_OK && failure->status != status)
        failure++;
    return failure;
}

static void
say_failure(struct exchange *exchange, CURLcode status)
{
    const struct failure *failure = failure_of(status);
    const char *told = exchange->http->told;

    if (told[0] == '\0')
        told = curl_easy_strerror(status);
    /* A connection that broke while the keys were agreed on says nothing of TLS. */
    if (status == CURLE_SSL_CONNECT_ERROR && strstr(told, "SSL_connect:"))
        failure = failure_of(CURLE_RECV_ERROR);
    answer_say(exchange->answer.result, failure->outcome, failure->code, told);
}

static int64_t
retry_after_s(struct buffer *header)
{
    int64_t s;
    time_t date;

    if (header->len == 0)
        return -1;
    if (text_integer(buffer_text(header), &s))
        return s < 0 ? -1 : s;
    if (strspn(buffer_string(header), "0123456789") == header->len)
        return INT64_MAX;
    date = curl_getdate(buffer_string(header), NULL);
    if (date < 0)
        return -1;
    s = (int64_t)date - (int64_t)time(NULL);
    return s < 0 ? 0 : s;
}

static bool
is_web(CURLU *url)
{
    char *scheme = NULL;
    bool is = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK
              && (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);

    curl_free(scheme);
    return is;
}

/* `address`, seen from the url's own place, and no other protocol; false says why. */
static bool
resolve(CURLU *url, const char *address, struct http_result *result)
{
    CURLUcode status = curl_url_set(url, CURLUPART_URL, address,
                                    CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE
                                        | CURLU_PATH_AS_IS);

    if (status == CURLUE_OUT_OF_MEMORY)
        err(EX_OSERR, NULL);
    if (status == CURLUE_OK && is_web(url))
        return true;
    answer_say(result, HTTP_REFUSED, "bad_url",
               status == CURLUE_OK ? "neither http nor https nor s3"
                                   : curl_url_strerror(status));
    return false;
}

/* The url, and where it is sent on to. */
static void
follow(struct exchange *exchange, CURLU *url)
{
    struct answer *answer = &exchange->answer;

    for (int redirects = 0;; redirects++) {
        char *address = NULL;
        CURLcode status;

        if (curl_url_get(url, CURLUPART_URL, &address, 0) != CURLUE_OK)
            err(EX_OSERR, NULL);
        status = perform(exchange, address);
        curl_free(address);
        if (!answer_is_redirect(answer)) {
            if (!answer_tell(answer, status == CURLE_OK))
                say_failure(exchange, status);
            return;
        }
        if (redirects == REDIRECTS) {
            answer_say(answer->result, HTTP_REFUSED, "redirects",
                       "too many of them");
            return;
        }
        if (!resolve(url, buffer_string(&answer->response.location),
                     answer->result))
            return;
        exchange->is_s3 = false;
        exchange->is_signed = false; /* what is meant for another */
    }
}

static const char *
address_of(struct exchange *exchange, const char *url)
{
    if (!s3_is(url))
        return url;
    if (!s3_parse(&exchange->s3, url))
        return "";
    exchange->is_s3 = true;
    exchange->is_signed = exchange->s3.credentials.key_id != NULL;
    return buffer_string(&exchange->s3.url);
}

void
http_get(struct http *http, const struct http_request *request,
         struct http_result *result)
{
    struct exchange exchange = {
        .http = http, .answer = {.request = request, .result = result}};
    struct answer *answer = &exchange.answer;
    CURLU *url = curl_url();

    if (url == NULL)
        err(EX_OSERR, NULL);
    *result = (struct http_result){
        .expected = -1, .range_from = -1, .total = -1, .retry_after_s = -1};
    if (resolve(url, address_of(&exchange, request->url), result))
        follow(&exchange, url);
    if (answer->response.status != 0)
        result->retry_after_s = retry_after_s(&answer->response.retry_after);
    answer_hand_over(answer);
    response_free(&answer->response);
    s3_free(&exchange.s3);
    curl_url_cleanup(url);
}
