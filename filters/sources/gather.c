#include "sources/gather.h"

#include <err.h>
#include <stdlib.h>

#include "base/array.h"

/* One that goes on; where it ends is where the next begins. */
struct line {
    uint64_t number;
    int64_t part;
    size_t end; /* behind its newline */
};

struct gather {
    struct books *books;
    struct json_parser *parser;  /* of the first line */
    const struct source *source; /* that was held last, or NULL */
    bool is_held;
    /* Of the first line. */
    struct json_slot *slots;
    struct json_slot root;
    bool is_repaired;
    const struct row *row;
    void *state;
    int64_t seen_s;
    struct place place;
    struct buffer archive, member, lines, context, key, first;
    /* Of those behind it. */
    struct buffer rest;
    struct line *lines_behind;
    size_t count, cap;
};

struct gather *
gather_new(struct books *books)
{
    struct gather *gather = calloc(1, sizeof(*gather));

    if (gather == NULL)
        err(EX_OSERR, "lines of one record");
    gather->books = books;
    gather->parser = json_parser_new();
    return gather;
}

void
gather_free(struct gather *gather)
{
    if (gather == NULL)
        return;
    json_parser_free(gather->parser);
    buffer_free(&gather->archive);
    buffer_free(&gather->member);
    buffer_free(&gather->lines);
    buffer_free(&gather->context);
    buffer_free(&gather->key);
    buffer_free(&gather->first);
    buffer_free(&gather->rest);
    free(gather->slots);
    free(gather->lines_behind);
    free(gather);
}

static struct text
keep(struct buffer *buffer, struct text text)
{
    buffer_clear(buffer);
    buffer_add(buffer, text);
    return buffer_text(buffer);
}

static void
prepare(struct gather *gather, const struct source *source)
{
    if (gather->source == source)
        return;
    free(gather->slots);
    gather->source = source;
    gather->slots = calloc(source->path_count, sizeof(*gather->slots));
    if (gather->slots == NULL)
        err(EX_OSERR, "lines of one record");
}

/* The slots of the first line, whose texts may lie in it: those of the copy in their place. */
static void
keep_slots(struct gather *gather, const struct raw *raw)
{
    uintptr_t from = (uintptr_t)raw->line.at;

    for (size_t i = 0; i < gather->source->path_count; i++) {
        struct json_slot slot = raw->slots[i];
        size_t at = (uintptr_t)slot.text.at - from;

        if (slot.type == JSON_STRING && at <= raw->line.len)
            slot.text.at = gather->first.at + at;
        gather->slots[i] = slot;
    }
}

/* What was parsed stays: its parser, too, in place of which the caller gets one that is free. */
static void
hold(struct gather *gather, const struct source *source, struct text key,
     struct raw *raw)
{
    struct json_parser *parser = raw->parser;

    prepare(gather, source);
    keep(&gather->key, key);
    gather->row = raw->row;
    gather->state = raw->state;
    gather->root = raw->root;
    gather->is_repaired = raw->is_repaired;
    gather->place = *raw->place;
    gather->place.archive = keep(&gather->archive, raw->place->archive);
    gather->place.member = keep(&gather->member, raw->place->member);
    gather->place.lines = keep(&gather->lines, raw->place->lines);
    keep(&gather->context, raw->context);
    keep(&gather->first, raw->line);
    memset(buffer_reserve(&gather->first, JSON_PADDING), 0, JSON_PADDING);
    keep_slots(gather, raw);
    buffer_clear(&gather->rest);
    gather->count = 0;
    gather->is_held = true;
    raw->parser = gather->parser;
    gather->parser = parser;
}

static bool
is_of_group(const struct gather *gather, const struct source *source,
            struct text key, const struct raw *raw)
{
    return gather->is_held && gather->source == source
           && text_equal(key, buffer_text(&gather->key))
           && text_equal(raw->place->archive, gather->place.archive)
           && text_equal(raw->place->member, gather->place.member);
}

static bool
is_full(const struct gather *gather, struct text line)
{
    return gather->rest.len + line.len > books_options(gather->books)->max_line;
}

static void
append(struct gather *gather, const struct raw *raw)
{
    gather->lines_behind =
        array_room(gather->lines_behind, gather->count, &gather->cap,
                   sizeof(*gather->lines_behind), "lines of one record");
    buffer_add(&gather->rest, raw->line);
    buffer_add_char(&gather->rest, '\n');
    gather->lines_behind[gather->count++] =
        (struct line){raw->place->line, raw->place->part, gather->rest.len};
}

enum gathered
gather_take(struct gather *gather, const struct source *source, struct raw *raw,
            int64_t seen_s, struct emitter *emitter)
{
    bool is_first = false;
    struct text key = source->group(raw, &is_first);

    if (key.len == 0)
        return GATHER_NONE;
    if (is_first) {
        gather_end(gather, emitter);
        hold(gather, source, key, raw);
        gather->seen_s = seen_s;
        return GATHER_HELD;
    }
    if (!is_of_group(gather, source, key, raw))
        return GATHER_ASTRAY;
    if (is_full(gather, raw->line))
        books_rejected(gather->books, raw->place,
                       "too_long: the lines of one record are together "
                       "longer than --max-line",
                       raw->line, raw->context);
    else
        append(gather, raw);
    return GATHER_HELD;
}

/* NULL, or why there is no record. */
static const char *
normalize(struct gather *gather, struct emitter *emitter)
{
    struct raw raw = {.line = buffer_text(&gather->first),
                      .root = gather->root,
                      .slots = gather->slots,
                      .row = gather->row,
                      .state = gather->state,
                      .place = &gather->place,
                      .lines = gather->place.lines,
                      .context = buffer_text(&gather->context),
                      .parser = gather->parser,
                      .is_repaired = gather->is_repaired};
    const char *why;

    memset(buffer_reserve(&gather->rest, JSON_PADDING), 0, JSON_PADDING);
    raw.rest = buffer_text(&gather->rest);
    emitter_start(emitter, &gather->place, gather->seen_s,
                  text_of(gather->source->name), raw.is_repaired);
    why = gather->source->normalize(&raw, emitter);
    return why; /* cppcheck-suppress returnDanglingLifetime ; a constant text, never of raw */
}

/* What became of the group: used where there is no reason. */
struct fate {
    const char *reason;
    bool is_dropped;
};

static struct fate
make(struct gather *gather, struct emitter *emitter)
{
    const char *why = normalize(gather, emitter);

    if (why == NULL)
        return (struct fate){emitter_finish(emitter), true};
    if (text_starts(text_of(why), TEXT(SOURCE_DROP_PREFIX)))
        return (struct fate){why + sizeof(SOURCE_DROP_PREFIX) - 1, true};
    return (struct fate){why, false};
}

static void
settle(const struct gather *gather, const struct fate *fate,
       const struct place *place, struct text line)
{
    if (fate->reason == NULL)
        books_used(gather->books);
    else if (fate->is_dropped)
        books_dropped(gather->books, fate->reason);
    else
        books_rejected(gather->books, place, fate->reason, line,
                       buffer_text(&gather->context));
}

void
gather_end(struct gather *gather, struct emitter *emitter)
{
    struct place place = gather->place;
    struct fate fate;
    size_t at = 0;

    if (!gather->is_held)
        return;
    gather->is_held = false;
    fate = make(gather, emitter);
    settle(gather, &fate, &place, buffer_text(&gather->first));
    for (size_t i = 0; i < gather->count; i++) {
        const struct line *line = &gather->lines_behind[i];

        place.line = line->number;
        place.part = line->part;
        settle(gather, &fate, &place,
               (struct text){gather->rest.at + at, line->end - 1 - at});
        at = line->end;
    }
}
