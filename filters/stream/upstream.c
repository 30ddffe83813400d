#include "stream/upstream.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/table.h"
#include "stream/record.h"

enum { STREAM, BY, STATUS, OUT, CHAIN, REJECTED, FIELDS };
static const char *const fields[FIELDS] = {"stream", "by",    "status",
                                           "out",    "chain", "rejected"};

struct stage {
    struct text by;
    uint64_t begins, ends;
};

struct upstream {
    struct json_parser *parser;
    struct json_plan *plan;
    struct json_slot slots[FIELDS];
    struct table *streams;
    struct arena names;
    struct stage *stages; /* by the number of the stream */
    size_t stage_cap;
    uint64_t lines; /* data lines received under control records */
    uint64_t owed;  /* what the ends say was written */
    uint64_t ends;
    uint64_t rejected; /* by all stages */
    bool damaged;
    struct buffer line; /* with room behind it, for the parser */
    struct buffer chain;
    struct buffer failed; /* "fetch ended with status 65", one a line */
};

struct upstream *
upstream_new(void)
{
    struct upstream *upstream = calloc(1, sizeof(*upstream));

    if (upstream == NULL)
        err(EX_OSERR, "upstream");
    upstream->streams = table_new();
    return upstream;
}

void
upstream_free(struct upstream *upstream)
{
    if (upstream == NULL)
        return;
    json_parser_free(upstream->parser);
    json_plan_free(upstream->plan);
    table_free(upstream->streams);
    arena_free(&upstream->names);
    buffer_free(&upstream->line);
    buffer_free(&upstream->chain);
    buffer_free(&upstream->failed);
    free(upstream->stages);
    free(upstream);
}

/* The fields of a control line; the stage it belongs to, or NULL. */
static struct stage *
parse(struct upstream *upstream, struct text line)
{
    struct json_slot root;
    bool repaired;
    uint32_t number;

    if (upstream->parser == NULL) {
        upstream->parser = json_parser_new();
        upstream->plan = json_plan_new(fields, FIELDS);
    }
    buffer_clear(&upstream->line);
    buffer_add(&upstream->line, line);
    buffer_reserve(&upstream->line, JSON_PADDING);
    if (json_parse(upstream->parser, buffer_text(&upstream->line), &root,
                   &repaired)
            != NULL
        || root.type != JSON_OBJECT
        || json_pick(upstream->plan, root.node, upstream->slots) != NULL
        || upstream->slots[STREAM].type != JSON_STRING
        || upstream->slots[BY].type != JSON_STRING) {
        upstream->damaged = true;
        return NULL;
    }
    number = table_add(upstream->streams, upstream->slots[STREAM].text);
    if (number >= upstream->stage_cap) {
        size_t cap = upstream->stage_cap == 0 ? 8 : upstream->stage_cap * 2;
        upstream->stages =
            reallocarray(upstream->stages, cap, sizeof(*upstream->stages));
        if (upstream->stages == NULL)
            err(EX_OSERR, "upstream");
        memset(upstream->stages + upstream->stage_cap, 0,
               (cap - upstream->stage_cap) * sizeof(*upstream->stages));
        upstream->stage_cap = cap;
    }
    if (upstream->stages[number].by.at == NULL)
        upstream->stages[number].by =
            arena_copy(&upstream->names, upstream->slots[BY].text);
    return &upstream->stages[number];
}

bool
upstream_begin(struct upstream *upstream, struct text line)
{
    struct stage *stage = parse(upstream, line);

    if (stage == NULL)
        return false;
    stage->begins++;
    return true;
}

static void
add_rejected(struct upstream *upstream, const struct json_slot *end)
{
    struct json_slot slots[FIELDS];

    if (end->type == JSON_OBJECT
        && json_pick(upstream->plan, end->node, slots) == NULL
        && slots[REJECTED].type == JSON_INTEGER)
        upstream->rejected += (uint64_t)slots[REJECTED].integer;
}

/* An end's own chain comes before it, and is not kept within it. */
static void
add_to_chain(struct upstream *upstream)
{
    static const char *const own[] = {"chain"};
    struct json_items items = json_items(upstream->slots[CHAIN]);
    struct json_slot item;
    struct buffer scratch = {0};

    while (json_next(&items, &item)) {
        if (upstream->chain.len > 0)
            buffer_add_char(&upstream->chain, ',');
        json_write(&upstream->chain, item);
        add_rejected(upstream, &item);
    }
    if (upstream->chain.len > 0)
        buffer_add_char(&upstream->chain, ',');
    buffer_add(&upstream->chain,
               record_without(&scratch, buffer_text(&upstream->line), own, 1));
    buffer_free(&scratch);
}

bool
upstream_end(struct upstream *upstream, struct text line)
{
    struct stage *stage = parse(upstream, line);
    struct json_slot *slots = upstream->slots;

    if (stage == NULL || slots[STATUS].type != JSON_INTEGER
        || slots[OUT].type != JSON_INTEGER) {
        upstream->damaged = true;
        return false;
    }
    stage->ends++;
    upstream->ends++;
    upstream->owed += (uint64_t)slots[OUT].integer;
    if (slots[STATUS].integer != 0)
        buffer_printf(&upstream->failed,
                      "upstream: %.*s ended with status %lld\n",
                      TEXT_ARGS(stage->by), (long long)slots[STATUS].integer);
    if (slots[REJECTED].type == JSON_INTEGER)
        upstream->rejected += (uint64_t)slots[REJECTED].integer;
    add_to_chain(upstream);
    return true;
}

void
upstream_lines(struct upstream *upstream, uint64_t count)
{
    upstream->lines += count;
}

bool
upstream_seen(const struct upstream *upstream)
{
    return table_count(upstream->streams) > 0 || upstream->damaged;
}

uint64_t
upstream_rejected(const struct upstream *upstream)
{
    return upstream->rejected;
}

struct text
upstream_chain(const struct upstream *upstream)
{
    return buffer_text(&upstream->chain);
}

static void
check_stages(const struct upstream *upstream, struct buffer *troubles)
{
    for (uint32_t i = 0; i < table_count(upstream->streams); i++) {
        const struct stage *stage = &upstream->stages[i];
        if (stage->begins > stage->ends)
            buffer_printf(troubles,
                          "upstream: %.*s ended early: it began and wrote no "
                          "end (%llu records of all came through)\n",
                          TEXT_ARGS(stage->by),
                          (unsigned long long)upstream->lines);
    }
}

bool
upstream_check(const struct upstream *upstream, struct buffer *troubles)
{
    size_t before = troubles->len;

    if (upstream->damaged)
        buffer_add_string(troubles,
                          "upstream: a begin or end record is damaged\n");
    check_stages(upstream, troubles);
    buffer_add(troubles, buffer_text(&upstream->failed));
    if (troubles->len == before && upstream->ends > 0
        && upstream->owed != upstream->lines)
        buffer_printf(troubles,
                      "upstream: %llu records were written and %llu came "
                      "through: a filter in between that takes out or adds "
                      "lines must run as `hark via CMD`\n",
                      (unsigned long long)upstream->owed,
                      (unsigned long long)upstream->lines);
    return troubles->len == before;
}
