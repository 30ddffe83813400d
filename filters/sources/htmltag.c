#include "sources/htmltag.h"

enum { LETTERS = 32, MOST = 7 };

struct named {
    struct text name;
    enum htmltag act;
};

/* By the first letter, as its last five bits say it. */
static const struct named acts[LETTERS][MOST + 1] = {
    ['a' & 31] = {{TEXT("a"), HTMLTAG_LINK}, {TEXT("article"), HTMLTAG_LINE}},
    ['b' & 31] = {{TEXT("br"), HTMLTAG_BREAK},
                  {TEXT("blockquote"), HTMLTAG_PARAGRAPH}},
    ['d' & 31] = {{TEXT("div"), HTMLTAG_LINE},
                  {TEXT("dd"), HTMLTAG_LINE},
                  {TEXT("dt"), HTMLTAG_LINE}},
    ['f' & 31] = {{TEXT("figure"), HTMLTAG_LINE},
                  {TEXT("figcaption"), HTMLTAG_LINE}},
    ['h' & 31] = {{TEXT("h1"), HTMLTAG_PARAGRAPH},
                  {TEXT("h2"), HTMLTAG_PARAGRAPH},
                  {TEXT("h3"), HTMLTAG_PARAGRAPH},
                  {TEXT("h4"), HTMLTAG_PARAGRAPH},
                  {TEXT("h5"), HTMLTAG_PARAGRAPH},
                  {TEXT("h6"), HTMLTAG_PARAGRAPH},
                  {TEXT("hr"), HTMLTAG_PARAGRAPH}},
    ['l' & 31] = {{TEXT("li"), HTMLTAG_LINE}},
    ['o' & 31] = {{TEXT("ol"), HTMLTAG_PARAGRAPH}},
    ['p' & 31] = {{TEXT("p"), HTMLTAG_PARAGRAPH}, {TEXT("pre"), HTMLTAG_PRE}},
    ['s' & 31] = {{TEXT("section"), HTMLTAG_LINE},
                  {TEXT("script"), HTMLTAG_SKIP},
                  {TEXT("style"), HTMLTAG_SKIP}},
    ['t' & 31] = {{TEXT("tr"), HTMLTAG_LINE},
                  {TEXT("table"), HTMLTAG_PARAGRAPH},
                  {TEXT("template"), HTMLTAG_SKIP}},
    ['u' & 31] = {{TEXT("ul"), HTMLTAG_PARAGRAPH}},
};

enum htmltag
htmltag_act(struct text name)
{
    const struct named *named =
        name.len == 0 ? acts[0] : acts[(unsigned char)name.at[0] % LETTERS];

    for (; named->name.len > 0; named++) {
        if (named->name.len == name.len && text_equal_nocase(named->name, name))
            return named->act;
    }
    return HTMLTAG_NONE;
}

size_t
htmltag_length(struct text text)
{
    for (size_t i = 1; i < text.len; i++) {
        char byte = text.at[i];
        size_t end;

        if (byte == '>')
            return i + 1;
        if ((byte != '"' && byte != '\'') || text.at[i - 1] != '=')
            continue;
        end = text_find_char(text_from(text, i + 1), byte);
        if (end != SIZE_MAX)
            i += end + 1;
    }
    return 0;
}

bool
htmltag_attribute(struct text *rest, struct text *name, struct text *value)
{
    struct text at = *rest;
    size_t len = 0;

    while (at.len > 0 && (htmltag_is_space(at.at[0]) || at.at[0] == '/'))
        at = text_from(at, 1);
    while (len < at.len && !htmltag_is_space(at.at[len]) && at.at[len] != '=')
        len++;
    *name = (struct text){at.at, len};
    *value = TEXT_NONE;
    at = text_from(at, len);
    while (at.len > 0 && htmltag_is_space(at.at[0]))
        at = text_from(at, 1);
    if (at.len > 0 && at.at[0] == '=') {
        at = text_from(at, 1);
        while (at.len > 0 && htmltag_is_space(at.at[0]))
            at = text_from(at, 1);
        if (at.len > 0 && (at.at[0] == '"' || at.at[0] == '\'')) {
            char quote = at.at[0];

            at = text_from(at, 1);
            len = text_find_char(at, quote);
            *value = (struct text){at.at, len == SIZE_MAX ? at.len : len};
            at = text_from(at, value->len + 1);
        } else {
            for (len = 0; len < at.len && !htmltag_is_space(at.at[len]); len++)
                ;
            *value = (struct text){at.at, len};
            at = text_from(at, len);
        }
    }
    *rest = at;
    return name->len > 0 || at.len > 0;
}
