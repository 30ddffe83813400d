#include <stdlib.h>

#include "base/clock.h"
#include "stream/carry_parts.h"

static void
damaged(const struct carry *carry, const struct carry_segment *segment)
{
    char *path = carry_segment_path(carry->folder, segment->number);

    books_fail(carry->books, EX_CONFIG, NULL,
               "bad_carry: %s is damaged, cut or missing", path);
}

static void
parse(struct carry *carry, struct text line, struct record *record)
{
    struct json_slot root;
    bool repaired;

    if (!json_pick_plain(carry->parser, carry->plan, line, carry->slots)
        && (json_parse(carry->parser, line, &root, &repaired) != NULL
            || root.type != JSON_OBJECT
            || json_pick(carry->plan, root.node, carry->slots) != NULL))
        damaged(carry, &carry->list.segments[carry->at - 1]);
    record->line = line;
    record->fields = carry->slots;
    record->kind = "";
    record->time_s = INT64_MIN;
    if (carry->slots[carry->count].type == JSON_STRING)
        record->kind = record_kind(carry->slots[carry->count].text);
    if (carry->slots[carry->count + 1].type == JSON_STRING)
        clock_read(carry->slots[carry->count + 1].text, &record->time_s);
}

static void
open_segment(struct carry *carry)
{
    const struct options *given = books_options(carry->books);
    char *path = carry_segment_path(carry->folder,
                                    carry->list.segments[carry->at++].number);

    carry->reader = segment_open(path, given->max_line, given->max_window);
    free(path);
}

/* What was read is what was written. */
static void
check_segment(struct carry *carry)
{
    const struct carry_segment *segment = &carry->list.segments[carry->at - 1];
    struct segment_seal seal = segment_seal(carry->reader);

    if (seal.lines != segment->seal.lines
        || seal.digest.high != segment->seal.digest.high
        || seal.digest.low != segment->seal.digest.low)
        damaged(carry, segment);
    segment_close(carry->reader);
    carry->reader = NULL;
}

bool
carry_next(struct carry *carry, struct record *record)
{
    struct text line;

    for (;;) {
        if (carry->reader == NULL && carry->at == carry->list.count)
            return false;
        if (carry->reader == NULL)
            open_segment(carry);
        switch (segment_next(carry->reader, &line)) {
        case SEGMENT_LINE:
            parse(carry, line, record);
            return true;
        case SEGMENT_END:
            check_segment(carry);
            break;
        default:
            damaged(carry, &carry->list.segments[carry->at - 1]);
        }
    }
}

void
carry_rewind(struct carry *carry)
{
    segment_close(carry->reader);
    carry->reader = NULL;
    carry->at = 0;
}
