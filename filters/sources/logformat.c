#include "sources/logformat.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/buffer.h"
#include "sources/lognames.h"

enum notation { APACHE, NGINX, GOACCESS };

/* Room for a token more; the last place stays free, so that too many show in the count. */
static struct log_token *
add_token(struct log_format *format, enum log_field field, struct text name)
{
    struct log_token *token;

    if (format->count < LOG_TOKENS_MOST)
        format->count++;
    token = &format->tokens[format->count - 1];
    *token = (struct log_token){.field = field, .name = name};
    return token;
}

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool
is_name_byte(char byte)
{
    return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '_';
}

/* `$name` or `${name}`, from behind the `$`; how many bytes, 0 where there is no name. */
static size_t
take_nginx(struct log_format *format, struct text rest)
{
    size_t open = rest.len > 0 && rest.at[0] == '{', len = open;
    struct log_token *token;
    struct text name;

    while (len < rest.len && is_name_byte(rest.at[len]))
        len++;
    name = (struct text){rest.at + open, len - open};
    if (name.len == 0 || (open > 0 && (len == rest.len || rest.at[len] != '}')))
        return 0;
    token = add_token(format, lognames_nginx(name), name);
    token->is_cookie = text_starts(name, TEXT("cookie_"));
    if (token->is_cookie)
        token->name = text_from(name, 7);
    token->spaces = text_equal(name, TEXT("time_local"));
    return len + open;
}

/* Of Apache's own time, which has no name, it is one. */
static size_t
count_spaces(struct text strftime)
{
    size_t count = strftime.len == 0;

    for (size_t i = 0; i < strftime.len; i++)
        count += strftime.at[i] == ' ';
    return count;
}

/* {Referer}i and its kin, from the brace on. */
static size_t
take_braces(struct log_format *format, struct text rest)
{
    size_t close = text_find_char(rest, '}');
    struct text name, kind = text_from(rest, close + 1);
    struct log_token *token;

    if (close == SIZE_MAX || kind.len == 0)
        return 0;
    name = (struct text){rest.at + 1, close - 1};
    token = add_token(format, LOG_SKIP, name);
    switch (kind.at[0]) {
    case 't':
        token->field = lognames_time(name);
        token->spaces = count_spaces(name);
        break;
    case 'i':
        token->field = lognames_header(name);
        break;
    case 'a':
    case 'h':
    case 'p':
        token->field = lognames_apache(kind.at[0]);
        break;
    case 'C':
        token->is_cookie = true;
        break;
    case '^': /* ^ti and ^to: trailers */
        return kind.len < 3 ? 0 : close + 4;
    default:
        break;
    }
    return close + 2;
}

/* From behind the `%`. */
static size_t
take_apache(struct log_format *format, struct text rest)
{
    size_t modifiers = 0, taken;

    while (modifiers < rest.len
           && text_find_char(TEXT("><!,0123456789"), rest.at[modifiers])
                  != SIZE_MAX)
        modifiers++;
    rest = text_from(rest, modifiers);
    if (rest.len == 0)
        return 0;
    if (rest.at[0] == '{') {
        taken = take_braces(format, rest);
        return taken == 0 ? 0 : modifiers + taken;
    }
    if (!is_letter(rest.at[0]))
        return 0;
    add_token(format, lognames_apache(rest.at[0]), TEXT_NONE);
    return modifiers + 1;
}

static size_t
take_goaccess(struct log_format *format, struct text rest)
{
    if (rest.len == 0 || (!is_letter(rest.at[0]) && rest.at[0] != '^'))
        return 0;
    add_token(format, lognames_goaccess(rest.at[0]), TEXT_NONE);
    return 1;
}

/* ~h{, }: the list of X-Forwarded-For. */
static size_t
take_list(struct log_format *format, struct text rest)
{
    size_t close = text_find_char(rest, '}');

    add_token(format, LOG_FORWARDED, TEXT_NONE);
    return text_starts(rest, TEXT("h{")) && close != SIZE_MAX ? close + 1 : 1;
}

static bool
has_any(struct text text, const char *const *signs)
{
    for (; *signs != NULL; signs++)
        if (text_find(text, text_of(*signs)) != SIZE_MAX)
            return true;
    return false;
}

static enum notation
notation_of(struct text text)
{
    static const char *const apache[] = {"%{", "%>", "%l", "%O", NULL};
    static const char *const goaccess[] = {"%^", "%d", "%x", "%R", NULL};

    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.at[i] == '$'
            && (is_letter(text.at[i + 1]) || text.at[i + 1] == '{'))
            return NGINX;
    return !has_any(text, apache) && has_any(text, goaccess) ? GOACCESS
                                                             : APACHE;
}

/* One field from its sign on; how many bytes, 0 where it is none, SIZE_MAX where it is a literal. */
static size_t
take_field(struct log_format *format, enum notation notation, struct text rest)
{
    struct text behind = text_from(rest, 1);
    size_t taken;

    if (notation == GOACCESS && text_starts(rest, TEXT("~h"))) {
        taken = take_list(format, behind);
    } else if (rest.at[0] != (notation == NGINX ? '$' : '%')) {
        return SIZE_MAX;
    } else {
        taken = notation == NGINX      ? take_nginx(format, behind)
                : notation == GOACCESS ? take_goaccess(format, behind)
                                       : take_apache(format, behind);
    }
    return taken == 0 ? 0 : taken + 1;
}

static bool
take_all(struct log_format *format, enum notation notation, struct text rest)
{
    struct text *literal = &format->lead;

    format->lead = (struct text){rest.at, 0};
    while (rest.len > 0) {
        size_t taken = take_field(format, notation, rest);

        if (taken == 0)
            return false;
        if (taken == SIZE_MAX) {
            literal->len++;
            taken = 1;
        } else {
            literal = &format->tokens[format->count - 1].literal;
            *literal = (struct text){rest.at + taken, 0};
        }
        rest = text_from(rest, taken);
    }
    return true;
}

/* What the servers' own files write with backslashes, and Apache's %t with the brackets that it stands
   for. In memory that lives on. */
static struct text
expand(struct text text, enum notation notation)
{
    struct buffer out = {0};

    for (size_t i = 0; i < text.len; i++) {
        struct text rest = text_from(text, i);

        if (text_starts(rest, TEXT("\\t"))) {
            buffer_add_char(&out, '\t');
            i++;
        } else if (text_starts(rest, TEXT("\\\""))
                   || text_starts(rest, TEXT("\\\\"))) {
            buffer_add_char(&out, rest.at[1]);
            i++;
        } else if (notation == APACHE && text_starts(rest, TEXT("%t"))) {
            buffer_add(&out, TEXT("[%{}t]"));
            i++;
        } else {
            buffer_add_char(&out, text.at[i]);
        }
    }
    buffer_string(&out);
    return buffer_text(&out);
}

/* What two fields with nothing between them are in one: %U%q, $uri$is_args$args, $host$request_uri; and a site with
   its port. */
static enum log_field
joined(const struct log_token *token, const struct log_token *next)
{
    bool is_mark = text_equal(next->name, TEXT("is_args"));

    if (token->field == LOG_SITE && next->field == LOG_PORT
        && text_equal(token->literal, TEXT(":")))
        return LOG_SITE;
    if (token->literal.len > 0)
        return LOG_SKIP;
    if ((token->field == LOG_PATH || token->field == LOG_ADDRESSED) && is_mark)
        return token->field;
    if (token->field == LOG_PATH && next->field == LOG_QUERY)
        return LOG_TARGET;
    if (token->field == LOG_ADDRESSED && next->field == LOG_QUERY)
        return LOG_ADDRESSED;
    return token->field == LOG_SITE
                   && (next->field == LOG_PATH || next->field == LOG_TARGET)
               ? LOG_ADDRESSED
               : LOG_SKIP;
}

static void
join_all(struct log_format *format)
{
    for (size_t i = 0; i + 1 < format->count;) {
        struct log_token *token = &format->tokens[i];
        enum log_field field = joined(token, token + 1);

        if (field == LOG_SKIP) {
            i++;
            continue;
        }
        token->field = field;
        token->literal = token[1].literal;
        memmove(token + 1, token + 2, (format->count - i - 2) * sizeof(*token));
        format->count--;
    }
}

/* goaccess leaves the zone out ("%d:%t %^]"), which stands there all the same. */
static void
find_zone(struct log_format *format)
{
    for (size_t i = 0; i + 1 < format->count; i++) {
        struct log_token *token = &format->tokens[i];

        if ((token->field == LOG_CLOCK || token->field == LOG_TIME)
            && text_equal(token->literal, TEXT(" "))
            && token[1].field == LOG_SKIP
            && text_starts(token[1].literal, TEXT("]")))
            token[1].field = LOG_ZONE;
    }
}

bool
logformat_has(const struct log_format *format, enum log_field field)
{
    for (size_t i = 0; i < format->count; i++)
        if (format->tokens[i].field == field)
            return true;
    return false;
}

static bool
has_time(const struct log_format *format)
{
    return logformat_has(format, LOG_TIME) || logformat_has(format, LOG_TIME_MS)
           || logformat_has(format, LOG_TIME_US)
           || (logformat_has(format, LOG_DATE)
               && logformat_has(format, LOG_CLOCK));
}

static bool
has_target(const struct log_format *format)
{
    return logformat_has(format, LOG_REQUEST)
           || logformat_has(format, LOG_TARGET)
           || logformat_has(format, LOG_PATH)
           || logformat_has(format, LOG_ADDRESSED);
}

static const char *
check(const struct log_format *format)
{
    if (format->count == LOG_TOKENS_MOST)
        return "log-format: more than 63 fields";
    for (size_t i = 0; i + 1 < format->count; i++)
        if (format->tokens[i].literal.len == 0)
            return "log-format: two fields with nothing between them";
    if (!has_time(format))
        return "log-format: it has no time";
    return has_target(format) ? NULL : "log-format: it has no request";
}

const char *
logformat_parse(struct log_format *format, const char *notation)
{
    struct text text = text_trim(text_of(notation));
    enum notation kind = notation_of(text);

    *format = (struct log_format){0};
    if (text_starts(text, TEXT("{")))
        return "log-format: JSON logs are read by a map "
               "(samples/maps/json_access.jq is one)";
    if (!take_all(format, kind, expand(text, kind)))
        return "log-format: a field without a name";
    join_all(format);
    if (kind == GOACCESS)
        find_zone(format);
    return check(format);
}

bool
logformat_name_person(struct log_format *format, struct text name,
                      bool is_cookie)
{
    for (size_t i = 0; i < format->count; i++) {
        struct log_token *token = &format->tokens[i];

        if (token->is_cookie == is_cookie
            && text_equal_nocase(token->name, name)) {
            token->is_person = true;
            return true;
        }
    }
    return false;
}
