#include "ports/response.h"

void
response_free(struct response *response)
{
    buffer_free(&response->reason);
    buffer_free(&response->etag);
    buffer_free(&response->last_modified);
    buffer_free(&response->content_encoding);
    buffer_free(&response->retry_after);
    buffer_free(&response->location);
}

static void
keep(struct buffer *buffer, struct text value)
{
    buffer_clear(buffer);
    buffer_add(buffer, value);
}

static void
begin(struct response *response, struct text line)
{
    struct text rest = line, version, status;
    int64_t number = 0;

    response->is_over = false;
    response->is_chunked = false;
    response->is_contradictory = false;
    response->length = -1;
    response->range_from = -1;
    response->range_to = -1;
    response->range_total = -1;
    buffer_clear(&response->etag);
    buffer_clear(&response->last_modified);
    buffer_clear(&response->content_encoding);
    buffer_clear(&response->retry_after);
    buffer_clear(&response->location);
    text_split(&rest, ' ', &version);
    if (text_split(&rest, ' ', &status))
        text_integer(status, &number);
    response->status = (int)number;
    keep(&response->reason, rest);
}

static bool
length_of(struct text digits, int64_t *length)
{
    return text_integer(text_trim(digits), length) && *length >= 0;
}

/* A list of equal lengths is one (RFC 9110, 8.6). */
static void
content_length(struct response *response, struct text value)
{
    struct text piece;
    int64_t length = -1;

    while (text_split(&value, ',', &piece)) {
        if (!length_of(piece, &length)
            || (response->length >= 0 && response->length != length))
            response->is_contradictory = true;
        response->length = length;
    }
}

/* "bytes 5-9/10", with a star for what is not known. */
static void
content_range(struct response *response, struct text value)
{
    struct text unit, range, from;

    if (!text_split(&value, ' ', &unit)
        || !text_equal_nocase(unit, TEXT("bytes"))
        || !text_split(&value, '/', &range))
        return;
    if (!length_of(value, &response->range_total))
        response->range_total = -1;
    if (!text_split(&range, '-', &from)
        || !length_of(from, &response->range_from)
        || !length_of(range, &response->range_to)) {
        response->range_from = -1;
        response->range_to = -1;
    }
}

static void
transfer_encoding(struct response *response, struct text value)
{
    struct text coding;

    while (text_split(&value, ',', &coding))
        if (text_equal_nocase(text_trim(coding), TEXT("chunked")))
            response->is_chunked = true;
}

static void
etag(struct response *response, struct text value)
{
    keep(&response->etag, value);
}

static void
last_modified(struct response *response, struct text value)
{
    keep(&response->last_modified, value);
}

static void
content_encoding(struct response *response, struct text value)
{
    if (response->content_encoding.len > 0)
        buffer_add_string(&response->content_encoding, ", ");
    buffer_add(&response->content_encoding, value);
}

static void
retry_after(struct response *response, struct text value)
{
    keep(&response->retry_after, value);
}

static void
location(struct response *response, struct text value)
{
    keep(&response->location, value);
}

static const struct {
    struct text name;
    void (*take)(struct response *response, struct text value);
} fields[] = {
    {{"content-length", 14}, content_length},
    {{"content-range", 13}, content_range},
    {{"transfer-encoding", 17}, transfer_encoding},
    {{"content-encoding", 16}, content_encoding},
    {{"etag", 4}, etag},
    {{"last-modified", 13}, last_modified},
    {{"retry-after", 11}, retry_after},
    {{"location", 8}, location},
};

static void
field(struct response *response, struct text line)
{
    struct text name;

    if (!text_split(&line, ':', &name))
        return;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (text_equal_nocase(name, fields[i].name))
            fields[i].take(response, text_trim(line));
}

void
response_line(struct response *response, struct text line)
{
    bool is_interim = response->status >= 100 && response->status < 200;

    line = text_trim(line);
    if (response->status == 0 || (response->is_over && is_interim))
        begin(response, line);
    else if (line.len == 0)
        response->is_over = true;
    else if (!response->is_over)
        field(response, line);
}
