#include "ports/xml.h"

#include <err.h>
#include <limits.h>
#include <stdlib.h>
#include <sysexits.h>

#include <expat.h>

#include "base/buffer.h"
#include "ports/xml_entities.h"

enum {
    MAX_DEPTH = 512,
    MAX_TOKEN =
        16 << 20,  /* bytes of one tag or comment: expat holds it whole */
    STEP = 1 << 20 /* bytes between two looks at that */
};

#define ENTITY(name, code_point) "<!ENTITY " #name " \"&#" #code_point ";\">"

/* A document type that declares the characters which feeds use without declaring them. */
static const char entities[] = XML_ENTITIES(ENTITY);

struct xml {
    XML_Parser expat;
    struct xml_handler handler;
    bool begun; /* past what may stand before the document */
    bool in_own_types;
    unsigned depth;
    uint64_t lines_before; /* of white space that expat did not get */
    int64_t fed;           /* bytes */
    struct buffer why;     /* empty while all is well */
};

static void
stop(struct xml *xml, const char *why)
{
    if (xml->why.len > 0)
        return;
    buffer_printf(
        &xml->why, "%s at line %ju", why,
        (uintmax_t)(XML_GetCurrentLineNumber(xml->expat) + xml->lines_before));
    (void)buffer_string(&xml->why);
    XML_StopParser(xml->expat, XML_FALSE);
}

static void
on_start(void *context, const char *name, const char **attributes)
{
    struct xml *xml = context;

    if (++xml->depth > MAX_DEPTH) {
        stop(xml, "too_deep: more than 512 elements in each other");
        return;
    }
    xml->handler.start(xml->handler.context, name, attributes,
                       XML_GetCurrentLineNumber(xml->expat)
                           + xml->lines_before);
}

static void
on_end(void *context, const char *name)
{
    struct xml *xml = context;

    xml->depth--;
    xml->handler.end(xml->handler.context, name);
}

static void
on_text(void *context, const char *at, int len)
{
    struct xml *xml = context;

    xml->handler.text(xml->handler.context, (struct text){at, (size_t)len});
}

/* An entity that nobody knows stays as it was written. */
static void
on_unknown_entity(void *context, const char *name, int is_parameter)
{
    struct xml *xml = context;

    if (is_parameter)
        return;
    xml->handler.text(xml->handler.context, TEXT("&"));
    xml->handler.text(xml->handler.context, text_of(name));
    xml->handler.text(xml->handler.context, TEXT(";"));
}

static void
on_entity(void *context, const char *name, int is_parameter, const char *value,
          int len, const char *base, const char *system, const char *public,
          const char *notation)
{
    struct xml *xml = context;

    (void)name, (void)is_parameter, (void)value, (void)len;
    (void)base, (void)system, (void)public, (void)notation;
    if (!xml->in_own_types)
        stop(xml, "entities: a document that defines entities");
}

/* A default would be handed out anew with every element. */
static void
on_attribute_type(void *context, const char *element, const char *attribute,
                  const char *type, const char *value, int is_required)
{
    struct xml *xml = context;

    (void)element, (void)attribute, (void)type, (void)is_required;
    if (value != NULL)
        stop(xml, "entities: a document that defines values of attributes");
}

/* In place of whatever type the document names: nothing is opened. */
static int
on_document_type(XML_Parser parser, const char *context, const char *base,
                 const char *system, const char *public)
{
    struct xml *xml = XML_GetUserData(parser);
    XML_Parser types;
    enum XML_Status status;

    (void)base, (void)system, (void)public;
    if (context != NULL)
        return XML_STATUS_ERROR;
    types = XML_ExternalEntityParserCreate(parser, NULL, "UTF-8");
    if (types == NULL)
        err(EX_OSERR, "no memory for XML");
    xml->in_own_types = true;
    status = XML_Parse(types, entities, sizeof(entities) - 1, 1);
    xml->in_own_types = false;
    XML_ParserFree(types);
    return (int)status;
}

/* Windows-1252 as browsers read it: the five bytes that it leaves free are control characters. */
static void
map_windows_1252(int *map)
{
    static const int from_80[32] = {
        0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
        0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
        0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

    memcpy(map + 0x80, from_80, sizeof(from_80));
}

static void
map_iso_8859_15(int *map)
{
    map[0xa4] = 0x20ac;
    map[0xa6] = 0x0160;
    map[0xa8] = 0x0161;
    map[0xb4] = 0x017d;
    map[0xb8] = 0x017e;
    map[0xbc] = 0x0152;
    map[0xbd] = 0x0153;
    map[0xbe] = 0x0178;
}

static int
on_encoding(void *context, const char *name, XML_Encoding *encoding)
{
    static const struct {
        const char *name;
        void (*map)(int *map);
    } encodings[] = {{"windows-1252", map_windows_1252},
                     {"cp1252", map_windows_1252},
                     {"iso-8859-15", map_iso_8859_15}};
    struct xml *xml = context;

    for (int i = 0; i < 256; i++)
        encoding->map[i] = i;
    for (size_t i = 0; i < sizeof(encodings) / sizeof(*encodings); i++) {
        if (text_equal_nocase(text_of(name), text_of(encodings[i].name))) {
            encodings[i].map(encoding->map);
            return XML_STATUS_OK;
        }
    }
    buffer_printf(&xml->why, "encoding: %s is not read", name);
    (void)buffer_string(&xml->why);
    return XML_STATUS_ERROR;
}

struct xml *
xml_new(const struct xml_handler *handler)
{
    struct xml *xml = calloc(1, sizeof(*xml));

    if (xml == NULL || (xml->expat = XML_ParserCreate(NULL)) == NULL)
        err(EX_OSERR, "no memory for XML");
    xml->handler = *handler;
    XML_SetUserData(xml->expat, xml);
    XML_SetElementHandler(xml->expat, on_start, on_end);
    XML_SetCharacterDataHandler(xml->expat, on_text);
    XML_SetSkippedEntityHandler(xml->expat, on_unknown_entity);
    XML_SetEntityDeclHandler(xml->expat, on_entity);
    XML_SetAttlistDeclHandler(xml->expat, on_attribute_type);
    XML_SetUnknownEncodingHandler(xml->expat, on_encoding, xml);
    /* So expat asks for a document type, and gets ours. */
    XML_SetParamEntityParsing(xml->expat, XML_PARAM_ENTITY_PARSING_ALWAYS);
    XML_SetExternalEntityRefHandler(xml->expat, on_document_type);
    XML_UseForeignDTD(xml->expat, XML_TRUE);
    return xml;
}

void
xml_free(struct xml *xml)
{
    if (xml == NULL)
        return;
    XML_ParserFree(xml->expat);
    buffer_free(&xml->why);
    free(xml);
}

/* Without the white space and the byte order mark that feeds put before their XML declaration. */
static struct text
without_lead(struct xml *xml, struct text bytes)
{
    static const struct text lead = TEXT(" \t\r\n\xef\xbb\xbf");

    while (!xml->begun && bytes.len > 0) {
        if (text_find_char(lead, bytes.at[0]) == SIZE_MAX) {
            xml->begun = true;
        } else {
            xml->lines_before += bytes.at[0] == '\n';
            bytes = text_from(bytes, 1);
        }
    }
    return bytes;
}

static const char *
failed(struct xml *xml)
{
    enum XML_Error error = XML_GetErrorCode(xml->expat);

    if (error == XML_ERROR_NO_MEMORY)
        err(EX_OSERR, "no memory for XML");
    if (xml->why.len == 0) {
        buffer_printf(&xml->why, "bad_xml: %s at line %ju",
                      XML_ErrorString(error),
                      (uintmax_t)(XML_GetCurrentLineNumber(xml->expat)
                                  + xml->lines_before));
    }
    return buffer_string(&xml->why);
}

static bool
feed_step(struct xml *xml, struct text bytes, bool is_last)
{
    if (XML_Parse(xml->expat, bytes.at, (int)bytes.len, is_last)
        != XML_STATUS_OK)
        return false;
    xml->fed += (int64_t)bytes.len;
    if (xml->fed - XML_GetCurrentByteIndex(xml->expat) <= MAX_TOKEN)
        return true;
    stop(xml, "too_long: a tag or comment beyond 16 MiB");
    return false;
}

const char *
xml_feed(struct xml *xml, struct text bytes, bool is_last)
{
    if (xml->why.len > 0)
        return xml->why.at;
    bytes = without_lead(xml, bytes);
    do {
        size_t len = bytes.len < STEP ? bytes.len : STEP;

        if (!feed_step(xml, (struct text){bytes.at, len},
                       is_last && len == bytes.len))
            return failed(xml);
        bytes = text_from(bytes, len);
    } while (bytes.len > 0);
    return NULL;
}
