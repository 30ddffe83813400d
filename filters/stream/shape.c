#include "stream/shape_parts.h"

static const struct {
    const char *name;
    enum shape shape;
} names[] = {{"text", SHAPE_TEXT},   {"json", SHAPE_JSON},
             {"array", SHAPE_ARRAY}, {"document", SHAPE_DOCUMENT},
             {"csv", SHAPE_CSV},     {"tsv", SHAPE_TSV},
             {"xml", SHAPE_XML},     {"tar", SHAPE_TAR},
             {"zip", SHAPE_ZIP},     {"warc", SHAPE_WARC}};

bool
shape_parse(const char *name, enum shape *shape)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strcmp(name, names[i].name) == 0) {
            *shape = names[i].shape;
            return true;
        }
    return false;
}

/* Archives that were glued begin with the lines that end a record. */
static bool
is_warc(struct text text)
{
    while (text.len > 0 && (*text.at == '\r' || *text.at == '\n'))
        text = text_from(text, 1);
    return text_starts(text, TEXT("WARC/1."))
           || text_starts(text, TEXT("WARC/0."));
}

static struct text
without_suffix(struct text name)
{
    static const struct text packed[] = {
        {".gz", 3}, {".bz2", 4}, {".xz", 3}, {".zst", 4}, {".zip", 4}};

    for (size_t i = 0; i < sizeof(packed) / sizeof(*packed); i++)
        if (text_ends(name, packed[i]))
            name.len -= packed[i].len;
    return name;
}

static enum shape
text_shape(struct text first, struct text name)
{
    static const struct {
        struct text suffix;
        enum shape shape;
    } suffixes[] = {{{".csv", 4}, SHAPE_CSV},
                    {{".tsv", 4}, SHAPE_TSV},
                    {{".js", 3}, SHAPE_SCRIPT},
                    {{".css", 4}, SHAPE_SCRIPT}};
    struct text plain = without_suffix(name);

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
        struct text suffix = suffixes[i].suffix;

        if (plain.len > suffix.len
            && text_equal_nocase(text_from(plain, plain.len - suffix.len),
                                 suffix))
            return suffixes[i].shape;
    }
    if (shape_is_table(first, ','))
        return SHAPE_CSV;
    return shape_is_table(first, '\t') ? SHAPE_TSV : SHAPE_TEXT;
}

/* `<14>Oct 11 …` begins a syslog line, `<?xml`, `<rss` and `<!-- ` do not. */
static bool
is_markup(struct text first)
{
    unsigned char byte;

    if (first.len < 2 || first.at[0] != '<')
        return false;
    byte = (unsigned char)first.at[1];
    return byte == '?' || byte == '!'
           || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Past what may stand before the root: declarations and comments. */
static struct text
skip_prolog(struct text xml)
{
    for (;;) {
        size_t end = SIZE_MAX;

        xml = shape_skip_space(xml);
        if (text_starts(xml, TEXT("<?")))
            end = text_find(xml, TEXT("?>"));
        else if (text_starts(xml, TEXT("<!--")))
            end = text_find(xml, TEXT("-->"));
        if (end == SIZE_MAX)
            return xml;
        xml = text_from(xml, end + 2 + (xml.at[end] == '-'));
    }
}

static bool
is_page(struct text first)
{
    struct text root = skip_prolog(first);

    return text_starts_nocase(root, TEXT("<!doctype html"))
           || text_starts_nocase(root, TEXT("<html"));
}

/* All of it may be the two blocks that end a tar; of another name it is a file with a hole. */
static bool
is_empty_tar(struct text first, struct text name)
{
    enum { BLOCK = 512 };

    return text_ends(without_suffix(name), TEXT(".tar")) && first.len >= BLOCK
           && *first.at == '\0'
           && memcmp(first.at, first.at + 1, first.len - 1) == 0;
}

enum shape
shape_of(struct text first, struct text name)
{
    enum shape shape = shape_of_magic(first);
    struct text start = first;

    if (shape != SHAPE_EMPTY)
        return shape;
    if (is_empty_tar(first, name))
        return SHAPE_TAR;
    if (text_starts(start, TEXT("\xef\xbb\xbf")))
        start = text_from(start, 3);
    if (is_warc(start))
        return SHAPE_WARC;
    start = shape_skip_space(start);
    if (start.len == 0)
        return first.len == 0 ? SHAPE_EMPTY : SHAPE_TEXT;
    if (text_starts(start, TEXT("window.YTD.")))
        return SHAPE_YTD;
    if (text_starts(start, TEXT("jsonFlickrApi(")))
        return SHAPE_JSONP;
    if (is_markup(start))
        return is_page(start) ? SHAPE_PAGE : SHAPE_XML;
    if (start.at[0] == '{' || start.at[0] == '[')
        return shape_of_json(start);
    return shape_is_binary(start) ? SHAPE_BINARY : text_shape(start, name);
}
