/*
 * items - the values of a JSON document that holds many, a line each
 *
 * The document is never held, only one item of it at a time and the one before.
 */
#include "stream/archive.h"
#include "stream/scanner.h"

enum { CONTEXT_MOST = 64 << 10 };

/* What surrounds the items: nothing (documents one after the other), an array, or more around it. */
enum around {
    AROUND_NOTHING,
    AROUND_ARRAY,
    AROUND_ORDERED,
    AROUND_YTD,
    AROUND_JSONP
};

struct items {
    struct feed *feed;
    struct scanner scanner;
    struct buffer item; /* the one being read, or nothing where it is long */
    uint64_t item_line;
    uint64_t item_bytes;
    uint64_t count; /* of items that were begun */
    bool is_long;   /* more than can be held: only its hash goes on */
    struct digester *digester;
    struct buffer
        held; /* the one before: its part is known once the next begins */
    uint64_t held_line;
    int64_t part; /* of the held one on its line */
    bool holds;
    struct buffer context;
};

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
clear_item(struct items *items)
{
    buffer_clear(&items->item);
    items->item_bytes = 0;
    items->is_long = false;
    items->scanner.is_broken = false;
}

static void
begin_item(struct items *items)
{
    uint64_t line = items->scanner.line;
    bool same_line = items->holds && items->held_line == line;

    release(items, same_line);
    items->part = same_line ? items->part + 1 : 0;
    items->item_line = line;
    clear_item(items);
}

static void
add(void *context, struct text piece)
{
    struct items *items = context;

    items->item_bytes += piece.len;
    if (items->item_bytes <= feed_options(items->feed)->max_line) {
        buffer_add(&items->item, piece);
        return;
    }
    if (!items->is_long) {
        digester_reset(items->digester);
        digester_add(items->digester, buffer_text(&items->item));
        buffer_clear(&items->item);
    }
    items->is_long = true;
    digester_add(items->digester, piece);
}

static void
reject(struct items *items, const char *why)
{
    char text[DIGEST_TEXT + 1] = {0};

    release(items, false);
    if (!items->is_long) {
        feed_reject(items->feed, items->item_line, why,
                    buffer_text(&items->item));
        return;
    }
    digest_format(text, digester_value(items->digester));
    feed_reject_bytes(items->feed, items->item_line, why, items->item_bytes,
                      text);
}

static void
end_item(struct items *items)
{
    struct buffer swap = items->held;

    if (items->is_long) {
        reject(items, "too_long: the record is longer than --max-line");
    } else if (items->scanner.is_broken) {
        reject(items, "bad_json: a line break inside a string");
    } else {
        items->held = items->item;
        items->item = swap;
        items->held_line = items->item_line;
        items->holds = true;
    }
}

static bool
damaged(struct items *items, const char *why)
{
    release(items, false);
    if (bytes_status(lines_bytes(items->scanner.lines)) == 0)
        feed_problem(items->feed, EX_DATAERR, items->scanner.line, why);
    return false;
}

static bool
cut(struct items *items)
{
    if (items->item_bytes > 0)
        reject(items, "cut: the document ends within it");
    return damaged(items, "cut: the document ends before its items do");
}

static bool
take_item(struct items *items)
{
    begin_item(items);
    items->count++;
    if (!scanner_value(&items->scanner))
        return false;
    end_item(items);
    clear_item(items);
    return true;
}

/* From behind `[` to behind `]`. */
static bool
take_array(struct items *items)
{
    int byte;

    while ((byte = scanner_past_space(&items->scanner)) != ']') {
        if (byte == ',')
            scanner_next(&items->scanner);
        else if (byte < 0 || !take_item(items))
            return cut(items);
    }
    scanner_next(&items->scanner);
    release(items, false);
    return true;
}

static void
add_context(struct items *items, struct text name)
{
    if (items->is_long || items->scanner.is_broken
        || items->context.len + name.len + items->item.len > CONTEXT_MOST)
        return;
    if (items->context.len > 0)
        buffer_add_char(&items->context, ',');
    buffer_add(&items->context, name);
    buffer_add_char(&items->context, ':');
    buffer_add(&items->context, buffer_text(&items->item));
}

/* A member of the object around the items: to the context, or what *are_items of it begin behind. */
static bool
take_member(struct items *items, bool *are_items)
{
    struct scanner *scanner = &items->scanner;
    struct buffer name;
    bool is_whole;

    begin_item(items);
    if (scanner_past_space(scanner) != '"' || !scanner_string(scanner)
        || !scanner_expect(scanner, ':'))
        return false;
    *are_items = text_equal(buffer_text(&items->item), TEXT("\"orderedItems\""))
                 && scanner_past_space(scanner) == '[';
    if (*are_items)
        return true;
    name = items->item;
    items->item = (struct buffer){0};
    clear_item(items);
    is_whole = scanner_value(scanner);
    if (is_whole)
        add_context(items, buffer_text(&name));
    buffer_free(&name);
    return is_whole;
}

static bool
take_ordered(struct items *items)
{
    struct scanner *scanner = &items->scanner;
    bool are_items = false;
    int byte;

    if (!scanner_expect(scanner, '{'))
        return damaged(items, "bad_json: no object");
    while ((byte = scanner_past_space(scanner)) != '}') {
        if (byte == ',') {
            scanner_next(scanner);
            continue;
        }
        if (!take_member(items, &are_items))
            return cut(items);
        clear_item(items);
        if (!are_items)
            continue;
        scanner_next(scanner);
        feed_context(items->feed, FEED_JSON, scanner->line,
                     buffer_text(&items->context));
        if (!take_array(items))
            return false;
    }
    scanner_next(scanner);
    return true;
}

/* `window.YTD.tweets.part0 = [`: the name between YTD and `=` is the context. */
static bool
take_ytd(struct items *items)
{
    struct scanner *scanner = &items->scanner;
    struct buffer name = {0};
    struct text part;

    while (scanner_peek(scanner) >= 0 && scanner_peek(scanner) != '='
           && name.len < 256)
        buffer_add_char(&name, (char)scanner_next(scanner));
    part = text_trim(text_from(buffer_text(&name), sizeof("window.YTD.") - 1));
    buffer_clear(&items->context);
    buffer_add(&items->context, TEXT("\"ytd\":"));
    buffer_add_json_string(&items->context, part);
    buffer_free(&name);
    feed_context(items->feed, FEED_JSON, scanner->line,
                 buffer_text(&items->context));
    if (!scanner_expect(scanner, '=') || !scanner_expect(scanner, '['))
        return damaged(items, "bad_archive: no `= [` behind window.YTD");
    if (!take_array(items))
        return false;
    scanner_expect(scanner, ';');
    return true;
}

/* A value that a script is called with: name( … ); */
static bool
take_jsonp(struct items *items)
{
    struct scanner *scanner = &items->scanner;

    while (scanner_peek(scanner) >= 0 && scanner_peek(scanner) != '(')
        scanner_next(scanner);
    if (!scanner_expect(scanner, '(') || !take_item(items))
        return cut(items);
    if (!scanner_expect(scanner, ')'))
        return damaged(items, "bad_json: no `)` behind what it is called with");
    scanner_expect(scanner, ';');
    return true;
}

static bool
take_around(struct items *items, enum around around)
{
    struct scanner *scanner = &items->scanner;

    switch (around) {
    case AROUND_ARRAY:
        return scanner_expect(scanner, '[')
                   ? take_array(items)
                   : damaged(items, "bad_json: no array");
    case AROUND_ORDERED:
        return take_ordered(items);
    case AROUND_YTD:
        return take_ytd(items);
    case AROUND_JSONP:
        return take_jsonp(items);
    default:
        return scanner_expect(scanner, ',') || take_item(items) || cut(items);
    }
}

static void
skip_mark(struct scanner *scanner)
{
    if (scanner_peek(scanner) == 0xef)
        for (int i = 0; i < 3; i++)
            scanner_next(scanner);
}

/* Documents may follow one another, as appended exports do, some with a comma between. */
static bool
copy(struct feed *feed, struct lines *lines, enum around around)
{
    struct items items = {.feed = feed};
    uint64_t before = feed_records(feed);
    bool whole = true;

    items.digester = digester_new();
    scanner_start(&items.scanner, lines, add, &items);
    skip_mark(&items.scanner);
    while (whole && scanner_past_space(&items.scanner) >= 0)
        whole = take_around(&items, around);
    release(&items, false);
    if (whole)
        feed_balance(feed, before, items.count);
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
items_copy_jsonp(struct archive *archive, struct feed *feed,
                 struct lines *lines)
{
    (void)archive;
    return copy(feed, lines, AROUND_JSONP);
}

bool
items_copy_document(struct archive *archive, struct feed *feed,
                    struct lines *lines)
{
    (void)archive;
    return copy(feed, lines, AROUND_NOTHING);
}
