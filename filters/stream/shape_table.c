#include "stream/shape_parts.h"

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
bool
shape_is_table(struct text first, char separator)
{
    struct text line = shape_first_line(first), second;

    if (!is_header(line, separator))
        return false;
    second = shape_first_line(text_from(first, line.len + 1));
    return second.len == 0 || text_find_char(second, '"') != SIZE_MAX
           || count_char(second, separator) == count_char(line, separator);
}
