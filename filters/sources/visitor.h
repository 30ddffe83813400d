/*
 * visitor - who a line of a log was written for, as far as it says
 *
 * In this order: the cookie, parameter or field that --visitor-from names, the user who has signed in, the
 * client's address with its agent. With "address" only the last is asked.
 * The address is the first of X-Forwarded-For where the log has it, without a port; that of a socket file
 * (`unix:`) is nobody's.
 */
#ifndef HARK_SOURCES_VISITOR_H
#define HARK_SOURCES_VISITOR_H

#include "sources/draft.h"
#include "sources/logfield.h"

enum visitor_from {
    VISITOR_BEST,
    VISITOR_COOKIE,
    VISITOR_PARAM,
    VISITOR_FIELD,
    VISITOR_ADDRESS
};

struct visitor {
    enum visitor_from from;
    struct text name; /* of the cookie, parameter or field */
};

/* "cookie:NAME", "param:NAME", "field:NAME", "address" or NULL. NULL, or why not. */
const char *visitor_parse(struct visitor *visitor, const char *from);

/* Cells still escaped; the address is the page's. */
void visitor_set(const struct visitor *visitor, const struct text *cells,
                 struct text address, struct draft *draft);

#endif
