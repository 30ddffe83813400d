#include "stream/rejects.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "ports/digest.h"

static void
add_name(struct buffer *out, const char *name)
{
    if (out->at[out->len - 1] != '{')
        buffer_add_char(out, ',');
    buffer_add_char(out, '"');
    buffer_add(out, text_of(name));
    buffer_add(out, TEXT("\":"));
}

static void
add_text(struct buffer *out, const char *name, struct text text)
{
    struct buffer repaired = {0};

    if (text.len == 0)
        return;
    if (!utf8_is_valid(text)) {
        utf8_repair(&repaired, text);
        text = buffer_text(&repaired);
    }
    add_name(out, name);
    buffer_add_json_string(out, text);
    buffer_free(&repaired);
}

static void
add_place(struct buffer *out, const struct place *place)
{
    add_text(out, "archive", place->archive);
    add_text(out, "member", place->member);
    if (place->line > 0) {
        add_name(out, "line");
        buffer_add_integer(out, (int64_t)place->line);
    }
    if (place->part >= 0) {
        add_name(out, "part");
        buffer_add_integer(out, place->part);
    }
    add_text(out, "lines", place->lines);
    if (place->seen_s != 0) {
        add_name(out, "seen");
        buffer_add_char(out, '"');
        clock_write(out, place->seen_s);
        buffer_add_char(out, '"');
    }
}

static void
add_digest(struct buffer *out, uint64_t bytes, struct text digest)
{
    add_name(out, "raw_bytes");
    buffer_add_integer(out, (int64_t)bytes);
    add_text(out, "raw_hash", digest);
}

static void
add_raw(struct buffer *out, const struct reject *reject)
{
    struct text raw = reject->raw;
    char digest[DIGEST_TEXT];

    if (raw.at == NULL) {
        add_digest(out, reject->raw_bytes, text_of(reject->raw_digest));
    } else if (raw.len > REJECTS_RAW_MAX) {
        digest_format(digest, digest128(raw));
        add_digest(out, raw.len, (struct text){digest, DIGEST_TEXT});
    } else if (!utf8_is_valid(raw)) {
        add_name(out, "raw_base64");
        buffer_add_char(out, '"');
        base64_encode(out, raw);
        buffer_add_char(out, '"');
    } else {
        add_name(out, "raw");
        buffer_add_json_string(out, raw);
    }
}

void
rejects_format(struct buffer *out, const char *filter,
               const struct reject *reject)
{
    struct text why = text_of(reject->why);
    size_t colon = text_find(why, TEXT(": "));

    buffer_clear(out);
    buffer_add_char(out, '{');
    add_text(out, "filter", text_of(filter));
    if (reject->place != NULL)
        add_place(out, reject->place);
    if (colon != SIZE_MAX) {
        add_text(out, "code", (struct text){why.at, colon});
        why = text_from(why, colon + 2);
    }
    add_text(out, "why", why);
    add_raw(out, reject);
    add_text(out, "context", reject->context);
    buffer_add(out, TEXT("}\n"));
}
