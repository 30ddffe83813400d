#include "sources/replay.h"

#include <err.h>
#include <stdlib.h>

#include "base/base64.h"

enum {
    FILTER,
    ARCHIVE,
    MEMBER,
    LINE,
    PART,
    LINES,
    SEEN,
    RAW,
    RAW_BASE64,
    CONTEXT,
    SLOTS
};

static const char *const paths[SLOTS] = {
    "filter", "archive", "member", "line",       "part",
    "lines",  "seen",    "raw",    "raw_base64", "context"};

struct replay {
    struct json_parser *parser;
    struct json_plan *plan;
    struct place place;
    struct buffer raw;
};

struct replay *
replay_new(void)
{
    struct replay *replay = calloc(1, sizeof(*replay));

    if (replay == NULL)
        err(EX_OSERR, "replay");
    replay->parser = json_parser_new();
    replay->plan = json_plan_new(paths, SLOTS);
    return replay;
}

void
replay_free(struct replay *replay)
{
    if (replay == NULL)
        return;
    json_parser_free(replay->parser);
    json_plan_free(replay->plan);
    buffer_free(&replay->raw);
    free(replay);
}

static void
read_place(struct replay *replay, const struct json_slot *slots)
{
    int64_t seen_s = 0;

    clock_read(slot_text(&slots[SEEN]), &seen_s);
    replay->place = (struct place){
        .archive = slot_text(&slots[ARCHIVE]),
        .member = slot_text(&slots[MEMBER]),
        .line = (uint64_t)slot_integer(&slots[LINE], 0),
        .part = slot_integer(&slots[PART], -1),
        .seen_s = seen_s,
        .lines = slot_text(&slots[LINES]),
    };
}

static const char *
read_raw(struct replay *replay, const struct json_slot *slots)
{
    buffer_clear(&replay->raw);
    if (slots[RAW].type == JSON_STRING)
        buffer_add(&replay->raw, slots[RAW].text);
    else if (slots[RAW_BASE64].type != JSON_STRING)
        return "not_kept: the raw record was too long to be kept";
    else if (!base64_decode(&replay->raw, slots[RAW_BASE64].text))
        return "bad_reject: its raw_base64 is none";
    buffer_reserve(&replay->raw, JSON_PADDING);
    return NULL;
}

const char *
replay_read(struct replay *replay, struct text line, struct raw *raw)
{
    struct json_slot slots[SLOTS];
    struct json_slot root;
    bool is_repaired;
    const char *why = json_parse(replay->parser, line, &root, &is_repaired);

    if (why == NULL && root.type != JSON_OBJECT)
        why = "bad_reject: not a line of a file of rejects";
    if (why == NULL)
        why = json_pick(replay->plan, root.node, slots);
    if (why != NULL)
        return why;
    if (!text_equal(slot_text(&slots[FILTER]), TEXT("normalize")))
        return SOURCE_DROP("other_filter");
    read_place(replay, slots);
    raw->place = &replay->place;
    raw->context = slot_text(&slots[CONTEXT]);
    raw->lines = replay->place.lines;
    why = read_raw(replay, slots);
    raw->line = buffer_text(&replay->raw);
    return why;
}
