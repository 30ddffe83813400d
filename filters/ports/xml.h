/*
 * xml - XML as a stream of starts, texts and ends, by expat
 *
 * Entities of a DTD are never expanded and external ones never opened; a document that defines
 * entities fails ("entities: …"). Encodings: UTF-8, UTF-16 with BOM, ISO-8859-1, US-ASCII, and
 * windows-1252 by a table of ours; another is refused by name ("encoding: …").
 * Shape:   names are as written ("media:title"), attributes name, value, name, value, NULL; all UTF-8.
 * Lives:   what a handler gets, during the call.
 * Fails:   xml_feed() says why, "bad_xml: … at line N"; constant until the next call.
 */
#ifndef HARK_PORTS_XML_H
#define HARK_PORTS_XML_H

#include "base/text.h"

struct xml_handler {
    void (*start)(void *context, const char *name, const char **attributes,
                  uint64_t line);
    void (*text)(void *context, struct text text);
    void (*end)(void *context, const char *name);
    void *context;
};

struct xml;

struct xml *xml_new(const struct xml_handler *handler);
void xml_free(struct xml *xml);
const char *xml_feed(struct xml *xml, struct text bytes,
                     bool is_last); /* NULL, or why not */

#endif
