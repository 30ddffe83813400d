#include "stream/shape_parts.h"

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

enum shape
shape_of_magic(struct text first)
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
 * Many kinds of control bytes, and many of them. NUL, with which a log begins that was cut under its writer, does
 * not count; one or two kinds stand between the cells of some tables.
 */
bool
shape_is_binary(struct text first)
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
