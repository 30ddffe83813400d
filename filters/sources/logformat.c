#include "sources/logformat.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

struct word {
    struct text word;
    enum log_field field;
};

/* Of one letter, or {Name} and a letter. */
static const struct word apache[] = {
    {{"h", 1}, LOG_HOST},  {{"a", 1}, LOG_HOST},    {{"u", 1}, LOG_USER},
    {{"t", 1}, LOG_TIME},  {{"r", 1}, LOG_REQUEST}, {{"m", 1}, LOG_METHOD},
    {{"U", 1}, LOG_PATH},  {{"q", 1}, LOG_QUERY},   {{"s", 1}, LOG_STATUS},
    {{"v", 1}, LOG_VHOST}, {{"V", 1}, LOG_VHOST}};

static const struct word goaccess[] = {
    {{"h", 1}, LOG_HOST},   {{"e", 1}, LOG_USER},    {{"x", 1}, LOG_TIME},
    {{"d", 1}, LOG_DATE},   {{"t", 1}, LOG_CLOCK},   {{"r", 1}, LOG_REQUEST},
    {{"m", 1}, LOG_METHOD}, {{"U", 1}, LOG_TARGET},  {{"q", 1}, LOG_QUERY},
    {{"s", 1}, LOG_STATUS}, {{"R", 1}, LOG_REFERER}, {{"u", 1}, LOG_AGENT},
    {{"v", 1}, LOG_VHOST}};

static const struct word nginx[] = {
    {{"remote_addr", 11}, LOG_HOST},
    {{"http_x_forwarded_for", 20}, LOG_FORWARDED},
    {{"proxy_add_x_forwarded_for", 25}, LOG_FORWARDED},
    {{"remote_user", 11}, LOG_USER},
    {{"time_local", 10}, LOG_TIME},
    {{"time_iso8601", 12}, LOG_TIME},
    {{"msec", 4}, LOG_TIME},
    {{"request", 7}, LOG_REQUEST},
    {{"request_method", 14}, LOG_METHOD},
    {{"request_uri", 11}, LOG_TARGET},
    {{"uri", 3}, LOG_PATH},
    {{"args", 4}, LOG_QUERY},
    {{"query_string", 12}, LOG_QUERY},
    {{"status", 6}, LOG_STATUS},
    {{"http_referer", 12}, LOG_REFERER},
    {{"http_user_agent", 15}, LOG_AGENT},
    {{"host", 4}, LOG_VHOST},
    {{"http_host", 9}, LOG_VHOST},
    {{"server_name", 11}, LOG_VHOST},
    {{"scheme", 6}, LOG_SCHEME}};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static enum log_field
field_of(const struct word *words, size_t count, struct text word)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(words[i].word, word))
            return words[i].field;
    return LOG_SKIP;
}

static struct log_token *
add_token(struct log_format *format, enum log_field field)
{
    struct log_token *token;

    if (format->count == LOG_TOKENS_MOST)
        return NULL;
    token = &format->tokens[format->count++];
    *token = (struct log_token){.field = field};
    return token;
}

static bool
is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
           || (byte >= '0' && byte <= '9') || byte == '_';
}

/* `$name` or `${name}`, from behind the `$`; how many bytes. */
static size_t
take_nginx(struct log_format *format, struct text rest)
{
    static const struct text cookie = {"cookie_", 7};
    size_t open = rest.len > 0 && rest.at[0] == '{', len = open;
    struct log_token *token;
    struct text name;

    while (len < rest.len && is_name_byte(rest.at[len]))
        len++;
    name = (struct text){rest.at + open, len - open};
    token = add_token(format, field_of(nginx, COUNT(nginx), name));
    if (token != NULL && token->field == LOG_SKIP) {
        token->field = LOG_NAMED;
        token->name = text_starts(name, cookie) ? text_from(name, 7) : name;
    }
    return len + open;
}

/* {Referer}i and its kin. */
static void
take_named(struct log_format *format, struct text name, char letter)
{
    struct log_token *token = add_token(format, LOG_NAMED);

    if (token == NULL)
        return;
    token->name = name;
    if (letter == 't')
        token->field = LOG_TIME;
    else if (letter == 'i' && text_equal_nocase(name, TEXT("referer")))
        token->field = LOG_REFERER;
    else if (letter == 'i' && text_equal_nocase(name, TEXT("user-agent")))
        token->field = LOG_AGENT;
    else if (letter == 'i' && text_equal_nocase(name, TEXT("host")))
        token->field = LOG_VHOST;
    else if (letter == 'i' && text_equal_nocase(name, TEXT("x-forwarded-for")))
        token->field = LOG_FORWARDED;
}

/* From behind the `%`; how many bytes. */
static size_t
take_percent(struct log_format *format, struct text rest, bool is_goaccess)
{
    size_t len = 0;

    while (len < rest.len && strchr("><!,0123456789", rest.at[len]) != NULL)
        len++;
    if (len < rest.len && rest.at[len] == '{') {
        size_t close = text_find_char(text_from(rest, len), '}');
        if (close == SIZE_MAX || len + close + 1 >= rest.len)
            return rest.len;
        take_named(format, (struct text){rest.at + len + 1, close - 1},
                   rest.at[len + close + 1]);
        return len + close + 2;
    }
    struct text letter = {rest.at + len, len < rest.len};
    add_token(format, is_goaccess ? field_of(goaccess, COUNT(goaccess), letter)
                                  : field_of(apache, COUNT(apache), letter));
    return len + letter.len;
}

static bool
is_goaccess_notation(struct text notation)
{
    static const struct text signs[] = {
        {"%^", 2}, {"%d", 2}, {"%R", 2}, {"%x", 2}};

    for (size_t i = 0; i < COUNT(signs); i++)
        if (text_find(notation, signs[i]) != SIZE_MAX)
            return true;
    return false;
}

static bool
has_field(const struct log_format *format, enum log_field field)
{
    for (size_t i = 0; i < format->count; i++)
        if (format->tokens[i].field == field)
            return true;
    return false;
}

static const char *
check(const struct log_format *format)
{
    if (format->count == LOG_TOKENS_MOST)
        return "bad_log_format: more than 63 fields";
    for (size_t i = 0; i + 1 < format->count; i++)
        if (format->tokens[i].literal.len == 0)
            return "bad_log_format: two fields with nothing between them";
    if (!has_field(format, LOG_TIME)
        && !(has_field(format, LOG_DATE) && has_field(format, LOG_CLOCK)))
        return "bad_log_format: it has no time";
    if (!has_field(format, LOG_REQUEST) && !has_field(format, LOG_TARGET)
        && !has_field(format, LOG_PATH))
        return "bad_log_format: it has no request";
    return NULL;
}

const char *
logformat_parse(struct log_format *format, const char *notation)
{
    struct text rest = text_of(notation);
    bool is_goaccess = is_goaccess_notation(rest);
    bool is_nginx = text_find_char(rest, '$') != SIZE_MAX
                    && text_find_char(rest, '%') == SIZE_MAX;
    struct text *literal = &format->lead;

    *format = (struct log_format){.lead = {rest.at, 0}};
    while (rest.len > 0) {
        size_t taken = 1;

        if (rest.at[0] == (is_nginx ? '$' : '%')) {
            rest = text_from(rest, 1);
            taken = is_nginx ? take_nginx(format, rest)
                             : take_percent(format, rest, is_goaccess);
            if (format->count == 0)
                return "bad_log_format: a field without a name";
            literal = &format->tokens[format->count - 1].literal;
            *literal = (struct text){rest.at + taken, 0};
        } else {
            literal->len++;
        }
        rest = text_from(rest, taken);
    }
    format->least = format->count;
    return check(format);
}

/* Up to the quote that ends the field, escapes passed over. */
static size_t
quoted_end(struct text rest)
{
    size_t i = 0;

    while (i < rest.len && rest.at[i] != '"')
        i += rest.at[i] == '\\' && i + 1 < rest.len ? 2 : 1;
    return i < rest.len ? i : SIZE_MAX;
}

static size_t
field_end(const struct log_token *token, char before, struct text rest)
{
    if (before == '"')
        return quoted_end(rest);
    if (before == '[' && token->literal.len > 0 && token->literal.at[0] == ']')
        return text_find_char(rest, ']');
    return token->literal.len == 0 ? rest.len : text_find(rest, token->literal);
}

/* Apache writes %t with its brackets. */
static bool
take_bracketed(struct text *rest, struct text *cell)
{
    size_t end = text_find_char(*rest, ']');

    if (rest->len == 0 || rest->at[0] != '[' || end == SIZE_MAX)
        return false;
    *cell = (struct text){rest->at + 1, end - 1};
    *rest = text_from(*rest, end + 1);
    return true;
}

static bool
take_cell(const struct log_token *token, char before, struct text *rest,
          struct text *cell)
{
    size_t end;

    if (token->field == LOG_TIME && before != '[' && take_bracketed(rest, cell))
        return true;
    end = field_end(token, before, *rest);
    if (end == SIZE_MAX)
        return false;
    *cell = (struct text){rest->at, end};
    *rest = text_from(*rest, end);
    return true;
}

bool
logformat_cut(const struct log_format *format, struct text line,
              struct text *cells)
{
    struct text rest = line;
    char before = ' ';

    if (!text_starts(rest, format->lead))
        return false;
    if (format->lead.len > 0)
        before = format->lead.at[format->lead.len - 1];
    rest = text_from(rest, format->lead.len);
    for (size_t i = 0; i < format->count; i++) {
        const struct log_token *token = &format->tokens[i];

        cells[i] = TEXT_NONE;
        if (i >= format->least && rest.len == 0)
            continue;
        if (!take_cell(token, before, &rest, &cells[i])) {
            if (i + 1 != format->least || before == '"')
                return false;
            cells[i] = rest; /* the line ends with it */
            rest = text_from(rest, rest.len);
        }
        if (i + 1 >= format->least && rest.len == 0)
            continue;
        if (!text_starts(rest, token->literal))
            return false;
        rest = text_from(rest, token->literal.len);
        if (token->literal.len > 0)
            before = token->literal.at[token->literal.len - 1];
    }
    return true;
}
