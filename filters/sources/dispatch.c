#include "sources/dispatch.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "sources/gather.h"
#include "sources/opened.h"
#include "stream/record.h"

/* What is picked of a record that is hark's own. */
enum { OWN_KIND, OWN_TIME, OWN_SLOTS };
static const char *const own_paths[OWN_SLOTS] = {"kind", "time"};

struct dispatch {
    struct books *books;
    const struct rows *rows;
    size_t source_count;
    struct json_parser *parser;
    struct json_plan *own;
    struct json_plan **plans; /* by source; NULL for text */
    struct json_slot **slots; /* by source */
    struct opened *opened;
    size_t last[2];        /* the source that matched last, by shape */
    const struct row *row; /* of the archive below */
    struct buffer archive, member;
    const struct source *used; /* by the record that came last */
    struct gather *gather;
    bool is_trying; /* each record by itself */
};

/* Of longer lines the parser takes less time: it looks at 64 bytes at once. */
enum { PLAIN_LONGEST = 2048 };

/* In place of a reason. */
static const char held[] = "held";

static void *
allocate(size_t count, size_t size)
{
    void *at;

    assert(count > 0);
    at = calloc(count, size);

    if (at == NULL)
        err(EX_OSERR, "dispatch");
    return at;
}

static void
open_sources(struct dispatch *dispatch)
{
    size_t count = dispatch->source_count;

    dispatch->plans = allocate(count, sizeof(struct json_plan *));
    dispatch->slots = allocate(count, sizeof(struct json_slot *));
    for (size_t i = 0; i < count; i++) {
        if (sources[i]->paths == NULL)
            continue;
        dispatch->plans[i] =
            json_plan_new(sources[i]->paths, sources[i]->path_count);
        dispatch->slots[i] =
            allocate(sources[i]->path_count, sizeof(**dispatch->slots));
    }
}

struct dispatch *
dispatch_new(struct books *books, const struct rows *rows)
{
    struct dispatch *dispatch = allocate(1, sizeof(*dispatch));

    dispatch->books = books;
    dispatch->rows = rows;
    while (sources[dispatch->source_count] != NULL)
        dispatch->source_count++;
    dispatch->parser = json_parser_new();
    dispatch->own = json_plan_new(own_paths, OWN_SLOTS);
    dispatch->gather = gather_new(books);
    open_sources(dispatch);
    dispatch->opened = opened_new(books, rows);
    return dispatch;
}

/* The states of sources live to the end of the process. */
void
dispatch_free(struct dispatch *dispatch)
{
    if (dispatch == NULL)
        return;
    opened_free(dispatch->opened);
    for (size_t i = 0; i < dispatch->source_count; i++) {
        json_plan_free(dispatch->plans[i]);
        free(dispatch->slots[i]);
    }
    free(dispatch->plans);
    free(dispatch->slots);
    json_parser_free(dispatch->parser);
    json_plan_free(dispatch->own);
    gather_free(dispatch->gather);
    buffer_free(&dispatch->archive);
    buffer_free(&dispatch->member);
    free(dispatch);
}

static void
find_row(struct dispatch *dispatch, const struct place *place)
{
    if (dispatch->row != NULL
        && text_equal(place->archive, buffer_text(&dispatch->archive))
        && text_equal(place->member, buffer_text(&dispatch->member)))
        return;
    buffer_clear(&dispatch->archive);
    buffer_add(&dispatch->archive, place->archive);
    buffer_clear(&dispatch->member);
    buffer_add(&dispatch->member, place->member);
    dispatch->row = rows_find(dispatch->rows, place->archive, place->member);
}

/* The source's slots filled and its state found; NULL, or why it cannot have the record. */
static const char *
prepare(struct dispatch *dispatch, struct raw *raw, size_t source)
{
    raw->state = opened_state(dispatch->opened, raw->row, source);
    raw->slots = dispatch->slots[source];
    if (dispatch->plans[source] == NULL)
        return NULL;
    return json_pick(dispatch->plans[source], raw->root.node,
                     dispatch->slots[source]);
}

/*
 * The source that knows the record, or why there is none. That one cannot have it (a key that it would look at
 * stands there twice) is the reason only where no other knows it.
 */
static const char *
find_source(struct dispatch *dispatch, struct raw *raw, enum source_shape shape,
            size_t *found)
{
    const char *why = "unknown_format: no source knows it (--list names them, "
                      "--map makes one)";
    size_t last = dispatch->last[shape];

    for (size_t i = 0; i <= dispatch->source_count; i++) {
        size_t source = i == 0 ? last : i - 1;
        const char *reason;

        if (sources[source]->shape != shape || (i > 0 && source == last))
            continue;
        reason = prepare(dispatch, raw, source);
        if (reason != NULL) {
            why = reason;
        } else if (sources[source]->matches(raw)) {
            dispatch->last[shape] = *found = source;
            return NULL;
        }
    }
    return why;
}

/* The source that the row names. */
static const char *
named_source(struct dispatch *dispatch, struct raw *raw, size_t *found)
{
    *found = source_number(source_find(text_of(raw->row->format)));
    if (sources[*found]->shape == SOURCE_JSON && raw->root.type != JSON_OBJECT)
        return "not_an_object: this format has a JSON object a record";
    return prepare(dispatch, raw, *found);
}

/*
 * The source that the row names, or that matched last, where it knows a short record from its slots alone. False: nothing is known of it.
 */
static bool
find_plain(struct dispatch *dispatch, struct raw *raw, size_t *found)
{
    const char *named = raw->row->format;
    size_t source = named == NULL ? dispatch->last[SOURCE_JSON]
                                  : source_number(source_find(text_of(named)));

    if (dispatch->is_trying || dispatch->plans[source] == NULL
        || raw->line.len > PLAIN_LONGEST || sources[source]->is_rooted
        || !json_pick_plain(dispatch->parser, dispatch->plans[source],
                            raw->line, dispatch->slots[source]))
        return false;
    raw->state = opened_state(dispatch->opened, raw->row, source);
    raw->slots = dispatch->slots[source];
    *found = source;
    return named != NULL || sources[source]->matches(raw);
}

/* The record that is made next comes behind the one that was held. */
static void
start(struct dispatch *dispatch, const struct raw *raw, int64_t seen_s,
      struct text format, struct emitter *emitter)
{
    gather_end(dispatch->gather, emitter);
    emitter_start(emitter, raw->place, seen_s, format, raw->is_repaired);
}

static const char *
run_source(struct dispatch *dispatch, struct raw *raw, size_t number,
           int64_t seen_s, struct emitter *emitter)
{
    const struct source *source = sources[number];
    enum gathered gathered = GATHER_NONE;

    dispatch->used = source;
    if (source->group != NULL && !dispatch->is_trying)
        gathered = gather_take(dispatch->gather, source, raw, seen_s, emitter);
    dispatch->parser = raw->parser;
    if (gathered == GATHER_HELD)
        return held;
    if (gathered == GATHER_NONE)
        start(dispatch, raw, seen_s, text_of(source->name), emitter);
    return source->normalize(raw, emitter);
}

static const char *
run(struct dispatch *dispatch, struct raw *raw, int64_t seen_s,
    struct emitter *emitter)
{
    const struct row *row = raw->row;
    struct map *map = opened_map(dispatch->opened, row);
    bool is_json = text_trim(raw->line).at[0] == '{';
    const char *why = NULL;
    size_t number = 0;

    if (row->format != NULL)
        is_json = source_find(text_of(row->format))->shape == SOURCE_JSON;
    raw->root.type = JSON_ABSENT;
    raw->parser = dispatch->parser;
    raw->is_repaired = !is_json && map != NULL && !utf8_is_valid(raw->line);
    if (is_json && map == NULL && find_plain(dispatch, raw, &number))
        return run_source(dispatch, raw, number, seen_s, emitter);
    if (is_json)
        why = json_parse(raw->parser, raw->line, &raw->root, &raw->is_repaired);
    if (why != NULL)
        return why;
    if (map != NULL) {
        start(dispatch, raw, seen_s, map_format(map), emitter);
        return map_run(map, raw, is_json && raw->is_repaired, emitter);
    }
    why = row->format != NULL
              ? named_source(dispatch, raw, &number)
              : find_source(dispatch, raw, is_json ? SOURCE_JSON : SOURCE_TEXT,
                            &number);
    return why != NULL ? why
                       : run_source(dispatch, raw, number, seen_s, emitter);
}

/* What --since and --until leave out is dropped here as in any filter. */
static const char *
outside(const struct options *options, struct text time)
{
    int64_t time_s;

    if (!clock_read(time, &time_s))
        return NULL;
    if (time_s < options->since_s)
        return "since";
    return time_s >= options->until_s ? "until" : NULL;
}

static enum dispatched
pass(struct dispatch *dispatch, struct text line, struct emitter *emitter,
     struct writer *writer, const char **reason)
{
    struct json_slot slots[OWN_SLOTS];
    struct json_slot root;
    bool is_repaired;

    *reason = json_parse(dispatch->parser, line, &root, &is_repaired);
    if (*reason == NULL && is_repaired)
        *reason = "bad_utf8: a record of hark's that is no UTF-8";
    if (*reason == NULL)
        *reason = json_pick(dispatch->own, root.node, slots);
    if (*reason != NULL)
        return DISPATCH_REJECTED;
    *reason =
        outside(books_options(dispatch->books), slot_text(&slots[OWN_TIME]));
    if (*reason != NULL)
        return DISPATCH_DROPPED;
    gather_end(dispatch->gather, emitter);
    writer_pass_line(writer, record_kind(slot_text(&slots[OWN_KIND])), line);
    return DISPATCH_PASSED;
}

enum dispatched
dispatch_take(struct dispatch *dispatch, struct raw *raw, int64_t seen_s,
              struct emitter *emitter, struct writer *writer,
              const char **reason)
{
    if (text_trim(raw->line).len == 0) {
        *reason = "blank";
        return DISPATCH_DROPPED;
    }
    if (text_starts(raw->line, TEXT(RECORD_PREFIX))
        && record_control(raw->line) == RECORD_DATA)
        return pass(dispatch, raw->line, emitter, writer, reason);
    find_row(dispatch, raw->place);
    raw->row = dispatch->row;
    *reason = run(dispatch, raw, seen_s, emitter);
    if (*reason == held)
        return DISPATCH_HELD;
    if (*reason == NULL) {
        *reason = emitter_finish(emitter);
        return *reason == NULL ? DISPATCH_USED : DISPATCH_DROPPED;
    }
    if (!text_starts(text_of(*reason), TEXT(SOURCE_DROP_PREFIX)))
        return DISPATCH_REJECTED;
    *reason += sizeof(SOURCE_DROP_PREFIX) - 1;
    return DISPATCH_DROPPED;
}

void
dispatch_end(struct dispatch *dispatch, struct emitter *emitter)
{
    gather_end(dispatch->gather, emitter);
}

const char *
dispatch_try(struct dispatch *dispatch, struct raw *raw,
             struct emitter *emitter, const struct source **source)
{
    const char *why = "blank: nothing to explain";

    dispatch->used = NULL;
    dispatch->is_trying = true;
    if (text_trim(raw->line).len > 0) {
        find_row(dispatch, raw->place);
        raw->row = dispatch->row;
        why = run(dispatch, raw, INT64_MIN, emitter);
    }
    *source = dispatch->used;
    return why;
}
