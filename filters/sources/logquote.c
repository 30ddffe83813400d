#include "sources/logquote.h"

static bool
is_escaped(const char *line, size_t from, size_t at)
{
    size_t backslashes = 0;

    while (at > from + backslashes && line[at - backslashes - 1] == '\\')
        backslashes++;
    return backslashes % 2 == 1;
}

size_t
logquote_end(struct text line, size_t from)
{
    size_t at = from;

    while (at < line.len) {
        const char *quote = memchr(line.at + at, '"', line.len - at);

        if (quote == NULL)
            return SIZE_MAX;
        at = (size_t)(quote - line.at);
        if (!is_escaped(line.at, from, at))
            return at;
        at++;
    }
    return SIZE_MAX;
}

/* What stands behind a backslash; how many bytes of the cell it took. 0: it was no escape. */
static size_t
undo_one(struct text rest, char *byte)
{
    static const char letters[] = "ntrbfv\"\\", meant[] = "\n\t\r\b\f\v\"\\";
    const char *letter;

    if (rest.len == 0)
        return 0;
    if (rest.at[0] == 'x' && rest.len > 2 && text_hex(rest.at[1]) >= 0
        && text_hex(rest.at[2]) >= 0) {
        *byte = (char)(text_hex(rest.at[1]) << 4 | text_hex(rest.at[2]));
        return 3;
    }
    letter = memchr(letters, rest.at[0], sizeof(letters) - 1);
    if (letter == NULL)
        return 0;
    *byte = meant[letter - letters];
    return 1;
}

struct text
logquote_undo(struct arena *arena, struct text cell)
{
    static const struct text replacement = {"\xef\xbf\xbd", 3};
    size_t len = text_find_char(cell, '\\');
    char *plain;

    if (len == SIZE_MAX)
        return cell;
    plain = arena_get(arena, cell.len);
    memcpy(plain, cell.at, len);
    for (size_t i = len; i < cell.len;) {
        char byte = cell.at[i++];
        size_t taken = byte == '\\' ? undo_one(text_from(cell, i), &byte) : 0;

        i += taken;
        if (taken > 0 && byte == '\0') {
            memcpy(plain + len, replacement.at, replacement.len);
            len += replacement.len; /* shorter than \x00 */
        } else {
            plain[len++] = byte;
        }
    }
    return (struct text){plain, len};
}

void
logquote_undo_cells(struct arena *arena, struct text *cells)
{
    for (size_t i = 0; i < LOG_FIELDS; i++)
        cells[i] = logquote_undo(arena, cells[i]);
}
