/*
 * logfield - what the fields of a web server's log line are
 *
 * Shape:   the cells of a line stand by these names. TEXT_NONE: the format has no such
 *          field; an empty text: it was logged as nothing (`-`).
 */
#ifndef HARK_SOURCES_LOGFIELD_H
#define HARK_SOURCES_LOGFIELD_H

#include "base/text.h"

enum log_field {
    LOG_SKIP,
    LOG_ADDRESS,   /* of the client, or its host's name */
    LOG_FORWARDED, /* X-Forwarded-For and its kin */
    LOG_USER,
    LOG_TIME,    /* any of base/clock.h, or an Apache time without a zone */
    LOG_TIME_MS, /* since 1970 */
    LOG_TIME_US,
    LOG_DATE, /* with LOG_CLOCK in place of LOG_TIME */
    LOG_CLOCK,
    LOG_FRACTION, /* of the second: the digits behind its point */
    LOG_ZONE,     /* +0200 */
    LOG_REQUEST,  /* GET /path HTTP/1.1 */
    LOG_METHOD,
    LOG_TARGET, /* path and query */
    LOG_PATH,
    LOG_QUERY, /* with its `?` or without */
    LOG_STATUS,
    LOG_REFERRER,
    LOG_AGENT,
    LOG_SITE, /* the virtual host, with its port or without */
    LOG_PORT,
    LOG_SCHEME,
    LOG_ADDRESSED, /* site and target in one: www.example.com/path */
    LOG_COOKIES,   /* the whole header */
    LOG_PERSON,    /* the field that --visitor-from names */
    LOG_ID,        /* the request's own, of servers that give it one */
    LOG_FIELDS
};

/* Of two fields that say the same the first that says something counts. */
static inline void
logfield_set(struct text *cells, enum log_field field, struct text cell)
{
    if (cell.len == 1 && cell.at[0] == '-')
        cell.len = 0;
    if (cells[field].len == 0)
        cells[field] = cell;
}

#endif
