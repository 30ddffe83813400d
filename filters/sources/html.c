#include "sources/html.h"

#include "base/buffer.h"
#include "sources/entity.h"
#include "sources/htmltag.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What is built while the text is gone through. */
struct reading {
    struct arena *arena;
    struct buffer out;
    struct html_link *links;
    size_t count, most;
    unsigned breaks;  /* lines to end before the next byte */
    const char *last; /* `>` of all, or NULL: no tag ends behind it */
    bool is_space;    /* before the next byte */
    bool is_pre;
    bool is_loose; /* quotes in tags mean nothing */
};

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The spaces and line breaks that the tags so far ask for. */
static void
settle(struct reading *reading)
{
    struct buffer *out = &reading->out;

    if (out->len > 0 && reading->breaks > 0) {
        for (unsigned i = 0; i < reading->breaks; i++)
            buffer_add_char(out, '\n');
    } else if (out->len > 0 && reading->is_space) {
        buffer_add_char(out, ' ');
    }
    reading->breaks = 0;
    reading->is_space = false;
}

static void
break_line(struct reading *reading, unsigned count)
{
    if (reading->breaks < count)
        reading->breaks = count;
}

/* Whether the byte may end a run of text: space, markup, a reference. */
static bool
is_stop(char byte)
{
    static const bool stops[256] = {
        ['<'] = true,  ['&'] = true,  [' '] = true,  ['\t'] = true,
        ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true};

    return stops[(unsigned char)byte];
}

enum { BLOCK = 16 };
typedef unsigned char block __attribute__((vector_size(BLOCK)));

/* A bit for each byte of which all bits are set. */
static unsigned
bits_of(block bytes)
{
#ifdef __SSE2__
    return (unsigned)_mm_movemask_epi8((__m128i)bytes);
#else
    unsigned bits = 0;

    for (unsigned i = 0; i < BLOCK; i++)
        bits |= (bytes[i] & 1U) << i;
    return bits;
#endif
}

/* A bit for each of the first BLOCK bytes that may end a run; the one behind them is looked at, too. */
static unsigned
ends_of(const char *at)
{
    block here, next;

    memcpy(&here, at, BLOCK);
    memcpy(&next, at + 1, BLOCK);
    return bits_of((block)((here == '<') | (here == '&') | (here - '\t' < 5)
                           | ((here == ' ')
                              & ((next == '<') | (next == '&') | (next == ' ')
                                 | (next - '\t' < 5)))));
}

/* How many bytes, and at least one, come out as they are: words, and single spaces between two of them. */
static size_t
run_length(struct text text)
{
    size_t len = 1;

    for (; len + BLOCK < text.len; len += BLOCK) {
        unsigned ends = ends_of(text.at + len);

        if (ends != 0)
            return len + (unsigned)__builtin_ctz(ends);
    }
    while (len < text.len) {
        if (!is_stop(text.at[len]))
            len++;
        else if (text.at[len] == ' ' && len + 1 < text.len
                 && !is_stop(text.at[len + 1]))
            len += 2;
        else
            break;
    }
    return len;
}

/* A word or a reference of the text; returns how many bytes it took. */
static size_t
take_one(struct reading *reading, struct text text)
{
    size_t len;

    if (reading->is_pre && text.at[0] == '\n') {
        break_line(reading, reading->breaks + 1);
        return 1;
    }
    if (!reading->is_pre && htmltag_is_space(text.at[0])) {
        reading->is_space = true;
        return 1;
    }
    settle(reading);
    len = text.at[0] == '&' ? entity_take(&reading->out, text) : 0;
    if (len > 0)
        return len;
    len = run_length(text);
    buffer_add(&reading->out, (struct text){text.at, len});
    return len;
}

static struct text
decoded(struct arena *arena, struct text value)
{
    struct buffer out = {0};
    struct text copy;

    value = text_trim(value);
    if (text_find_char(value, '&') == SIZE_MAX)
        return value;
    entity_decode(&out, value);
    copy = arena_copy(arena, buffer_text(&out));
    buffer_free(&out);
    return copy;
}

static void
add_link(struct reading *reading, struct text inside)
{
    struct html_link link = {TEXT_NONE, TEXT_NONE};
    struct text name, value;

    while (htmltag_attribute(&inside, &name, &value)) {
        if (text_equal_nocase(name, TEXT("href")) && link.href.at == NULL)
            link.href = decoded(reading->arena, value);
        if (text_equal_nocase(name, TEXT("class")))
            link.class = decoded(reading->arena, value);
    }
    if (link.href.len > 0 && reading->count < reading->most)
        reading->links[reading->count++] = link;
}

/*
 * The length of the tag at the front, or 0: there is none. Where quotes would hold all that follows they mean nothing any more,
 * so that no byte is gone through again for each tag before it.
 */
static size_t
tag_length(struct reading *reading, struct text text)
{
    size_t len;

    if (reading->last == NULL || text.at > reading->last)
        return 0;
    len = reading->is_loose ? 0 : htmltag_length(text);
    reading->is_loose |= len == 0;
    return len > 0 ? len : text_find_char(text, '>') + 1;
}

/* Up to behind the end tag of what is not shown. */
static size_t
skip_length(struct reading *reading, struct text text, struct text name)
{
    size_t at = 0, found;

    while ((found = text_find(text_from(text, at), TEXT("</"))) != SIZE_MAX) {
        struct text tag = text_from(text, at + found);
        size_t len = text_starts_nocase(text_from(tag, 2), name)
                         ? tag_length(reading, tag)
                         : 0;

        if (len > 0)
            return at + found + len;
        at += found + 2;
    }
    return text.len;
}

static size_t
take_tag(struct reading *reading, struct text text, size_t len)
{
    bool is_end = text.at[1] == '/';
    struct text inside = {text.at + 1 + is_end, len - 2 - is_end};
    struct text name = inside;
    enum htmltag act;

    name.len = 0;
    while (name.len < inside.len && !htmltag_is_space(inside.at[name.len])
           && inside.at[name.len] != '/')
        name.len++;
    act = htmltag_act(name);
    switch (act) {
    case HTMLTAG_BREAK:
        if (!is_end)
            break_line(reading, reading->breaks + 1);
        break;
    case HTMLTAG_LINE:
        break_line(reading, 1);
        break;
    case HTMLTAG_PRE:
        reading->is_pre = !is_end;
        break_line(reading, 2);
        break;
    case HTMLTAG_PARAGRAPH:
        break_line(reading, 2);
        break;
    case HTMLTAG_LINK:
        if (!is_end)
            add_link(reading, text_from(inside, name.len));
        break;
    case HTMLTAG_SKIP:
        return is_end ? len
                      : len + skip_length(reading, text_from(text, len), name);
    case HTMLTAG_NONE:
        break;
    }
    return len;
}

/* What begins with `<`: the length of its markup, or 0 where it is text. */
static size_t
take_markup(struct reading *reading, struct text text)
{
    size_t end;

    if (text.len < 3)
        return 0;
    if (text_starts(text, TEXT("<!--"))) {
        end = text_find(text, TEXT("-->"));
        return end == SIZE_MAX ? text.len : end + 3;
    }
    if (!is_letter(text.at[1]) && text.at[1] != '/' && text.at[1] != '!'
        && text.at[1] != '?')
        return 0;
    end = tag_length(reading, text);
    return end == 0 ? 0 : take_tag(reading, text, end);
}

static size_t
count_links(struct text html)
{
    size_t count = 0, at = 0, found;

    while ((found = text_find_char(text_from(html, at), '<')) != SIZE_MAX) {
        at += found + 1;
        count += at + 1 < html.len && (html.at[at] | 0x20) == 'a'
                 && htmltag_is_space(html.at[at + 1]);
    }
    return count;
}

/*
 * What comes out is never longer than what went in; but who appends a code point asks for room for the longest.
 */
struct html
html_read(struct arena *arena, struct text utf8)
{
    struct reading reading = {.arena = arena};
    size_t room = utf8.len + BUFFER_CODE_POINT;

    if (text_find_char(utf8, '<') == SIZE_MAX
        && text_find_char(utf8, '&') == SIZE_MAX)
        return (struct html){.text = text_trim(utf8)};
    reading.most = count_links(utf8);
    if (reading.most > 0)
        reading.links = arena_get(arena, reading.most * sizeof(*reading.links));
    reading.out = (struct buffer){arena_room(arena, room), 0, room};
    reading.last = memrchr(utf8.at, '>', utf8.len);
    while (utf8.len > 0) {
        size_t len = utf8.at[0] == '<' ? take_markup(&reading, utf8) : 0;

        utf8 = text_from(utf8, len > 0 ? len : take_one(&reading, utf8));
    }
    return (struct html){buffer_text(&reading.out), reading.links,
                         reading.count};
}

bool
html_has_class(const struct html_link *link, struct text wanted)
{
    struct text words = link->class, word;

    while (text_split(&words, ' ', &word)) {
        if (text_equal(word, wanted))
            return true;
    }
    return false;
}
