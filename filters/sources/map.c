#include "sources/map.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "ports/query.h"
#include "sources/mapped.h"

enum { MOST = 16 << 20 };

struct map {
    struct query *query;
    struct json_parser *parser; /* of results */
    struct mapped *mapped;
    struct buffer format; /* "map:name" */
    struct buffer input, result, why;
};

/* The name of the file without its folder and its last ending. */
static struct text
name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text name = text_of(slash == NULL ? path : slash + 1);

    if (text_ends(name, TEXT(".jq")))
        name.len -= 3;
    return name;
}

struct map *
map_new(const char *path, const char **why)
{
    struct map *map = calloc(1, sizeof(*map));
    struct buffer program = {0};
    char *reason = NULL;

    if (map == NULL)
        err(EX_OSERR, "map");
    if (file_whole(path, MOST, &program))
        map->query = query_new(buffer_string(&program), path, &reason);
    else
        reason = strdup(strerror(errno));
    buffer_free(&program);
    if (map->query == NULL) {
        *why = reason; /* told once, before the run ends */
        free(map);
        return NULL;
    }
    map->parser = json_parser_new();
    map->mapped = mapped_new();
    buffer_add_string(&map->format, "map:");
    buffer_add(&map->format, name_of(path));
    return map;
}

void
map_free(struct map *map)
{
    if (map == NULL)
        return;
    query_free(map->query);
    json_parser_free(map->parser);
    mapped_free(map->mapped);
    buffer_free(&map->format);
    buffer_free(&map->input);
    buffer_free(&map->result);
    buffer_free(&map->why);
    free(map);
}

struct text
map_format(const struct map *map)
{
    return buffer_text(&map->format);
}

/* Any bytes as a JSON string. */
static void
add_string(struct map *map, struct text bytes)
{
    buffer_clear(&map->result);
    utf8_repair(&map->result, bytes);
    buffer_add_json_string(&map->input, buffer_text(&map->result));
}

/* The raw record as an object that is still open. */
static void
open_object(struct map *map, const struct raw *raw, bool is_repaired)
{
    struct buffer *out = &map->input;

    if (source_root(raw).type != JSON_OBJECT) {
        buffer_add(out, TEXT("{\"text\":"));
        add_string(map, raw->line);
        return;
    }
    if (is_repaired)
        json_write(out, source_root(raw));
    else
        buffer_add(out, text_trim(raw->line));
    out->len--;
    while (out->at[out->len - 1] == ' ' || out->at[out->len - 1] == '\t')
        out->len--;
}

static void
build_input(struct map *map, const struct raw *raw, bool is_repaired)
{
    struct buffer *out = &map->input;

    buffer_clear(out);
    open_object(map, raw, is_repaired);
    buffer_add_string(out, out->at[out->len - 1] == '{' ? "" : ",");
    buffer_add(out, TEXT("\"_\":{\"archive\":"));
    add_string(map, raw->place->archive);
    if (raw->place->member.len > 0) {
        buffer_add(out, TEXT(",\"member\":"));
        add_string(map, raw->place->member);
    }
    buffer_printf(out, ",\"line\":%llu", (unsigned long long)raw->place->line);
    if (raw->place->part >= 0)
        buffer_printf(out, ",\"part\":%lld", (long long)raw->place->part);
    buffer_add(out, TEXT("}}"));
}

static const char *
refuse(struct map *map, const char *what)
{
    buffer_clear(&map->why);
    buffer_printf(&map->why, "bad_map: %s", what);
    return buffer_string(&map->why);
}

static const char *
emit_result(struct map *map, const struct raw *raw, struct emitter *emitter)
{
    struct json_slot root;
    bool is_repaired;
    struct text json;
    const char *why;

    buffer_reserve(&map->result, JSON_PADDING);
    json = buffer_text(&map->result);
    why = json_parse(map->parser, json, &root, &is_repaired);
    if (why != NULL)
        return refuse(map, why);
    return mapped_emit(map->mapped, root, raw->row, emitter);
}

const char *
map_run(struct map *map, const struct raw *raw, bool is_repaired,
        struct emitter *emitter)
{
    size_t count = 0;

    build_input(map, raw, is_repaired);
    if (!query_run(map->query, buffer_text(&map->input)))
        return refuse(map, query_why(map->query));
    for (;;) {
        const char *why;

        buffer_clear(&map->result);
        switch (query_next(map->query, &map->result)) {
        case QUERY_END:
            return count > 0 ? NULL : SOURCE_DROP("not_mapped");
        case QUERY_BAD:
            return refuse(map, query_why(map->query));
        case QUERY_RESULT:
            break;
        }
        why = emit_result(map, raw, emitter);
        if (why != NULL)
            return why;
        count++;
    }
}
