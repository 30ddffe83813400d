#include "stream/httpbody.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/inflate.h"

enum { BLOCK = 16 << 10, HEAD_MOST = 256 << 10 };

struct httpbody {
    bytes_source *source;
    void *context;
    uint8_t block[BLOCK];
    size_t at, end;
    struct buffer type;
    int status;
    bool chunked, in_chunks, at_end;
    uint64_t chunk_left;
    struct decoder *deflate; /* or NULL */
    bool deflate_ended;
    bool deflate_holds; /* maybe: it had no room for all that it could give */
    uint8_t packed[BLOCK];
    size_t packed_at, packed_end;
    const char *why;
};

struct httpbody *
httpbody_open(bytes_source *source, void *context)
{
    struct httpbody *body = calloc(1, sizeof(*body));

    if (body == NULL)
        err(EX_OSERR, "HTTP body");
    body->source = source;
    body->context = context;
    return body;
}

void
httpbody_close(struct httpbody *body)
{
    if (body == NULL)
        return;
    if (body->deflate != NULL)
        body->deflate->free(body->deflate);
    buffer_free(&body->type);
    free(body);
}

/* More bytes behind those that are held. */
static bool
read_more(struct httpbody *body)
{
    ssize_t count =
        body->source(body->context, body->block + body->end, BLOCK - body->end);

    if (count < 0)
        body->why = "cut: what it lies in is damaged";
    if (count > 0)
        body->end += (size_t)count;
    return count > 0;
}

static bool
fill(struct httpbody *body)
{
    if (body->at < body->end)
        return true;
    body->at = body->end = 0;
    return read_more(body);
}

/* A line without its end; false at the end of the bytes. */
static bool
take_line(struct httpbody *body, struct buffer *line)
{
    buffer_clear(line);
    while (fill(body) && line->len < HEAD_MOST) {
        char byte = (char)body->block[body->at++];

        if (byte == '\n') {
            if (line->len > 0 && line->at[line->len - 1] == '\r')
                line->len--;
            return true;
        }
        buffer_add_char(line, byte);
    }
    return false;
}

static bool
contains_nocase(struct text whole, struct text wanted)
{
    for (size_t i = 0; i + wanted.len <= whole.len; i++)
        if (text_starts_nocase(text_from(whole, i), wanted))
            return true;
    return false;
}

void
httpbody_media_type(struct buffer *out, struct text value)
{
    size_t end = text_find_char(value, ';');

    if (end != SIZE_MAX)
        value.len = end;
    value = text_trim(value);
    buffer_clear(out);
    for (size_t i = 0; i < value.len; i++) {
        char byte = value.at[i];
        buffer_add_char(out,
                        byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte);
    }
}

static void
take_header(struct httpbody *body, struct text line)
{
    struct text value = line, name;

    if (!text_split(&value, ':', &name) || value.at == NULL)
        return;
    value = text_trim(value);
    if (text_equal_nocase(name, TEXT("content-type")))
        httpbody_media_type(&body->type, value);
    else if (text_equal_nocase(name, TEXT("transfer-encoding")))
        body->chunked = contains_nocase(value, TEXT("chunked"));
    else if (text_equal_nocase(name, TEXT("content-encoding"))) {
        if (contains_nocase(value, TEXT("deflate")) && body->deflate == NULL)
            body->deflate = inflate_new_deflate();
        else if (text_equal_nocase(value, TEXT("br")))
            body->why = "unsupported_encoding: Content-Encoding br is not "
                        "unpacked";
    }
}

/* Of `HTTP/1.1 200 OK`. */
static int
status_of(struct text line)
{
    struct text rest = line, version, code;
    int64_t status;

    text_split(&rest, ' ', &version);
    if (!text_split(&rest, ' ', &code) || !text_integer(code, &status))
        return 0;
    return (int)status;
}

/* However few bytes come at a time. */
static bool
begins_as_http(struct httpbody *body)
{
    static const char mark[] = {'H', 'T', 'T', 'P', '/'};

    while (body->end <= sizeof(mark))
        if (!read_more(body))
            return false;
    return memcmp(body->block, mark, sizeof(mark)) == 0;
}

bool
httpbody_head(struct httpbody *body)
{
    struct buffer line = {0};
    bool is_http = begins_as_http(body);

    if (is_http && take_line(body, &line)) {
        body->status = status_of(buffer_text(&line));
        while (take_line(body, &line) && line.len > 0)
            take_header(body, buffer_text(&line));
    }
    buffer_free(&line);
    return is_http;
}

int
httpbody_status(const struct httpbody *body)
{
    return body->status;
}

struct text
httpbody_type(const struct httpbody *body)
{
    return buffer_text(&body->type);
}

bool
httpbody_is_deflated(const struct httpbody *body)
{
    return body->deflate != NULL;
}

bool
httpbody_is_chunked(const struct httpbody *body)
{
    return body->chunked;
}

struct text
httpbody_ahead(const struct httpbody *body)
{
    return (struct text){(const char *)body->block + body->at,
                         body->end - body->at};
}

const char *
httpbody_why(const struct httpbody *body)
{
    return body->why;
}

/* The size line of the next chunk; extensions are passed over. */
static bool
begin_chunk(struct httpbody *body)
{
    struct buffer line = {0};
    size_t digits = 0;

    if (body->in_chunks)
        take_line(body, &line); /* the end of the chunk before */
    body->in_chunks = true;
    body->chunk_left = 0;
    if (take_line(body, &line))
        for (; digits < line.len && text_hex(line.at[digits]) >= 0; digits++)
            body->chunk_left =
                body->chunk_left << 4 | (uint64_t)text_hex(line.at[digits]);
    if (digits == 0 || digits > 15)
        body->why = "cut: a chunked body ends early or is damaged";
    body->at_end = body->chunk_left == 0;
    buffer_free(&line);
    return body->why == NULL && !body->at_end;
}

/* Bytes of the message's content, chunks joined. */
static ssize_t
read_content(struct httpbody *body, void *at, size_t room)
{
    size_t count;

    if (body->why != NULL)
        return -1;
    if (body->at_end
        || (body->chunked && body->chunk_left == 0 && !begin_chunk(body)))
        return body->why == NULL ? 0 : -1;
    if (!fill(body)) {
        if (body->chunked && body->why == NULL)
            body->why = "cut: a chunked body ends early or is damaged";
        return body->why == NULL ? 0 : -1;
    }
    count = body->end - body->at;
    if (count > room)
        count = room;
    if (body->chunked && count > body->chunk_left)
        count = body->chunk_left;
    memcpy(at, body->block + body->at, count);
    body->at += count;
    if (body->chunked)
        body->chunk_left -= count;
    return (ssize_t)count;
}

static ssize_t
read_deflated(struct httpbody *body, void *at, size_t room)
{
    while (!body->deflate_ended) {
        struct decode_span span = {.out = at, .out_len = room};
        enum decode found;

        if (body->packed_at == body->packed_end && !body->deflate_holds) {
            ssize_t count = read_content(body, body->packed, BLOCK);
            if (count == 0)
                body->why = "cut: a deflated body ends early";
            if (count <= 0)
                return -1;
            body->packed_at = 0;
            body->packed_end = (size_t)count;
        }
        span.in = body->packed + body->packed_at;
        span.in_len = body->packed_end - body->packed_at;
        found = body->deflate->step(body->deflate, &span);
        body->packed_at = (size_t)(span.in - body->packed);
        body->deflate_ended = found == DECODE_END;
        body->deflate_holds = span.out_len == 0;
        if (found == DECODE_BAD)
            body->why = body->deflate->why;
        if (span.out_len < room)
            return (ssize_t)(room - span.out_len);
        if (found == DECODE_BAD)
            return -1;
    }
    return 0;
}

ssize_t
httpbody_read(void *context, void *at, size_t room)
{
    struct httpbody *body = context;

    return body->deflate != NULL ? read_deflated(body, at, room)
                                 : read_content(body, at, room);
}
