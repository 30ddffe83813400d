/*
 * http_parts - what a call of libcurl is made of, for the files of http alone
 */
#ifndef HARK_PORTS_HTTP_PARTS_H
#define HARK_PORTS_HTTP_PARTS_H

#include <curl/curl.h>

#include "ports/answer.h"
#include "ports/http.h"
#include "ports/s3.h"

struct http {
    CURL *curl;
    struct buffer user_agent;
    char told[CURL_ERROR_SIZE];
};

/* One call of http_get(). */
struct http_exchange {
    struct http *http;
    struct answer answer;
    struct s3 s3;
    bool is_s3; /* the first address, not what it redirects to */
    bool is_signed;
    struct curl_slist *headers;
};

/* One request to one address, and what came of it into the answer. */
CURLcode http_transfer(struct http_exchange *exchange, const char *url);

/* Outcome and why of a transfer that failed, where the answer has nothing to say. */
void http_say_failure(struct http_exchange *exchange, CURLcode status);

#endif
