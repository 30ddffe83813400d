/*
 * logformat - what the fields of a server's log line are, as its operator wrote it down
 *
 * Three notations, told apart by themselves: Apache's (`%h %l %u %t "%r" %>s %b "%{Referer}i"`), nginx's
 * (`$remote_addr - $remote_user [$time_local] "$request" …`) and goaccess's (`%h %^[%d:%t %^] "%r" %s %b "%R" "%u"`).
 * Shape:   fields and the literal text between them. A field behind a quote ends at the next quote that is not
 *          escaped, one behind `[` at `]`, another before the literal that follows it.
 * Lives:   a format to the end of the process.
 * Source:  Apache mod_log_config; nginx ngx_http_log_module; goaccess, "log-format".
 */
#ifndef HARK_SOURCES_LOGFORMAT_H
#define HARK_SOURCES_LOGFORMAT_H

#include "base/text.h"

enum log_field {
    LOG_SKIP,
    LOG_HOST,      /* of the client: address or name */
    LOG_FORWARDED, /* X-Forwarded-For */
    LOG_USER,
    LOG_TIME, /* any of base/clock.h, without brackets */
    LOG_DATE, /* with LOG_CLOCK in place of LOG_TIME */
    LOG_CLOCK,
    LOG_REQUEST, /* GET /path HTTP/1.1 */
    LOG_METHOD,
    LOG_TARGET, /* path and query */
    LOG_PATH,
    LOG_QUERY,
    LOG_STATUS,
    LOG_REFERER,
    LOG_AGENT,
    LOG_VHOST,
    LOG_SCHEME,
    LOG_NAMED, /* a cookie or header, for --visitor-from */
    LOG_FIELDS
};

enum { LOG_TOKENS_MOST = 64 };

struct log_token {
    enum log_field field;
    struct text name;    /* of LOG_NAMED: the cookie's or header's */
    struct text literal; /* what follows the field */
};

struct log_format {
    struct text lead; /* before the first field */
    size_t count;
    struct log_token tokens[LOG_TOKENS_MOST];
    /* A line may end, or go on, behind this many tokens. */
    size_t least;
};

/* NULL, or why not, in memory that lives on. `notation` lives on. */
const char *logformat_parse(struct log_format *format, const char *notation);

/*
 * Cuts a line: cells[i] is token i's, still escaped; those behind a line that ends early are TEXT_NONE.
 * False where it does not fit. More behind the last token is tolerated.
 */
bool logformat_cut(const struct log_format *format, struct text line,
                   struct text *cells);

#endif
