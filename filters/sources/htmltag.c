#include "sources/htmltag.h"

enum htmltag
htmltag_act(struct text name)
{
    static const struct {
        struct text name;
        enum htmltag act;
    } acts[] = {{TEXT("a"), HTMLTAG_LINK},
                {TEXT("br"), HTMLTAG_BREAK},
                {TEXT("p"), HTMLTAG_PARAGRAPH},
                {TEXT("div"), HTMLTAG_LINE},
                {TEXT("li"), HTMLTAG_LINE},
                {TEXT("tr"), HTMLTAG_LINE},
                {TEXT("ul"), HTMLTAG_PARAGRAPH},
                {TEXT("ol"), HTMLTAG_PARAGRAPH},
                {TEXT("h1"), HTMLTAG_PARAGRAPH},
                {TEXT("h2"), HTMLTAG_PARAGRAPH},
                {TEXT("h3"), HTMLTAG_PARAGRAPH},
                {TEXT("h4"), HTMLTAG_PARAGRAPH},
                {TEXT("h5"), HTMLTAG_PARAGRAPH},
                {TEXT("h6"), HTMLTAG_PARAGRAPH},
                {TEXT("blockquote"), HTMLTAG_PARAGRAPH},
                {TEXT("table"), HTMLTAG_PARAGRAPH},
                {TEXT("hr"), HTMLTAG_PARAGRAPH},
                {TEXT("dd"), HTMLTAG_LINE},
                {TEXT("dt"), HTMLTAG_LINE},
                {TEXT("section"), HTMLTAG_LINE},
                {TEXT("article"), HTMLTAG_LINE},
                {TEXT("figure"), HTMLTAG_LINE},
                {TEXT("figcaption"), HTMLTAG_LINE},
                {TEXT("pre"), HTMLTAG_PRE},
                {TEXT("script"), HTMLTAG_SKIP},
                {TEXT("style"), HTMLTAG_SKIP},
                {TEXT("template"), HTMLTAG_SKIP}};

    for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
        if (name.len == acts[i].name.len
            && (name.at[0] | 0x20) == acts[i].name.at[0]
            && text_equal_nocase(acts[i].name, name))
            return acts[i].act;
    }
    return HTMLTAG_NONE;
}

size_t
htmltag_length(struct text text)
{
    struct text rest = text_from(text, 1);

    for (;;) {
        struct text behind;
        char byte;

        rest = text_from(rest, text_before(rest, '>', '='));
        if (rest.len == 0)
            return 0;
        if (rest.at[0] == '>')
            return (size_t)(rest.at - text.at) + 1;
        rest = text_from(rest, 1);
        byte = rest.len > 0 ? rest.at[0] : '>';
        if (byte != '"' && byte != '\'')
            continue;
        behind = text_from(rest, 1);
        behind = text_from(behind, text_before(behind, byte, byte));
        if (behind.len > 0)
            rest = text_from(behind, 1);
    }
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
