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

static enum shape
binary_shape(struct text first)
{
    static const struct text refused[] = {{"7z\xbc\xaf\x27\x1c", 6},
                                          {"Rar!\x1a\x07", 6},
                                          {"SQLite format 3", 16},
                                          {"PAR1", 4},
                                          {"Obj\x01", 4},
                                          {"\x89HDF\r\n", 6},
                                          {"ORC", 3},
                                          {"%PDF-", 5}};

    if (text_starts(first, TEXT("PK\3\4"))
        || text_starts(first, TEXT("PK\5\6")))
        return SHAPE_ZIP;
    if (has_at(first, 257, TEXT("ustar")))
        return SHAPE_TAR;
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        if (text_starts(first, refused[i]))
            return SHAPE_REFUSED;
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
        return depth == 0 && line.len < first.len
                       && *skip_space(text_from(first, line.len)).at == '['
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

static enum shape
text_shape(struct text first, struct text name)
{
    struct text plain = without_suffix(name);

    if (plain.len > 4
        && text_equal_nocase(text_from(plain, plain.len - 4), TEXT(".csv")))
        return SHAPE_CSV;
    if (plain.len > 4
        && text_equal_nocase(text_from(plain, plain.len - 4), TEXT(".tsv")))
        return SHAPE_TSV;
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

enum shape
shape_of(struct text first, bool whole, struct text name)
{
    enum shape shape = binary_shape(first);
    struct text start = first;

    (void)whole;
    if (shape != SHAPE_EMPTY)
        return shape;
    if (text_starts(start, TEXT("\xff\xfe<"))
        || text_starts(start, TEXT("\xfe\xff\0<")))
        return SHAPE_XML;
    if (text_starts(start, TEXT("\xef\xbb\xbf")))
        start = text_from(start, 3);
    if (text_starts(start, TEXT("WARC/1."))
        || text_starts(start, TEXT("WARC/0.")))
        return SHAPE_WARC;
    start = skip_space(start);
    if (start.len == 0)
        return first.len == 0 ? SHAPE_EMPTY : SHAPE_TEXT;
    if (text_starts(start, TEXT("window.YTD.")))
        return SHAPE_YTD;
    if (is_markup(start))
        return SHAPE_XML;
    if (start.at[0] == '{' || start.at[0] == '[')
        return json_shape(start);
    return text_shape(start, name);
}
