/*
 * host - whose server a page of posts is from, where the page itself does not say
 *
 * Numbers of posts are one server's own: `host/17` is what they are called.
 */
#ifndef HARK_SOURCES_HOST_H
#define HARK_SOURCES_HOST_H

#include "sources/source.h"

/* As --host names it, without a scheme; TEXT_NONE without. */
struct text host_said(const struct row *row);

/* The same, else of the address that the page was fetched from, else of a folder on the way to it
   that is called as a host is ("forum.example.com/t/17.json"); TEXT_NONE where nothing names one. */
struct text host_of(const struct raw *raw);

#endif
