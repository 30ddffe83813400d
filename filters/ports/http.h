/*
 * http - a body over http, https or s3, raw, by libcurl; transport only
 *
 * What comes is what the server sent, not unpacked and not trusted: libcurl reports success for
 * several kinds of loss, so the caller checks the end of the body by its format and by `expected`.
 * Shape:   redirects at most 10, never out of http(s); s3://bucket/key is signed by AWS_* of the
 *          environment (AWS_ENDPOINT_URL for others than Amazon); no cookies, no netrc.
 *          SSL_CERT_FILE and SSL_CERT_DIR name other authorities than the system's.
 * Lives:   texts of the result until http_free().
 * Fails:   `outcome` and `why`; never exits.
 */
#ifndef HARK_PORTS_HTTP_H
#define HARK_PORTS_HTTP_H

#include "base/buffer.h"

enum { HTTP_LEAST = 100 }; /* bytes a second that are worth waiting for */

enum http_outcome {
    HTTP_DONE,         /* 200 or 206: the sink has the body */
    HTTP_NOT_MODIFIED, /* 304 */
    HTTP_REFUSED,      /* for good: 4xx, TLS, a redirect elsewhere, a bad URL */
    HTTP_LATER, /* 408, 425, 429, 5xx, no connection, a cut body: try again */
    HTTP_SINK   /* the caller's sink said stop */
};

struct http_request {
    const char *url;
    uint64_t from; /* Range: bytes=from- where > 0 … */
    const char
        *if_range; /* … with this validator (strong ETag or Last-Modified) */
    const char *if_none_match;     /* or NULL */
    const char *if_modified_since; /* or NULL */
    uint64_t max_bytes;            /* of the body; 0 is no limit */
    int connect_timeout_s;
    int stall_timeout_s; /* a body of less than HTTP_LEAST for so long, or none: HTTP_LATER */
    /*
     * False stops. `status` is 200 or 206: of 200, bytes begin at 0 whatever was asked. What the
     * head says (all from `expected` to `content_encoding`) stands in the result by then.
     */
    bool (*sink)(void *context, int status, const void *bytes, size_t count);
    void *context;
};

struct http_result {
    enum http_outcome outcome;
    int status;            /* last HTTP status, or 0 */
    int64_t expected;      /* Content-Length of this response, or -1 */
    bool is_delimited;     /* by a length or by chunks: its end is known */
    uint64_t received;     /* bytes handed to the sink */
    int64_t range_from;    /* of Content-Range, or -1 */
    int64_t total;         /* of Content-Range, else Content-Length, or -1 */
    int64_t retry_after_s; /* from now, both forms of the header; or -1 */
    struct buffer etag;    /* as sent, or empty */
    struct buffer last_modified; /* as sent, or empty */
    struct buffer
        content_encoding; /* as sent, or empty: hark asks for none, but servers send */
    struct buffer why; /* one line, no control bytes */
};

struct http;

struct http *http_new(const char *user_agent);
void http_close(struct http *http);
void http_get(struct http *http, const struct http_request *request,
              struct http_result *result);
void http_free(struct http_result *result);

#endif
