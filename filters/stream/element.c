#include "stream/element.h"

struct piece {
    struct piece *next;
    struct text text;
};

struct element {
    struct text name;
    struct element *parent;
    struct element *first, *last; /* children */
    struct element *next;         /* sibling */
    struct piece *pieces, *last_piece;
    struct text attributes; /* `"@a":"x","@b":"y"` */
    bool has_text;          /* something but white space */
    bool is_markup;         /* its children are written into its text */
    uint32_t depth;         /* of markup open in it */
    bool written;
};

static struct text
attributes_of(struct arena *arena, const char **attributes)
{
    struct buffer members = {0};
    struct text copy;

    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        buffer_add_string(&members, i == 0 ? "\"@" : ",\"@");
        buffer_add_json(&members, text_of(attributes[i]));
        buffer_add(&members, TEXT("\":"));
        buffer_add_json_string(&members, text_of(attributes[i + 1]));
    }
    copy = arena_copy(arena, buffer_text(&members));
    buffer_free(&members);
    return copy;
}

static bool
is_xhtml(const char **attributes)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (strcmp(attributes[i], "type") == 0
            && (strcmp(attributes[i + 1], "xhtml") == 0
                || strcmp(attributes[i + 1], "application/xhtml+xml") == 0))
            return true;
    return false;
}

static void
add_escaped(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '&':
            buffer_add(out, TEXT("&amp;"));
            break;
        case '<':
            buffer_add(out, TEXT("&lt;"));
            break;
        case '"':
            buffer_add(out, TEXT("&quot;"));
            break;
        default:
            buffer_add_char(out, text.at[i]);
        }
    }
}

static void
add_piece(struct arena *arena, struct element *element, struct text text)
{
    struct piece *piece = arena_get(arena, sizeof(*piece));

    piece->text = arena_copy(arena, text);
    if (element->last_piece == NULL)
        element->pieces = piece;
    else
        element->last_piece->next = piece;
    element->last_piece = piece;
    element->has_text |= text_trim(text).len > 0;
}

static void
add_tag(struct arena *arena, struct element *element, const char *name,
        const char **attributes)
{
    struct buffer tag = {0};

    buffer_printf(&tag, "<%s", name);
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        buffer_printf(&tag, " %s=\"", attributes[i]);
        add_escaped(&tag, text_of(attributes[i + 1]));
        buffer_add_char(&tag, '"');
    }
    buffer_add_char(&tag, '>');
    add_piece(arena, element, buffer_text(&tag));
    buffer_free(&tag);
    element->depth++;
}

struct element *
element_start(struct arena *arena, struct element *parent, const char *name,
              const char **attributes)
{
    struct element *element;

    if (parent != NULL && parent->is_markup) {
        add_tag(arena, parent, name, attributes);
        return parent;
    }
    element = arena_get(arena, sizeof(*element));
    element->name = arena_copy(arena, text_of(name));
    element->parent = parent;
    element->attributes = attributes_of(arena, attributes);
    element->is_markup = is_xhtml(attributes);
    if (parent == NULL)
        return element;
    if (parent->last == NULL)
        parent->first = element;
    else
        parent->last->next = element;
    parent->last = element;
    return element;
}

void
element_text(struct arena *arena, struct element *element, struct text text)
{
    struct buffer escaped = {0};

    if (!element->is_markup) {
        add_piece(arena, element, text);
        return;
    }
    add_escaped(&escaped, text);
    add_piece(arena, element, buffer_text(&escaped));
    buffer_free(&escaped);
}

/* HTML's elements that have no end; one would be read as another beginning. */
static bool
is_void(struct text name)
{
    static const struct text names[] = {
        {"br", 2},   {"img", 3},   {"hr", 2},   {"input", 5}, {"meta", 4},
        {"link", 4}, {"embed", 5}, {"area", 4}, {"col", 3},   {"source", 6},
        {"base", 4}, {"param", 5}, {"wbr", 3},  {"track", 5}};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (text_equal_nocase(name, names[i]))
            return true;
    return false;
}

struct element *
element_end(struct arena *arena, struct element *element, const char *name)
{
    struct buffer tag = {0};

    if (element->depth == 0)
        return element->parent;
    element->depth--;
    if (!is_void(text_of(name))) {
        buffer_printf(&tag, "</%s>", name);
        add_piece(arena, element, buffer_text(&tag));
        buffer_free(&tag);
    }
    return element;
}

struct element *
element_root(struct element *element)
{
    while (element->parent != NULL)
        element = element->parent;
    return element;
}

static void
write_text(struct buffer *out, const struct element *element)
{
    buffer_add_char(out, '"');
    for (struct piece *piece = element->pieces; piece; piece = piece->next)
        buffer_add_json(out, piece->text);
    buffer_add_char(out, '"');
}

static void
write_name(struct buffer *out, struct text name)
{
    if (out->at[out->len - 1] != '{')
        buffer_add_char(out, ',');
    buffer_add_json_string(out, name);
    buffer_add_char(out, ':');
}

/* All siblings of that name from this one on. */
static void
write_siblings(struct buffer *out, struct element *child)
{
    struct element *other;
    bool several = false;

    for (other = child->next; other != NULL && !several; other = other->next)
        several = text_equal(other->name, child->name);
    write_name(out, child->name);
    if (!several) {
        element_write(out, child);
        return;
    }
    buffer_add_char(out, '[');
    for (other = child; other != NULL; other = other->next) {
        if (!text_equal(other->name, child->name))
            continue;
        if (other != child)
            buffer_add_char(out, ',');
        element_write(out, other);
        other->written = true;
    }
    buffer_add_char(out, ']');
}

void
element_write(struct buffer *out, const struct element *element)
{
    if (element->first == NULL && element->attributes.len == 0) {
        write_text(out, element);
        return;
    }
    buffer_add_char(out, '{');
    buffer_add(out, element->attributes);
    if (element->has_text) {
        write_name(out, TEXT("#text"));
        write_text(out, element);
    }
    for (struct element *child = element->first; child; child = child->next)
        if (!child->written)
            write_siblings(out, child);
    buffer_add_char(out, '}');
}
