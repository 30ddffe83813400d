/*
 * elements - the items of an XML document as objects: entries of feeds, rows of dumps, comments
 *
 * An item is an element of a known name that lies in no other item. What stands before the first of
 * them (the feed's title and base, a photo's id) is their context.
 */
#include "ports/xml.h"
#include "stream/archive.h"
#include "stream/element.h"

enum { BLOCK = 64 << 10, CONTEXT_MOST = 16 << 10, CHILDREN_MOST = 4096 };

struct elements {
    struct feed *feed;
    struct arena arena;
    struct element *current; /* in an item, else NULL */
    uint64_t item_line;
    size_t item_depth;
    size_t depth;
    struct buffer text; /* of the current element, up to the next tag */
    struct buffer line;
    struct buffer context;     /* members of it */
    struct buffer name, value; /* of the last simple element outside items */
    bool told;                 /* the context was handed out as it is now */
    bool may_be_empty;         /* the root is known to hold items */
    uint64_t begun, items;
    size_t item_bytes, item_children;
    uint64_t last_line;
    int64_t part;
};

static struct text
local_name(const char *name)
{
    const char *colon = strrchr(name, ':');

    return text_of(colon == NULL ? name : colon + 1);
}

/* What items of that name are called; nothing of what is none. */
static struct text
item_name(const char *name)
{
    static const struct text items[] = {
        {"item", 4}, {"entry", 5},  {"row", 3},           {"comment", 7},
        {"post", 4}, {"thread", 6}, {"deleted-entry", 13}};
    struct text local = local_name(name);

    for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++)
        if (text_equal_nocase(local, items[i]))
            return items[i];
    return TEXT_NONE;
}

/* A document of these may have no item at all; of another kind it is none that hark knows. */
static bool
is_root(const char *name)
{
    static const struct text roots[] = {
        {"rss", 3}, {"RDF", 3},   {"feed", 4},  {"posts", 5}, {"comments", 8},
        {"rsp", 3}, {"users", 5}, {"votes", 5}, {"disqus", 6}};
    struct text local = local_name(name);

    for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
        if (text_equal_nocase(local, roots[i]))
            return true;
    return false;
}

static void
add_context(struct elements *elements, const char *prefix, struct text name,
            struct text value)
{
    struct buffer key = {0};

    value = text_trim(value);
    buffer_printf(&key, "\"%s", prefix);
    buffer_add_json(&key, name);
    buffer_add(&key, TEXT("\":"));
    if (value.len > 0 && elements->context.len + value.len < CONTEXT_MOST
        && text_find(buffer_text(&elements->context), buffer_text(&key))
               == SIZE_MAX) {
        if (elements->context.len > 0)
            buffer_add_char(&elements->context, ',');
        buffer_add(&elements->context, buffer_text(&key));
        buffer_add_json_string(&elements->context, value);
        elements->told = false;
    }
    buffer_free(&key);
}

static void
start_outside(struct elements *elements, const char *name,
              const char **attributes)
{
    if (elements->depth == 0) {
        elements->may_be_empty = is_root(name);
        add_context(elements, "", TEXT("root"), text_of(name));
    }
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        struct buffer key = {0};

        if (elements->depth > 0 && text_equal(text_of(name), TEXT("link")))
            buffer_add_string(&key, "link");
        buffer_printf(&key, "@%s", attributes[i]);
        add_context(elements, "", buffer_text(&key),
                    text_of(attributes[i + 1]));
        buffer_free(&key);
    }
    buffer_clear(&elements->name);
    buffer_add_string(&elements->name, name);
    buffer_clear(&elements->value);
}

static bool
is_too_large(const struct elements *elements)
{
    return elements->item_bytes > feed_options(elements->feed)->max_line
           || elements->item_children > CHILDREN_MOST;
}

/* What expat gives in pieces, at each line's end and entity, is one text. */
static void
end_text(struct elements *elements)
{
    struct buffer *text = &elements->text;

    if (text->len > 0 && !is_too_large(elements))
        element_text(&elements->arena, elements->current, buffer_text(text));
    if (text->cap > BLOCK)
        buffer_free(text);
    buffer_clear(text);
}

static void
start_inside(struct elements *elements, const char *name,
             const char **attributes)
{
    end_text(elements);
    elements->item_children++;
    elements->item_bytes += strlen(name);
    for (size_t i = 0; attributes[i] != NULL; i++)
        elements->item_bytes += strlen(attributes[i]);
    if (!is_too_large(elements))
        elements->current = element_start(&elements->arena, elements->current,
                                          name, attributes);
}

static void
start_item(struct elements *elements, const char *name, const char **attributes,
           uint64_t line)
{
    elements->begun++;
    elements->item_line = line;
    elements->item_depth = elements->depth;
    elements->item_bytes = elements->item_children = 0;
    elements->current = element_start(&elements->arena, NULL, name, attributes);
}

static void
start(void *context, const char *name, const char **attributes, uint64_t line)
{
    struct elements *elements = context;

    if (elements->current != NULL)
        start_inside(elements, name, attributes);
    else if (elements->depth > 0 && item_name(name).len > 0)
        start_item(elements, name, attributes, line);
    else
        start_outside(elements, name, attributes);
    elements->depth++;
}

static void
text(void *context, struct text text)
{
    struct elements *elements = context;

    if (elements->current == NULL) {
        if (elements->value.len + text.len < CONTEXT_MOST)
            buffer_add(&elements->value, text);
        return;
    }
    elements->item_bytes += text.len;
    if (!is_too_large(elements))
        buffer_add(&elements->text, text);
}

static void
hand_out(struct elements *elements, const struct element *item,
         const char *name)
{
    struct text local = item_name(name);
    struct buffer *line = &elements->line;

    elements->items++;
    if (line->cap > 8 * BLOCK)
        buffer_free(line);
    buffer_clear(line);
    buffer_add(line, TEXT("{"));
    buffer_add_json_string(line, local);
    buffer_add_char(line, ':');
    element_write(line, item);
    buffer_add_char(line, '}');
    if (!elements->told)
        feed_context(elements->feed, FEED_JSON, elements->item_line,
                     buffer_text(&elements->context));
    elements->told = true;
    elements->part =
        elements->item_line == elements->last_line ? elements->part + 1 : 0;
    elements->last_line = elements->item_line;
    if (is_too_large(elements)
        || line->len > feed_options(elements->feed)->max_line)
        feed_reject(elements->feed, elements->item_line,
                    "too_long: the item is longer than --max-line, or of more "
                    "than 4096 elements",
                    TEXT(""));
    else
        feed_record(elements->feed, FEED_JSON, elements->item_line,
                    elements->part > 0 ? elements->part : -1,
                    buffer_text(line));
}

static void
end(void *context, const char *name)
{
    struct elements *elements = context;
    struct element *current = elements->current;

    elements->depth--;
    if (current == NULL) {
        if (text_equal(text_of(name), buffer_text(&elements->name)))
            add_context(elements, "", text_of(name),
                        buffer_text(&elements->value));
        buffer_clear(&elements->name);
        return;
    }
    end_text(elements);
    if (elements->depth > elements->item_depth) {
        if (!is_too_large(elements))
            elements->current = element_end(&elements->arena, current, name);
        return;
    }
    hand_out(elements, element_root(current), name);
    elements->current = NULL;
    arena_clear(&elements->arena);
}

static bool
damaged(struct elements *elements, struct lines *lines, const char *why)
{
    if (bytes_status(lines_bytes(lines)) == 0)
        feed_problem(elements->feed, EX_DATAERR, 0, why);
    return false;
}

static bool
feed_all(struct elements *elements, struct xml *xml, struct lines *lines)
{
    char block[BLOCK];
    ssize_t count;
    const char *why = NULL;
    uint64_t before = feed_records(elements->feed);

    do {
        count = lines_read(lines, block, BLOCK);
        if (count >= 0)
            why =
                xml_feed(xml, (struct text){block, (size_t)count}, count == 0);
    } while (count > 0 && why == NULL);
    if (why != NULL || count < 0)
        return damaged(elements, lines,
                       why != NULL ? why : "cut: the document is damaged");
    feed_balance(elements->feed, before, elements->begun);
    if (elements->items == 0 && !elements->may_be_empty)
        feed_reject(elements->feed, 1,
                    "no_items: an XML document without an item, entry, row, "
                    "comment, post or thread in it",
                    TEXT(""));
    return true;
}

bool
elements_copy(struct archive *archive, struct feed *feed, struct lines *lines)
{
    struct elements elements = {.feed = feed};
    struct xml_handler handler = {start, text, end, &elements};
    struct xml *xml = xml_new(&handler);
    bool whole = feed_all(&elements, xml, lines);

    (void)archive;
    xml_free(xml);
    arena_free(&elements.arena);
    buffer_free(&elements.text);
    buffer_free(&elements.line);
    buffer_free(&elements.context);
    buffer_free(&elements.name);
    buffer_free(&elements.value);
    return whole;
}
