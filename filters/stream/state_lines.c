#include "stream/state_lines.h"

enum { NANO = 1000000000, NANO_DIGITS = 9, HEX_DIGITS = 16 };

bool
state_lines_number(struct text *line, int64_t *value)
{
    struct text word;

    return text_split(line, ' ', &word) && text_integer(word, value);
}

bool
state_lines_hex(struct text *digits, uint64_t *value)
{
    *value = 0;
    if (digits->len < HEX_DIGITS)
        return false;
    for (size_t i = 0; i < HEX_DIGITS; i++) {
        const char *all = "0123456789abcdef";
        const char *digit = memchr(all, digits->at[i], HEX_DIGITS);

        if (digit == NULL)
            return false;
        *value = *value << 4 | (uint64_t)(digit - all);
    }
    *digits = text_from(*digits, HEX_DIGITS);
    return true;
}

static bool
take_content(struct text *line, struct content *content)
{
    struct text digest, head;
    int64_t bytes;

    if (!state_lines_number(line, &bytes) || bytes < 0
        || !text_split(line, ' ', &digest) || !text_split(line, ' ', &head))
        return false;
    content->bytes = (uint64_t)bytes;
    return state_lines_hex(&digest, &content->digest.high)
           && state_lines_hex(&digest, &content->digest.low) && digest.len == 0
           && state_lines_hex(&head, &content->head) && head.len == 0;
}

static bool
take_stamp(struct text *line, struct stamp *stamp)
{
    struct text seconds, fraction;
    int64_t s, ns;

    if (!state_lines_number(line, &stamp->size)
        || !text_split(line, ' ', &fraction)
        || !text_split(&fraction, '.', &seconds) || fraction.len != NANO_DIGITS
        || !text_integer(seconds, &s) || !text_integer(fraction, &ns))
        return false;
    return !__builtin_mul_overflow(s, NANO, &stamp->mtime_ns)
           && !__builtin_add_overflow(stamp->mtime_ns, ns, &stamp->mtime_ns);
}

bool
state_lines_name(struct buffer *name, struct text written)
{
    buffer_clear(name);
    for (size_t i = 0; i < written.len; i++) {
        int high, low;

        if (written.at[i] != '%') {
            buffer_add_char(name, written.at[i]);
            continue;
        }
        if (i + 2 >= written.len)
            return false;
        high = text_hex(written.at[i + 1]);
        low = text_hex(written.at[i + 2]);
        if (high < 0 || low < 0)
            return false;
        buffer_add_char(name, (char)(high << 4 | low));
        i += 2;
    }
    return name->len > 0;
}

void
state_lines_add_name(struct buffer *out, struct text name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char byte = (unsigned char)name.at[i];

        if (byte <= ' ' || byte == 0x7f || byte == '%')
            buffer_printf(out, "%%%02X", byte);
        else
            buffer_add_char(out, (char)byte);
    }
}

static bool
take_line(struct state *state, struct text line, struct buffer *name)
{
    struct content content;
    struct stamp stamp;
    int64_t left;

    if (!take_content(&line, &content) || !state_lines_number(&line, &left)
        || left < 0 || !take_stamp(&line, &stamp) || line.at == NULL)
        return false;
    if (!state_lines_name(name, line))
        return false;
    state_put(state,
              text_equal(line, TEXT("-")) ? TEXT_NONE : buffer_text(name),
              &stamp, &content, (uint64_t)left);
    return true;
}

/* The last line, "= COUNT DIGEST", off the file; its count, or -1 where it does not hold. */
static int64_t
take_seal(struct text *file)
{
    struct text body = *file, seal, word;
    char digest[DIGEST_TEXT];
    int64_t count;

    if (!text_ends(body, TEXT("\n")))
        return -1;
    body.len--;
    while (body.len > 0 && body.at[body.len - 1] != '\n')
        body.len--;
    seal = text_from(*file, body.len);
    seal.len--;
    digest_format(digest, digest128(body));
    if (!text_split(&seal, ' ', &word) || !text_equal(word, TEXT("="))
        || !state_lines_number(&seal, &count)
        || !text_equal(seal, (struct text){digest, DIGEST_TEXT}))
        return -1;
    *file = body;
    return count;
}

bool
state_lines_read(struct state *state, struct text file)
{
    struct buffer name = {0};
    struct text line;
    int64_t count = take_seal(&file);
    bool good = count >= 0 && text_starts(file, TEXT(STATE_MAGIC));

    file = text_from(file, sizeof(STATE_MAGIC) - 1);
    while (good && text_split(&file, '\n', &line) && line.len > 0) {
        good = take_line(state, line, &name);
        count--;
    }
    buffer_free(&name);
    return good && count == 0;
}
