#include "sources/feed_context.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/feed_date.h"
#include "sources/source.h"

enum {
    TITLE,
    LANG,
    XML_LANG,
    DC_LANG,
    XML_BASE,
    LINK,
    LINK_HREF,
    UPDATED,
    PUB_DATE,
    BUILD_DATE,
    DC_DATE,
    MODIFIED,
    SLOTS
};

static const char *const paths[SLOTS] = {
    "title",     "language",      "@xml:lang", "dc:language",
    "@xml:base", "link",          "link@href", "updated",
    "pubDate",   "lastBuildDate", "dc:date",   "modified"};

struct feed_context {
    struct json_parser *parser;
    struct json_plan *plan;
    struct buffer json; /* the one that slots are of */
    struct json_slot slots[SLOTS];
};

struct feed_context *
feed_context_new(void)
{
    struct feed_context *context = calloc(1, sizeof(*context));

    if (context == NULL)
        err(EX_OSERR, "feed_context");
    context->parser = json_parser_new();
    context->plan = json_plan_new(paths, SLOTS);
    return context;
}

void
feed_context_read(struct feed_context *context, struct text json)
{
    struct json_slot root;
    bool is_repaired;

    if (text_equal(json, buffer_text(&context->json)))
        return;
    buffer_clear(&context->json);
    buffer_add(&context->json, json);
    memset(buffer_reserve(&context->json, JSON_PADDING), 0, JSON_PADDING);
    for (size_t i = 0; i < SLOTS; i++)
        context->slots[i].type = JSON_ABSENT;
    if (json.len > 0
        && json_parse(context->parser, buffer_text(&context->json), &root,
                      &is_repaired)
               == NULL
        && root.type == JSON_OBJECT)
        (void)json_pick(context->plan, root.node, context->slots);
}

static struct text
first_of(const struct feed_context *context, size_t one, size_t other)
{
    struct text text = slot_text(&context->slots[one]);

    return text.len > 0 ? text : slot_text(&context->slots[other]);
}

struct text
feed_context_title(const struct feed_context *context)
{
    return slot_text(&context->slots[TITLE]);
}

struct text
feed_context_lang(const struct feed_context *context)
{
    struct text lang = first_of(context, LANG, DC_LANG);

    return lang.len > 0 ? lang : slot_text(&context->slots[XML_LANG]);
}

struct text
feed_context_link(const struct feed_context *context)
{
    return first_of(context, LINK_HREF, LINK);
}

struct text
feed_context_base(const struct feed_context *context)
{
    struct text base = slot_text(&context->slots[XML_BASE]);

    return base.len > 0 ? base : feed_context_link(context);
}

bool
feed_context_time(const struct feed_context *context, struct moment *moment)
{
    for (size_t i = UPDATED; i < SLOTS; i++) {
        if (feed_date_parse(slot_text(&context->slots[i]), moment))
            return true;
    }
    return false;
}
