#include "stream/reader_parts.h"

#include "base/clock.h"

static const char *
check_own(struct reader *reader, struct record *record)
{
    struct json_slot *kind = &reader->slots[reader->own[READER_KIND]];
    struct json_slot *time = &reader->slots[reader->own[READER_TIME]];
    struct json_slot *version = &reader->slots[reader->own[READER_VERSION]];

    if (kind->type != JSON_STRING || kind->text.len == 0)
        return "no_kind: it is no record of hark";
    if (version->type != JSON_INTEGER || version->integer != 1)
        return "bad_version: only version 1 is known";
    record->kind = record_kind(kind->text);
    record->time_s = INT64_MIN;
    /* A row's is a bucket of time: 2009-03. */
    if (time->type != JSON_ABSENT && strcmp(record->kind, "row") != 0
        && (time->type != JSON_STRING
            || !clock_read(time->text, &record->time_s)))
        return "bad_time: `time` is not as 2009-03-01T12:00:00Z";
    return NULL;
}

static const char *
parse_record(struct reader *reader, struct record *record)
{
    struct json_slot root;
    const char *why;

    reader->repaired = false;
    if (json_pick_plain(reader->parser, reader->plan, record->line,
                        reader->slots))
        return check_own(reader, record);
    why = json_parse(reader->parser, record->line, &root, &reader->repaired);
    if (why != NULL)
        return why;
    if (root.type != JSON_OBJECT)
        return "not_an_object: a record is one JSON object";
    why = json_pick(reader->plan, root.node, reader->slots);
    return why != NULL ? why : check_own(reader, record);
}

struct text
reader_without_guard(struct text line)
{
    struct text rest = text_from(line, 1);

    return line.len > 0 && line.at[0] == ' '
                   && record_control(rest) != RECORD_DATA
               ? rest
               : line;
}

/* A filter in between that sorts keys or adds spaces: the books are no books any more. */
static void
tell_rewritten(struct reader *reader)
{
    if (!reader->rewritten)
        books_problem(reader->books, STATUS_UPSTREAM, reader_place(reader),
                      "upstream: a control record was rewritten on its way: a "
                      "filter in between that does so must run as `hark via "
                      "CMD`");
    reader->rewritten = true;
    reader_drop(reader, "rewritten");
}

bool
reader_wants(struct reader *reader, struct record *record)
{
    const char *why;

    if (text_trim(record->line).len == 0) {
        reader_drop(reader, "blank");
        return false;
    }
    why = parse_record(reader, record);
    if (why != NULL) {
        reader_reject(reader, why);
        return false;
    }
    if (*record->kind == '\0'
        && reader_without_guard(record->line).at == record->line.at
        && record_is_control_kind(
            reader->slots[reader->own[READER_KIND]].text)) {
        tell_rewritten(reader);
        return false;
    }
    why = options_outside(reader->options, record->time_s);
    if (why != NULL)
        reader_drop(reader, why);
    return why == NULL;
}
