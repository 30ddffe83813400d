#include "ports/http_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

enum { REDIRECTS = 10 };

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
follow(struct http_exchange *exchange, CURLU *url)
{
    struct answer *answer = &exchange->answer;

    for (int redirects = 0;; redirects++) {
        char *address = NULL;
        CURLcode status;

        if (curl_url_get(url, CURLUPART_URL, &address, 0) != CURLUE_OK)
            err(EX_OSERR, NULL);
        status = http_transfer(exchange, address);
        curl_free(address);
        if (!answer_is_redirect(answer)) {
            if (!answer_tell(answer, status == CURLE_OK))
                http_say_failure(exchange, status);
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
address_of(struct http_exchange *exchange, const char *url)
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
    struct http_exchange exchange = {
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
