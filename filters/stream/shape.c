#include "stream/shape.h"

#include "stream/record.h"

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

static bool
is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static struct text
skip_space(struct text text)
{
    while (text.len > 0 && is_space(*text.at))
        text = text_from(text, 1);
    return text;
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
first_line(struct text text)
{
    size_t newline = text_find_char(text, '\n');

    if (newline != SIZE_MAX)
        text.len = newline;
    return text;
}

static bool
has_at(struct text text, size_t offset, struct text wanted)
{
    return text.len > offset && text_starts(text_from(text, offset), wanted);
}

static bool
starts_with_one_of(struct text first, const struct text *magics, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_starts(first, magics[i]))
            return true;
    return false;
}

static bool
is_media(struct text first)
{
    static const struct text magics[] = {
        {"\x89PNG", 4},  {"\xff\xd8\xff", 3},
        {"GIF87a", 6},   {"GIF89a", 6},
        {"II*\0", 4},    {"MM\0*", 4},
        {"\0\0\1\0", 4}, {"ID3\2", 4},
        {"ID3\3", 4},    {"ID3\4", 4},
        {"OggS\0", 5},   {"fLaC\0", 5},
        {"wOFF", 4},     {"wOF2", 4},
        {"%PDF-", 5},    {"\x1a\x45\xdf\xa3", 4}};

    if (starts_with_one_of(first, magics, sizeof(magics) / sizeof(*magics)))
        return true;
    return (has_at(first, 4, TEXT("ftyp")) && first.at[0] == '\0')
           || (text_starts(first, TEXT("RIFF"))
               && (has_at(first, 8, TEXT("WAVE"))
                   || has_at(first, 8, TEXT("AVI "))
                   || has_at(first, 8, TEXT("WEBP"))));
}

/* A zip that is a document of an office. */
static bool
is_office(struct text first)
{
    return has_at(first, 30, TEXT("[Content_Types].xml"))
           || has_at(first, 30, TEXT("mimetypeapplication/"));
}

static enum shape
binary_shape(struct text first)
{
    static const struct text refused[] = {{"7z\xbc\xaf\x27\x1c", 6},
                                          {"Rar!\x1a\x07", 6},
                                          {"SQLite format 3", 16},
                                          {"PAR1", 4},
                                          {"Obj\x01", 4},
                                          {"\x89HDF\r\n", 6},
                                          {"ORC\0", 4},
                                          {"ORC\1", 4},
                                          {"\xd0\xcf\x11\xe0", 4},
                                          {"\x04\x22\x4d\x18", 4},
                                          {"\x1f\x9d", 2},
                                          {"LZIP\1", 5},
                                          {"\xff\6\0\0sNaPpY", 10},
                                          {"filedesc://", 11}};

    if (text_starts(first, TEXT("PK\3\4"))
        || text_starts(first, TEXT("PK\5\6")))
        return is_office(first) ? SHAPE_REFUSED : SHAPE_ZIP;
    if (has_at(first, 257, TEXT("ustar")))
        return SHAPE_TAR;
    if (starts_with_one_of(first, refused, sizeof(refused) / sizeof(*refused)))
        return SHAPE_REFUSED;
    if (is_media(first))
        return SHAPE_MEDIA;
    if (text_starts(first, TEXT("\xff\xfe"))
        || text_starts(first, TEXT("\xfe\xff")))
        return has_at(first, 2, TEXT("<")) || has_at(first, 2, TEXT("\0<"))
                   ? SHAPE_XML
                   : SHAPE_UTF16;
    return SHAPE_EMPTY;
}

/*
 * How deep the JSON is open at the end of the text, strings minded; *key is where `"orderedItems"`
 * stands at the top level, or NULL.
 */
static int
open_depth(struct text json, const char **key)
{
    static const struct text wanted = {"\"orderedItems\"", 14};
    int depth = 0;

    *key = NULL;
    for (size_t i = 0; i < json.len; i++) {
        char byte = json.at[i];

        if (byte == '"') {
            if (depth == 1 && *key == NULL
                && text_starts(text_from(json, i), wanted))
                *key = json.at + i;
            for (i++; i < json.len && json.at[i] != '"'; i++)
                i += json.at[i] == '\\';
            if (i >= json.len)
                return depth == 0 ? 1 : depth;
        } else if (byte == '{' || byte == '[') {
            depth++;
        } else if (byte == '}' || byte == ']') {
            depth--;
        }
    }
    return depth;
}

bool
shape_is_closed(struct text json)
{
    const char *key;

    json = skip_space(json);
    return json.len > 0 && (json.at[0] == '{' || json.at[0] == '[')
           && open_depth(json, &key) == 0;
}

/*
 * A first line that closes what it opens is a record of JSON lines. One that does not, and more
 * lines behind it, is a document; unless the second line opens an object too: then the first is
 * a broken record among good ones.
 */
static enum shape
json_shape(struct text first)
{
    struct text line = first_line(first), rest;
    const char *key;
    int depth = open_depth(line, &key);

    if (text_starts(first, TEXT(RECORD_PREFIX "begin\"")))
        return SHAPE_HARK;
    if (key != NULL && first.at[0] == '{')
        return SHAPE_ORDERED;
    if (first.at[0] == '[')
        return depth == 0
                       && text_starts(skip_space(text_from(first, line.len)),
                                      TEXT("["))
                   ? SHAPE_JSON
                   : SHAPE_ARRAY;
    if (depth <= 0 || line.len == first.len)
        return SHAPE_JSON;
    rest = text_from(first, line.len + 1);
    if (rest.len > 0 && rest.at[0] == '{' && line.len > 2)
        return SHAPE_JSON;
    open_depth(first, &key);
    return key != NULL ? SHAPE_ORDERED : SHAPE_DOCUMENT;
}

static size_t
count_char(struct text text, char wanted)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == wanted;
    return count;
}

static bool
is_name_byte(unsigned char byte)
{
    return byte >= 0x80 || (byte >= 'a' && byte <= 'z')
           || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
           || strchr(" _-.#()/:\"", byte) != NULL;
}

/*
 * A header is a line of two names or more: letters first, no digits alone, nothing that a log line
 * or a sentence has.
 */
static bool
is_header(struct text line, char separator)
{
    struct text rest = text_trim(line), name;
    size_t count = 0;

    while (text_split(&rest, separator, &name)) {
        bool letter = false;

        name = text_trim(name);
        for (size_t i = 0; i < name.len; i++) {
            unsigned char byte = (unsigned char)name.at[i];
            letter |=
                byte >= 0x80 || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
            if (!is_name_byte(byte))
                return false;
        }
        if (!letter || name.len > 64)
            return false;
        count++;
    }
    return count > 2;
}

/* A header, and a second line that has as many separators at least where nothing is quoted. */
static bool
is_table(struct text first, char separator)
{
    struct text line = first_line(first), second;

    if (!is_header(line, separator))
        return false;
    second = first_line(text_from(first, line.len + 1));
    return second.len == 0 || text_find_char(second, '"') != SIZE_MAX
           || count_char(second, separator) == count_char(line, separator);
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

/*
 * Many kinds of control bytes, and many of them. NUL, with which a log begins that was cut under its writer, does
 * not count; one or two kinds stand between the cells of some tables.
 */
static bool
is_binary(struct text first)
{
    static const char usual[] = {'\0', '\t', '\n', '\v', '\f', '\r', '\033'};
    enum { KINDS = 6, SHARE = 32 };
    uint32_t kinds = 0;
    size_t count = 0;

    for (size_t i = 0; i < first.len; i++) {
        unsigned char byte = (unsigned char)first.at[i];

        if (byte >= ' ' || memchr(usual, byte, sizeof(usual)) != NULL)
            continue;
        kinds |= UINT32_C(1) << byte;
        count++;
    }
    return __builtin_popcount(kinds) >= KINDS && count > first.len / SHARE;
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
    if (is_table(first, ','))
        return SHAPE_CSV;
    return is_table(first, '\t') ? SHAPE_TSV : SHAPE_TEXT;
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

        xml = skip_space(xml);
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
    enum shape shape = binary_shape(first);
    struct text start = first;

    if (shape != SHAPE_EMPTY)
        return shape;
    if (is_empty_tar(first, name))
        return SHAPE_TAR;
    if (text_starts(start, TEXT("\xef\xbb\xbf")))
        start = text_from(start, 3);
    if (is_warc(start))
        return SHAPE_WARC;
    start = skip_space(start);
    if (start.len == 0)
        return first.len == 0 ? SHAPE_EMPTY : SHAPE_TEXT;
    if (text_starts(start, TEXT("window.YTD.")))
        return SHAPE_YTD;
    if (text_starts(start, TEXT("jsonFlickrApi(")))
        return SHAPE_JSONP;
    if (is_markup(start))
        return is_page(start) ? SHAPE_PAGE : SHAPE_XML;
    if (start.at[0] == '{' || start.at[0] == '[')
        return json_shape(start);
    return is_binary(start) ? SHAPE_BINARY : text_shape(start, name);
}
