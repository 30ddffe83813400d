/*
 * xml - XML as a stream of starts, texts and ends, by expat
 *
 * No document type is ever opened; one that defines entities or values of attributes fails
 * ("entities: …"). HTML 4's named characters are known; another entity stays as it is written (in an
 * attribute expat leaves it out; with standalone="yes" both are errors). Encodings: UTF-8, UTF-16 with
 * BOM, ISO-8859-1, US-ASCII, and windows-1252 and ISO-8859-15 by tables of ours; another is refused by
 * name ("encoding: …"). White space and a BOM before the XML declaration are passed over.
 * Shape:   names are as written ("media:title"), attributes name, value, name, value, NULL; all UTF-8.
 * Lives:   what a handler gets, during the call.
 * Fails:   xml_feed() says why, "bad_xml: … at line N", "too_deep: …" beyond 512, "too_long: …" of a tag
 *          or comment beyond 16 MiB; the same reason from then on, and constant until xml_free().
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
