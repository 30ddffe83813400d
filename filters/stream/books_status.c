#include "stream/books_parts.h"

#include <assert.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

static const int precedence[] = {EX_SOFTWARE, EX_IOERR,   EX_CANTCREAT,
                                 EX_OSERR,    EX_CONFIG,  STATUS_REFUSED,
                                 EX_PROTOCOL, EX_DATAERR, EX_UNAVAILABLE,
                                 EX_TEMPFAIL, EX_NOINPUT};
enum { STATUSES = sizeof(precedence) / sizeof(*precedence) };

void
books_add_status(struct books *books, int status)
{
    for (size_t i = 0; i < STATUSES; i++)
        if (precedence[i] == status) {
            books->problems |= 1U << i;
            return;
        }
    assert(!"a status of the table");
}

int
books_status(const struct books *books)
{
    for (size_t i = 0; i < STATUSES; i++)
        if ((books->problems & 1U << i) != 0)
            return precedence[i];
    return 0;
}

void
books_say(struct books *books, const struct place *place, const char *format,
          va_list values)
{
    char *text;

    if (vasprintf(&text, format, values) == -1)
        err(EX_OSERR, "message");
    messages_say(books->messages, place, text_of(text));
    free(text);
}

void
books_problem(struct books *books, int status, const struct place *place,
              const char *format, ...)
{
    va_list values;

    va_start(values, format);
    books_say(books, place, format, values);
    va_end(values);
    books_add_status(books, status);
}

void
books_warn(struct books *books, const struct place *place, const char *format,
           ...)
{
    va_list values;

    va_start(values, format);
    books_say(books, place, format, values);
    va_end(values);
}
