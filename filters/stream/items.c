/*
 * items - the values of a JSON document that holds many, a line each
 *
 * A small scanner that knows strings, depth and nothing else: what it cuts out is validated by
 * whoever parses it. The document is never held, only one item of it at a time.
 */
#include "stream/archive.h"

enum { BLOCK = 64 << 10 };

/* What surrounds the items: nothing (documents one after the other), an array, or more around it. */
enum around { AROUND_NOTHING, AROUND_ARRAY, AROUND_ORDERED, AROUND_YTD };

struct items {
    struct feed *feed;
    struct lines *lines;
    char block[BLOCK];
    size_t at, end;
    uint64_t line;      /* of the next byte */
    struct buffer item; /* the one being read */
    uint64_t item_line;
    uint64_t item_bytes; /* also where they are more than can be held */
    struct digester *digester;
    const char *bad; /* why the item is no record, or NULL */
    struct buffer
        held; /* the one before: its part is known once the next begins */
    uint64_t held_line;
    int64_t part; /* of the held one on its line */
    bool holds;
    struct buffer context;
};

/* The next byte, or -1 at the end and where the bytes are bad. */
static int
peek(struct items *items)
{
    ssize_t count;

    if (items->at < items->end)
        return (unsigned char)items->block[items->at];
    count = lines_read(items->lines, items->block, BLOCK);
    items->at = 0;
    items->end = count > 0 ? (size_t)count : 0;
    return count > 0 ? (unsigned char)items->block[0] : -1;
}

static int
take(struct items *items)
{
    int byte = peek(items);

    if (byte >= 0)
        items->at++;
    items->line += byte == '\n';
    return byte;
}

static bool
is_space(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The byte behind white space, not taken. */
static int
peek_past_space(struct items *items)
{
    while (is_space(peek(items)))
        take(items);
    return peek(items);
}

static void
release(struct items *items, bool more_on_line)
{
    int64_t part = items->part > 0 || more_on_line ? items->part : -1;

    if (items->holds)
        feed_record(items->feed, FEED_JSON, items->held_line, part,
                    buffer_text(&items->held));
    items->holds = false;
}

static void
begin_item(struct items *items)
{
    bool same_line = items->holds && items->held_line == items->line;

    release(items, same_line);
    items->part = same_line ? items->part + 1 : 0;
    items->item_line = items->line;
    items->item_bytes = 0;
    items->bad = NULL;
    buffer_clear(&items->item);
}

/* Beyond --max-line only the hash goes on. */
static void
add(struct items *items, struct text bytes)
{
    size_t most = feed_options(items->feed)->max_line;

    items->item_bytes += bytes.len;
    if (items->item_bytes <= most) {
        buffer_add(&items->item, bytes);
        return;
    }
    if (items->item.len > 0) {
        digester_reset(items->digester);
        digester_add(items->digester, buffer_text(&items->item));
        buffer_clear(&items->item);
    }
    digester_add(items->digester, bytes);
    items->bad = "too_long: the record is longer than --max-line";
}

static void
reject(struct items *items)
{
    char text[DIGEST_TEXT + 1] = {0};

    release(items, false);
    if (items->item.len > 0 || items->item_bytes == 0) {
        feed_reject(items->feed, items->item_line, items->bad,
                    buffer_text(&items->item));
        return;
    }
    digest_format(text, digester_value(items->digester));
    feed_reject_bytes(items->feed, items->item_line, items->bad,
                      items->item_bytes, text);
}

static void
end_item(struct items *items)
{
    struct buffer swap = items->held;

    if (items->bad != NULL) {
        reject(items);
        return;
    }
    items->held = items->item;
    items->item = swap;
    items->held_line = items->item_line;
    items->holds = true;
}

/* What a byte is to the scanner, within a string and outside. */
enum { PLAIN, QUOTE, ESCAPE, BREAK, OPEN, CLOSE, SPACE, COMMA };
static const uint8_t in_string[256] = {
    ['"'] = QUOTE, ['\\'] = ESCAPE, ['\n'] = BREAK};
static const uint8_t outside[256] = {
    ['"'] = QUOTE,  ['{'] = OPEN,  ['['] = OPEN,   ['}'] = CLOSE,
    [']'] = CLOSE,  [' '] = SPACE, ['\t'] = SPACE, ['\r'] = SPACE,
    ['\n'] = SPACE, [','] = COMMA};

/* Bytes from `start` to where the scanner stands. */
static void
add_run(struct items *items, size_t start)
{
    if (items->at > start)
        add(items, (struct text){items->block + start, items->at - start});
}

/* The rest of a string in this block: true where its end is among it. */
static bool
scan_string(struct items *items, bool *escaped)
{
    const unsigned char *block = (const unsigned char *)items->block;

    while (items->at < items->end) {
        uint8_t kind = PLAIN;

        if (*escaped) {
            *escaped = false;
            items->line += block[items->at++] == '\n';
            continue;
        }
        while (items->at < items->end
               && (kind = in_string[block[items->at]]) == PLAIN)
            items->at++;
        if (items->at == items->end)
            break;
        items->at++;
        if (kind == QUOTE)
            return true;
        *escaped = kind == ESCAPE;
        if (kind == BREAK) {
            items->line++;
            items->bad = "bad_json: a line break inside a string";
        }
    }
    return false;
}

/* Past a string, its quotes included; false where the document ends within it. */
static bool
take_string(struct items *items)
{
    bool escaped = false, is_closed = false;
    size_t start = items->at++;

    while (!is_closed) {
        is_closed = scan_string(items, &escaped);
        add_run(items, start);
        if (!is_closed && peek(items) < 0)
            return false;
        start = items->at;
    }
    return true;
}

/* As much of a value as lies in this block side by side; true at its end. */
static bool
scan_value(struct items *items, size_t *depth)
{
    const unsigned char *block = (const unsigned char *)items->block;

    for (; items->at < items->end; items->at++) {
        uint8_t kind = outside[block[items->at]];

        if (kind == PLAIN || (kind == COMMA && *depth > 0))
            continue;
        if (kind == OPEN) {
            ++*depth;
        } else if (kind == CLOSE && *depth > 0) {
            if (--*depth == 0) {
                items->at++;
                return true;
            }
        } else {
            return *depth == 0 && kind != QUOTE;
        }
    }
    return false;
}

/*
 * One value, white space left out; false where the document ends within it. A value without brackets
 * or quotes ends before what cannot be of it; what cannot begin one is taken by itself, so that the scanner
 * goes on.
 */
static bool
take_value(struct items *items)
{
    size_t depth = 0;

    for (;;) {
        int byte = peek(items);
        size_t start = items->at;
        bool is_over;

        if (byte < 0)
            return depth == 0 && items->item_bytes > 0;
        if (is_space(byte)) {
            if (depth == 0 && items->item_bytes > 0)
                return true;
            take(items);
            continue;
        }
        if (byte == '"') {
            if (depth == 0 && items->item_bytes > 0)
                return true;
            if (!take_string(items))
                return false;
            if (depth == 0)
                return true;
            continue;
        }
        is_over = scan_value(items, &depth);
        if (is_over && items->at == start && items->item_bytes == 0)
            items->at++;
        add_run(items, start);
        if (is_over)
            return true;
    }
}

static bool
damaged(struct items *items, const char *why)
{
    release(items, false);
    if (bytes_status(lines_bytes(items->lines)) == 0)
        feed_problem(items->feed, EX_DATAERR, items->line, why);
    return false;
}

static bool
cut(struct items *items)
{
    if (items->item_bytes > 0) {
        items->bad = "cut: the document ends within it";
        reject(items);
    }
    return damaged(items, "cut: the document ends before its items do");
}

static bool
take_item(struct items *items)
{
    begin_item(items);
    if (!take_value(items))
        return false;
    end_item(items);
    return true;
}

/* From behind `[` to behind `]`. */
static bool
take_array(struct items *items)
{
    while (peek_past_space(items) != ']') {
        int byte = peek(items);

        if (byte < 0)
            return cut(items);
        if (byte == ',') {
            take(items);
            continue;
        }
        if (!take_item(items))
            return cut(items);
    }
    take(items);
    release(items, false);
    return true;
}

static bool
expect(struct items *items, int wanted)
{
    if (peek_past_space(items) != wanted)
        return false;
    take(items);
    return true;
}

/* A member of the object around the items: `"name":value` to the context. */
static bool
take_member(struct items *items, bool *is_items)
{
    begin_item(items);
    if (peek_past_space(items) != '"' || !take_string(items)
        || !expect(items, ':'))
        return false;
    *is_items = text_equal(buffer_text(&items->item), TEXT("\"orderedItems\""))
                && peek_past_space(items) == '[';
    if (*is_items)
        return true;
    add(items, TEXT(":"));
    peek_past_space(items);
    struct buffer name = items->item;
    uint64_t name_bytes = items->item_bytes;
    items->item = (struct buffer){0};
    items->item_bytes = 0;
    bool whole = take_value(items);
    if (whole && items->bad == NULL && name_bytes + items->item_bytes < BLOCK) {
        if (items->context.len > 0)
            buffer_add_char(&items->context, ',');
        buffer_add(&items->context, buffer_text(&name));
        buffer_add(&items->context, buffer_text(&items->item));
    }
    buffer_free(&name);
    return whole;
}

static bool
take_ordered(struct items *items)
{
    bool is_items = false;

    if (!expect(items, '{'))
        return damaged(items, "bad_json: no object");
    while (peek_past_space(items) != '}') {
        if (peek(items) == ',') {
            take(items);
            continue;
        }
        if (!take_member(items, &is_items))
            return cut(items);
        if (!is_items)
            continue;
        take(items);
        feed_context(items->feed, FEED_JSON, items->line,
                     buffer_text(&items->context));
        if (!take_array(items))
            return false;
    }
    take(items);
    return true;
}

/* `window.YTD.tweets.part0 = [`: the name between YTD and `=` is the context. */
static bool
take_ytd(struct items *items)
{
    struct buffer name = {0};
    struct text part;

    while (peek(items) >= 0 && peek(items) != '=' && name.len < 256)
        buffer_add_char(&name, (char)take(items));
    part = text_trim(text_from(buffer_text(&name), sizeof("window.YTD.") - 1));
    buffer_add(&items->context, TEXT("\"ytd\":"));
    buffer_add_json_string(&items->context, part);
    buffer_free(&name);
    feed_context(items->feed, FEED_JSON, items->line,
                 buffer_text(&items->context));
    if (!expect(items, '=') || !expect(items, '['))
        return damaged(items, "bad_archive: no `= [` behind window.YTD");
    if (!take_array(items))
        return false;
    expect(items, ';');
    return true;
}

static bool
take_around(struct items *items, enum around around)
{
    switch (around) {
    case AROUND_ARRAY:
        return expect(items, '[') ? take_array(items)
                                  : damaged(items, "bad_json: no array");
    case AROUND_ORDERED:
        return take_ordered(items);
    case AROUND_YTD:
        return take_ytd(items);
    default:
        return take_item(items) || cut(items);
    }
}

static void
skip_mark(struct items *items)
{
    if (peek(items) == 0xef)
        for (int i = 0; i < 3; i++)
            take(items);
}

/* Documents may follow one another, as appended exports do, some with a comma between. */
static bool
copy(struct feed *feed, struct lines *lines, enum around around)
{
    struct items items = {.feed = feed, .lines = lines, .line = 1};
    bool whole = true;

    items.digester = digester_new();
    skip_mark(&items);
    while (whole && peek_past_space(&items) >= 0) {
        if (around == AROUND_NOTHING && peek(&items) == ',')
            take(&items);
        else
            whole = take_around(&items, around);
    }
    release(&items, false);
    digester_free(items.digester);
    buffer_free(&items.item);
    buffer_free(&items.held);
    buffer_free(&items.context);
    return whole;
}

bool
items_copy_array(struct archive *archive, struct feed *feed,
                 struct lines *lines)
{
    (void)archive;
    return copy(feed, lines, AROUND_ARRAY);
}

bool
items_copy_ordered(struct archive *archive, struct feed *feed,
                   struct lines *lines)
{
    (void)archive;
    return copy(feed, lines, AROUND_ORDERED);
}

bool
items_copy_ytd(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)archive;
    return copy(feed, lines, AROUND_YTD);
}

bool
items_copy_document(struct archive *archive, struct feed *feed,
                    struct lines *lines)
{
    (void)archive;
    return copy(feed, lines, AROUND_NOTHING);
}
