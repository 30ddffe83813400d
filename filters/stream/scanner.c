#include "stream/scanner.h"

/* What a byte is, within a string and outside. */
enum { PLAIN, QUOTE, ESCAPE, BREAK, OPEN, CLOSE, SPACE, COMMA };
static const uint8_t in_string[256] = {
    ['"'] = QUOTE, ['\\'] = ESCAPE, ['\n'] = BREAK};
static const uint8_t outside[256] = {
    ['"'] = QUOTE,  ['{'] = OPEN,  ['['] = OPEN,   ['}'] = CLOSE,
    [']'] = CLOSE,  [' '] = SPACE, ['\t'] = SPACE, ['\r'] = SPACE,
    ['\n'] = SPACE, [','] = COMMA};

void
scanner_start(struct scanner *scanner, struct lines *lines,
              void (*take)(void *context, struct text piece), void *context)
{
    scanner->lines = lines;
    scanner->take = take;
    scanner->context = context;
    scanner->line = 1;
    scanner->is_broken = false;
    scanner->at = scanner->end = 0;
}

int
scanner_peek(struct scanner *scanner)
{
    ssize_t count;

    if (scanner->at < scanner->end)
        return (unsigned char)scanner->block[scanner->at];
    count = lines_read(scanner->lines, scanner->block, SCANNER_BLOCK);
    scanner->at = 0;
    scanner->end = count > 0 ? (size_t)count : 0;
    return count > 0 ? (unsigned char)scanner->block[0] : -1;
}

int
scanner_next(struct scanner *scanner)
{
    int byte = scanner_peek(scanner);

    if (byte >= 0)
        scanner->at++;
    scanner->line += byte == '\n';
    return byte;
}

static bool
is_space(int byte)
{
    return byte >= 0 && outside[byte] == SPACE;
}

int
scanner_past_space(struct scanner *scanner)
{
    while (is_space(scanner_peek(scanner)))
        scanner_next(scanner);
    return scanner_peek(scanner);
}

bool
scanner_expect(struct scanner *scanner, int wanted)
{
    if (scanner_past_space(scanner) != wanted)
        return false;
    scanner_next(scanner);
    return true;
}

/* Bytes from `start` to where the scanner stands. */
static void
give(struct scanner *scanner, size_t start)
{
    if (scanner->at > start)
        scanner->take(scanner->context, (struct text){scanner->block + start,
                                                      scanner->at - start});
}

/* The rest of a string in this block: true where its end is among it. */
static bool
scan_string(struct scanner *scanner, bool *escaped)
{
    const unsigned char *block = (const unsigned char *)scanner->block;

    while (scanner->at < scanner->end) {
        uint8_t kind = PLAIN;

        if (*escaped) {
            *escaped = false;
            scanner->line += block[scanner->at++] == '\n';
            continue;
        }
        while (scanner->at < scanner->end
               && (kind = in_string[block[scanner->at]]) == PLAIN)
            scanner->at++;
        if (scanner->at == scanner->end)
            break;
        scanner->at++;
        if (kind == QUOTE)
            return true;
        *escaped = kind == ESCAPE;
        scanner->line += kind == BREAK;
        scanner->is_broken |= kind == BREAK;
    }
    return false;
}

bool
scanner_string(struct scanner *scanner)
{
    bool escaped = false, is_closed = false;
    size_t start = scanner->at++;

    while (!is_closed) {
        is_closed = scan_string(scanner, &escaped);
        give(scanner, start);
        if (!is_closed && scanner_peek(scanner) < 0)
            return false;
        start = scanner->at;
    }
    return true;
}

/* As much of a value as lies in this block side by side; true at its end. */
static bool
scan_value(struct scanner *scanner, size_t *depth)
{
    const unsigned char *block = (const unsigned char *)scanner->block;

    for (; scanner->at < scanner->end; scanner->at++) {
        uint8_t kind = outside[block[scanner->at]];

        if (kind == PLAIN || (kind == COMMA && *depth > 0))
            continue;
        if (kind == OPEN) {
            ++*depth;
        } else if (kind == CLOSE && *depth > 0) {
            if (--*depth == 0) {
                scanner->at++;
                return true;
            }
        } else {
            return *depth == 0 && kind != QUOTE;
        }
    }
    return false;
}

bool
scanner_value(struct scanner *scanner)
{
    bool has_begun = false, is_over = false;
    size_t depth = 0;

    scanner_past_space(scanner);
    while (!is_over) {
        int byte = scanner_peek(scanner);
        size_t start = scanner->at;

        if (byte < 0)
            return depth == 0 && has_begun;
        if (depth == 0 && has_begun && (is_space(byte) || byte == '"'))
            return true;
        if (is_space(byte)) {
            scanner_next(scanner);
        } else if (byte == '"') {
            if (!scanner_string(scanner))
                return false;
            is_over = depth == 0;
        } else {
            is_over = scan_value(scanner, &depth);
            if (is_over && scanner->at == start && !has_begun)
                scanner->at++;
            give(scanner, start);
        }
        has_begun = true;
    }
    return true;
}
