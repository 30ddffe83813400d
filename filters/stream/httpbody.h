/*
 * httpbody - the body of an HTTP message that was kept with its headers (WARC)
 *
 * Undoes Transfer-Encoding: chunked and Content-Encoding: deflate; gzip and zstd are told by their first
 * bytes further up (bytes.h); br is refused.
 * Fails:   the source gives -1, httpbody_why() says why; a chunked body that ends early is "cut: …".
 * Source:  RFC 9112, sections 6 and 7.
 */
#ifndef HARK_STREAM_HTTPBODY_H
#define HARK_STREAM_HTTPBODY_H

#include "base/buffer.h"
#include "stream/bytes.h"

struct httpbody;

/* Over the message's own bytes, status line first. */
struct httpbody *httpbody_open(bytes_source *source, void *context);
void httpbody_close(struct httpbody *body);

/* Reads the head. False where it is no HTTP message: its bytes are the body then, status 0. */
bool httpbody_head(struct httpbody *body);
int httpbody_status(const struct httpbody *body);
struct text httpbody_type(const struct httpbody *body); /* Content-Type, as … */

/* … a media type in lower case, without its parameters. */
void httpbody_media_type(struct buffer *out, struct text value);

bool httpbody_is_chunked(const struct httpbody *body);
bool httpbody_is_deflated(const struct httpbody *body);

/* What it has taken from its source and not given out, as it came. */
struct text httpbody_ahead(const struct httpbody *body);

ssize_t httpbody_read(void *body, void *at, size_t room); /* a bytes_source */
const char *httpbody_why(const struct httpbody *body);    /* or NULL */

#endif
