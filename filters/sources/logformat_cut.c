#include "sources/logformat.h"
#include "sources/logquote.h"

/* A quote that ends the field is one that begins what follows. */
static size_t
quoted_end(struct text rest, struct text literal)
{
    size_t end = logquote_end(rest, 0);

    while (end != SIZE_MAX && !text_starts(text_from(rest, end), literal))
        end = logquote_end(rest, end + 1);
    return end;
}

static size_t
last_end(struct text rest, enum log_field field)
{
    bool has_spaces =
        field == LOG_AGENT || field == LOG_REQUEST || field == LOG_COOKIES;
    size_t end = has_spaces ? SIZE_MAX : text_find_char(rest, ' ');

    return end == SIZE_MAX ? rest.len : end;
}

static size_t
field_end(const struct log_token *token, struct text rest)
{
    bool has_sign = token->literal.len > 0 && token->literal.at[0] != ' ';
    size_t within = 0, end;

    if (text_starts(token->literal, TEXT("\"")))
        return quoted_end(rest, token->literal);
    for (size_t i = 0; i < token->spaces && !has_sign; i++) {
        end = text_find_char(text_from(rest, within), ' ');
        if (end == SIZE_MAX)
            return SIZE_MAX;
        within += end + 1;
    }
    rest = text_from(rest, within);
    end = token->literal.len == 0 ? last_end(rest, token->field)
                                  : text_find(rest, token->literal);
    return end == SIZE_MAX ? SIZE_MAX : within + end;
}

static void
set_cell(const struct log_token *token, struct text cell, struct text *cells)
{
    size_t slash;

    if (token->is_person)
        logfield_set(cells, LOG_PERSON, cell);
    if (token->field != LOG_ADDRESSED) {
        logfield_set(cells, token->field, cell);
        return;
    }
    slash = text_find_char(cell, '/');
    if (slash == SIZE_MAX)
        return;
    logfield_set(cells, LOG_SITE, (struct text){cell.at, slash});
    logfield_set(cells, LOG_TARGET, text_from(cell, slash));
}

bool
logformat_cut(const struct log_format *format, struct text line,
              struct text *cells)
{
    struct text rest = text_from(line, format->lead.len);

    if (!text_starts(line, format->lead))
        return false;
    for (size_t i = 0; i < format->count; i++) {
        const struct log_token *token = &format->tokens[i];
        size_t end = field_end(token, rest);

        if (end == SIZE_MAX)
            return false;
        set_cell(token, (struct text){rest.at, end}, cells);
        rest = text_from(rest, end + token->literal.len);
    }
    return true;
}
