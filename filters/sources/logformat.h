/*
 * logformat - what the fields of a server's log line are, as its operator wrote it down
 *
 * Three notations, told apart by themselves: Apache's (`%h %l %u %t "%r" %>s %b "%{Referer}i"`), nginx's
 * (`$remote_addr - $remote_user [$time_local] "$request" …`) and goaccess's
 * (`%h %^[%d:%t %^] "%r" %s %b "%R" "%u"`). `\"` and `\t` are a quote and a tab, as in the servers' own files.
 * Shape:   fields and the literal text between them. A field ends where the literal behind it begins; a
 *          quote that begins a literal is one that is not escaped in the line. A last field without quotes
 *          ends at a space. More behind the last one is let pass.
 * Lives:   a format to the end of the process.
 */
#ifndef HARK_SOURCES_LOGFORMAT_H
#define HARK_SOURCES_LOGFORMAT_H

#include "sources/logfield.h"

enum { LOG_TOKENS_MOST = 64 };

struct log_token {
    enum log_field field;
    struct text name; /* as it was written: of a header, cookie or variable */
    bool is_cookie;
    bool is_person;      /* it is LOG_PERSON too */
    size_t spaces;       /* within it, of a time */
    struct text literal; /* what follows the field */
};

struct log_format {
    struct text lead; /* before the first field */
    size_t count;
    struct log_token tokens[LOG_TOKENS_MOST];
};

/* NULL, or why not: a constant string. */
const char *logformat_parse(struct log_format *format, const char *notation);

/* The cookie, or the other field, of that name is who a visitor is; false where there is none. */
bool logformat_name_person(struct log_format *format, struct text name,
                           bool is_cookie);

bool logformat_has(const struct log_format *format, enum log_field field);

/* Fills cells[LOG_FIELDS], which are TEXT_NONE, still escaped. False where the line does not fit. */
bool logformat_cut(const struct log_format *format, struct text line,
                   struct text *cells);

#endif
