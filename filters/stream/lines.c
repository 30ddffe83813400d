#include "stream/lines.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/balance.h"
#include "ports/json.h"

/*
 * One buffer: lines are cut where they lie, and what is left of a block moves to the front before
 * the next block is read behind it. It grows up to max_line, and is made small again afterwards.
 */
enum { BLOCK = 256 << 10, PEEK = LINES_PEEK };

struct lines {
    struct bytes *bytes;
    size_t max_line;
    char *at;
    size_t cap;
    size_t start, end; /* what is read and not handed out */
    size_t scanned;    /* no newline before it */
    uint64_t number;
    bool ended, at_end, bad;
    uint64_t long_bytes;
    uint64_t taken,
        given; /* bytes of the stream, and of what it was cut into */
    struct digester *digester;
    void (*move)(void *context);
    void *move_context;
};

static void
set_cap(struct lines *lines, size_t cap)
{
    char *at = realloc(lines->at, cap + JSON_PADDING);

    if (at == NULL)
        err(EX_OSERR, "lines");
    lines->at = at;
    lines->cap = cap;
    memset(at + cap, 0, JSON_PADDING);
}

struct lines *
lines_new(size_t max_line)
{
    struct lines *lines = calloc(1, sizeof(*lines));

    if (lines == NULL)
        err(EX_OSERR, "lines");
    lines->max_line = max_line;
    set_cap(lines, 2 * BLOCK);
    return lines;
}

void
lines_free(struct lines *lines)
{
    if (lines == NULL)
        return;
    digester_free(lines->digester);
    free(lines->at);
    free(lines);
}

void
lines_start(struct lines *lines, struct bytes *bytes)
{
    lines->bytes = bytes;
    lines->start = lines->end = lines->scanned = 0;
    lines->number = lines->taken = lines->given = 0;
    lines->ended = lines->at_end = lines->bad = false;
    lines->move = NULL;
    if (lines->cap > 8 * BLOCK)
        set_cap(lines, 2 * BLOCK);
}

/* Room for a block behind what is kept; an outsized buffer is given back once it is empty. */
static void
make_room(struct lines *lines)
{
    size_t kept = lines->end - lines->start;

    if (lines->start > 0) {
        memmove(lines->at, lines->at + lines->start, kept);
        lines->scanned -= lines->start;
        lines->start = 0;
        lines->end = kept;
    }
    if (lines->cap > 8 * BLOCK && kept < BLOCK)
        set_cap(lines, 2 * BLOCK);
    if (lines->cap - kept < BLOCK)
        set_cap(lines, lines->cap * 2);
}

/* False at the end of the bytes and where they are bad. */
static bool
fill(struct lines *lines)
{
    size_t room;
    ssize_t count;

    if (lines->at_end)
        return false;
    if (lines->move != NULL)
        lines->move(lines->move_context);
    make_room(lines);
    room = lines->cap - lines->end;
    if (room > 2 * BLOCK) /* a long line is there, not a buffer to be filled */
        room = 2 * BLOCK;
    count = bytes_read(lines->bytes, lines->at + lines->end, room);
    if (count > 0) {
        lines->end += (size_t)count;
        lines->taken += (size_t)count;
        return true;
    }
    lines->at_end = true;
    lines->bad = count < 0;
    return false;
}

static char *
find_newline(struct lines *lines)
{
    char *newline =
        memchr(lines->at + lines->scanned, '\n', lines->end - lines->scanned);

    lines->scanned =
        newline == NULL ? lines->end : (size_t)(newline - lines->at) + 1;
    return newline;
}

static void
pass_over(struct lines *lines, size_t upto)
{
    struct text part = {lines->at + lines->start, upto - lines->start};

    digester_add(lines->digester, part);
    lines->long_bytes += part.len;
    lines->start = lines->scanned = upto;
}

/* The line that begins at start is longer than allowed: take it in pieces. */
static enum lines_found
take_long(struct lines *lines, char *newline)
{
    if (lines->digester == NULL)
        lines->digester = digester_new();
    digester_reset(lines->digester);
    lines->long_bytes = 0;
    for (;;) {
        pass_over(lines,
                  newline == NULL ? lines->end : (size_t)(newline - lines->at));
        if (newline != NULL || !fill(lines))
            break;
        newline = find_newline(lines);
    }
    lines->ended = newline != NULL;
    if (lines->ended)
        lines->scanned = ++lines->start;
    lines->given += lines->long_bytes + lines->ended;
    if (!lines->bad)
        return LINES_LONG;
    lines->bad = false;
    return LINES_BAD;
}

static enum lines_found
hand_out(struct lines *lines, size_t end, bool ended, struct text *line)
{
    *line = (struct text){lines->at + lines->start, end - lines->start};
    lines->ended = ended;
    lines->number++;
    if (line->len > lines->max_line) {
        lines->scanned = lines->start;
        return take_long(lines, ended ? lines->at + end : NULL);
    }
    lines->start = end + ended;
    lines->given += line->len + ended;
    return LINES_LINE;
}

static enum lines_found
cut(struct lines *lines, struct text *line)
{
    for (;;) {
        char *newline = find_newline(lines);

        if (newline != NULL)
            return hand_out(lines, (size_t)(newline - lines->at), true, line);
        if (lines->end - lines->start > lines->max_line) {
            lines->number++;
            return take_long(lines, NULL);
        }
        if (!fill(lines))
            break;
    }
    if (lines->bad) {
        lines->bad = false;
        lines->given = lines->taken;
        lines->start = lines->end;
        return LINES_BAD;
    }
    if (lines->start == lines->end)
        return LINES_END;
    return hand_out(lines, lines->end, false, line);
}

enum lines_found
lines_next(struct lines *lines, struct text *line)
{
    enum lines_found found = cut(lines, line);

    if (found == LINES_END)
        balance_check("bytes", lines->taken, lines->given);
    return found;
}

uint64_t
lines_number(const struct lines *lines)
{
    return lines->number;
}

bool
lines_ended(const struct lines *lines)
{
    return lines->ended;
}

uint64_t
lines_long(const struct lines *lines, struct digest *digest)
{
    *digest = digester_value(lines->digester);
    return lines->long_bytes;
}

struct text
lines_peek(struct lines *lines)
{
    while (lines->end - lines->start < PEEK && fill(lines))
        ;
    return (struct text){
        lines->at + lines->start,
        lines->end - lines->start < PEEK ? lines->end - lines->start : PEEK};
}

ssize_t
lines_read(struct lines *lines, void *at, size_t room)
{
    size_t held = lines->end - lines->start;

    if (held == 0)
        return lines->at_end ? (lines->bad ? -1 : 0)
                             : bytes_read(lines->bytes, at, room);
    if (held > room)
        held = room;
    memcpy(at, lines->at + lines->start, held);
    lines->start += held;
    lines->given += held;
    lines->scanned = lines->start;
    return (ssize_t)held;
}

void
lines_before_move(struct lines *lines, void (*move)(void *context),
                  void *context)
{
    lines->move = move;
    lines->move_context = context;
}

const struct bytes *
lines_bytes(const struct lines *lines)
{
    return lines->bytes;
}
