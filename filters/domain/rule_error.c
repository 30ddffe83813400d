#include "domain/rule_error.h"

#include <stdarg.h>
#include <stdio.h>

bool
rule_error_set(struct rule_error *error, const char *at, const char *format,
               ...)
{
    va_list list;

    va_start(list, format);
    vsnprintf(error->why, sizeof(error->why), format, list);
    va_end(list);
    error->at = at;
    error->file = TEXT_NONE;
    return false;
}

void
rule_error_place(struct rule_error *error, struct text content)
{
    error->line = 1;
    error->column = 1;
    for (const char *at = content.at; at < error->at; at++) {
        if (*at == '\n') {
            error->line++;
            error->column = 1;
        } else if ((*at & 0xc0) != 0x80) {
            error->column++;
        }
    }
}
