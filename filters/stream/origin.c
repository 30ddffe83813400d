#include "stream/origin.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "stream/record.h"

enum { ARCHIVE, MEMBER, LINES, LINE, PART, SEEN, FIELDS };
static const char *const fields[FIELDS] = {"archive", "member", "lines",
                                           "line",    "part",   "seen"};

void
origin_free(struct origin *origin)
{
    buffer_free(&origin->archive);
    buffer_free(&origin->member);
    buffer_free(&origin->kind);
    buffer_free(&origin->context_line);
}

static struct text
keep(struct buffer *buffer, const struct json_slot *slot)
{
    buffer_clear(buffer);
    if (slot->type != JSON_STRING)
        return TEXT_NONE;
    buffer_add(buffer, slot->text);
    return buffer_text(buffer);
}

/* An absent text and an empty one are the same here. */
static bool
is_same(const struct json_slot *slot, struct text kept)
{
    return text_equal(slot->type == JSON_STRING ? slot->text : TEXT_NONE, kept);
}

static int64_t
integer(const struct json_slot *slot, int64_t other)
{
    return slot->type == JSON_INTEGER ? slot->integer : other;
}

static bool
pick(struct json_parser *parser, struct text line, struct json_slot *slots)
{
    struct json_plan *plan = json_plan_new(fields, FIELDS);
    struct buffer padded = {0};
    struct json_slot root;
    bool repaired, good;

    buffer_add(&padded, line);
    buffer_reserve(&padded, JSON_PADDING);
    good = json_parse(parser, buffer_text(&padded), &root, &repaired) == NULL
           && root.type == JSON_OBJECT
           && json_pick(plan, root.node, slots) == NULL
           && slots[ARCHIVE].type == JSON_STRING;
    buffer_free(&padded);
    json_plan_free(plan);
    return good;
}

bool
origin_archive(struct origin *origin, struct json_parser *parser,
               struct text line)
{
    struct json_slot slots[FIELDS];
    struct text seen;
    int64_t seen_s = 0;

    if (!pick(parser, line, slots))
        return false;
    seen = slots[SEEN].type == JSON_STRING ? slots[SEEN].text : TEXT_NONE;
    if (seen.at != NULL && !clock_read(seen, &seen_s))
        return false;
    if (!is_same(&slots[ARCHIVE], origin->place.archive)
        || !is_same(&slots[MEMBER], origin->place.member))
        origin->context = TEXT_NONE;
    origin->place = (struct place){
        .archive = keep(&origin->archive, &slots[ARCHIVE]),
        .member = keep(&origin->member, &slots[MEMBER]),
        .line = (uint64_t)integer(&slots[LINE], 1),
        .part = integer(&slots[PART], -1),
        .seen_s = seen_s,
    };
    origin->lines = keep(&origin->kind, &slots[LINES]);
    origin->place.lines = origin->lines;
    origin->known = origin->first = true;
    return true;
}

void
origin_context(struct origin *origin, struct text line)
{
    buffer_clear(&origin->context_line);
    buffer_add(&origin->context_line, line);
    origin->context = buffer_text(&origin->context_line);
}

void
origin_advance(struct origin *origin)
{
    if (origin->first)
        origin->first = false;
    else if (origin->place.part >= 0)
        origin->place.part++;
    else
        origin->place.line++;
}

static void
add_text(struct buffer *out, const char *name, struct text text)
{
    struct buffer repaired = {0};

    buffer_printf(out, ",\"%s\":", name);
    if (!utf8_is_valid(text)) {
        utf8_repair(&repaired, text);
        text = buffer_text(&repaired);
    }
    buffer_add_json_string(out, text);
    buffer_free(&repaired);
}

void
origin_write(struct buffer *out, const struct place *place, const char *lines)
{
    buffer_add(out, TEXT(RECORD_PREFIX "archive\""));
    add_text(out, "archive", place->archive);
    if (place->member.len > 0)
        add_text(out, "member", place->member);
    buffer_printf(out, ",\"lines\":\"%s\",\"line\":%llu", lines,
                  (unsigned long long)place->line);
    if (place->part >= 0)
        buffer_printf(out, ",\"part\":%lld", (long long)place->part);
    if (place->seen_s != 0) {
        buffer_add(out, TEXT(",\"seen\":\""));
        clock_write(out, place->seen_s);
        buffer_add_char(out, '"');
    }
    buffer_add(out, TEXT("}\n"));
}
