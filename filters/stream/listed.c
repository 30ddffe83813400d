#include "stream/listed.h"

#include "stream/state_lines.h"

void
listed_write(struct buffer *out, const struct listed *listed)
{
    char digest[DIGEST_TEXT];

    digest_format(digest, listed->digest);
    buffer_printf(out, "%llu %llu %.*s %d %lld ",
                  (unsigned long long)listed->from,
                  (unsigned long long)listed->bytes, DIGEST_TEXT, digest,
                  listed->keeps_tail, (long long)listed->seen_s);
    state_lines_add_name(out, buffer_text(&listed->operand));
    buffer_add_char(out, '\n');
}

static bool
take(struct text line, struct listed *listed)
{
    struct text digest;
    int64_t from, bytes, tail;

    if (!state_lines_number(&line, &from) || !state_lines_number(&line, &bytes)
        || from < 0 || bytes < 0 || !text_split(&line, ' ', &digest)
        || !state_lines_hex(&digest, &listed->digest.high)
        || !state_lines_hex(&digest, &listed->digest.low) || digest.len > 0
        || !state_lines_number(&line, &tail)
        || !state_lines_number(&line, &listed->seen_s))
        return false;
    listed->from = (uint64_t)from;
    listed->bytes = (uint64_t)bytes;
    listed->keeps_tail = tail != 0;
    return state_lines_name(&listed->operand, line);
}

bool
listed_read(struct text *lines, struct listed *listed)
{
    struct text rest = *lines, line;

    if (!text_split(&rest, '\n', &line) || !take(line, listed))
        return false;
    *lines = rest;
    return true;
}

void
listed_operands(struct text lines, struct operands *operands)
{
    struct listed listed = {0};

    *operands = (struct operands){0};
    while (listed_read(&lines, &listed)) {
        operands_add(operands, buffer_string(&listed.operand));
    }
    buffer_free(&listed.operand);
}
