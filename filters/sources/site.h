/*
 * site - where the pages of a log lie, which most logs leave out
 *
 * The line's own site counts, and --host where it has none; https by the line's scheme or port 443, else as
 * --host has it, else http; a port that the scheme implies is left out.
 */
#ifndef HARK_SOURCES_SITE_H
#define HARK_SOURCES_SITE_H

#include "base/arena.h"
#include "sources/logfield.h"

struct site {
    struct text scheme, host, port;
};

/* As --host says it: "www.example.com", "https://www.example.com:8443/"; NULL: nothing. */
struct site site_parse(const char *host);

/* The page's whole address, in the arena. *is_known is false where nothing names the site: it is
   host.invalid then (RFC 2606). */
struct text site_url(const struct site *other, const struct text *cells,
                     struct text target, struct arena *arena, bool *is_known);

#endif
