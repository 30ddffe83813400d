/*
 * w3c - logs in W3C's extended format, which name their own fields: IIS, Amazon CloudFront and others
 *
 * What a line's columns are says the last `#Fields:` before it in its archive; a line without one is rejected. Times are GMT.
 * IIS has `+` for spaces in an agent; CloudFront percent-encodes its values, agents in some years twice.
 * Source:  W3C's working draft on extended log files, WD-logfile-960323; IIS' and CloudFront's descriptions of theirs.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/hit.h"
#include "sources/logwords.h"
#include "sources/w3c_value.h"

enum { FIELDS_MOST = 128 };

struct w3c {
    struct hits *hits;
    uint64_t stream; /* in which `fields` stood */
    size_t count;    /* 0: none yet */
    enum log_field fields[FIELDS_MOST];
    bool is_edge; /* of CloudFront */
    bool is_iis;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct w3c *state = calloc(1, sizeof(*state));

    if (state == NULL)
        err(EX_OSERR, "w3c");
    state->hits = hits_new(row, why);
    return state;
}

static bool
is_directive(struct text line)
{
    static const char *const names[] = {
        "#Version:",    "#Fields:",   "#Software:", "#Date:",
        "#Start-Date:", "#End-Date:", "#Remark:",   "#GMT-Offset:"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (text_starts(line, text_of(names[i])))
            return true;
    return false;
}

/* 2026-01-31 23:59:59 and a word behind it, with a space or tab between all three. */
static bool
is_dated(struct text line)
{
    static const char shape[] = "0000-00-00 00:00:00 ";
    size_t len = sizeof(shape) - 1;

    if (line.len <= len || line.at[10] != line.at[19])
        return false;
    for (size_t i = 0; i < len; i++) {
        bool is_digit = line.at[i] >= '0' && line.at[i] <= '9';

        if (shape[i] == '0'   ? !is_digit
            : shape[i] == ' ' ? line.at[i] != ' ' && line.at[i] != '\t'
                              : line.at[i] != shape[i])
            return false;
    }
    return true;
}

static bool
matches(const struct raw *raw)
{
    return raw->row->log_format == NULL
           && (is_directive(raw->line) || is_dated(raw->line));
}

static enum log_field
field_of(struct text name)
{
    static const struct {
        const char *name;
        enum log_field field;
    } names[] = {{"date", LOG_DATE},
                 {"time", LOG_CLOCK},
                 {"c-ip", LOG_ADDRESS},
                 {"x-forwarded-for", LOG_FORWARDED},
                 {"cs(X-Forwarded-For)", LOG_FORWARDED},
                 {"cs-username", LOG_USER},
                 {"cs-method", LOG_METHOD},
                 {"cs-uri", LOG_TARGET},
                 {"cs-uri-stem", LOG_PATH},
                 {"cs-uri-query", LOG_QUERY},
                 {"sc-status", LOG_STATUS},
                 {"cs(Referer)", LOG_REFERRER},
                 {"cs(User-Agent)", LOG_AGENT},
                 {"cs-host", LOG_SITE},
                 {"cs(Host)", LOG_SITE},
                 {"x-host-header", LOG_SITE},
                 {"s-port", LOG_PORT},
                 {"cs-protocol", LOG_SCHEME},
                 {"cs(Cookie)", LOG_COOKIES},
                 {"x-edge-request-id", LOG_ID}};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (text_equal_nocase(name, text_of(names[i].name)))
            return names[i].field;
    return LOG_SKIP;
}

/* A site that is the edge's own name gives way to the one that was asked for. */
static const char *
read_fields(struct w3c *state, struct text line)
{
    struct text name;

    state->is_edge = text_find(line, TEXT("x-edge-")) != SIZE_MAX;
    state->count = 0;
    while (text_split(&line, ' ', &name)) {
        name = text_trim(name);
        if (name.len == 0)
            continue;
        if (state->count == FIELDS_MOST)
            return "bad_fields: more than 128 fields";
        state->fields[state->count++] =
            state->is_edge && text_equal_nocase(name, TEXT("cs(Host)"))
                ? LOG_SKIP
                : field_of(name);
    }
    return SOURCE_DROP("directive");
}

static const char *
read_directive(struct w3c *state, struct text line)
{
    static const struct text fields = {"#Fields:", 8};
    static const struct text software = {"#Software:", 10};

    if (text_starts(line, fields))
        return read_fields(state, text_from(line, fields.len));
    if (text_starts(line, software))
        state->is_iis =
            text_find(line, TEXT("Internet Information Serv")) != SIZE_MAX;
    return SOURCE_DROP("directive");
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct w3c *state = raw->state;
    struct text cells[LOG_FIELDS] = {{NULL, 0}};
    struct text words[FIELDS_MOST];
    char separator = text_find_char(raw->line, '\t') == SIZE_MAX ? ' ' : '\t';
    struct arena *arena =
        draft_arena(emitter_draft(emitter, DRAFT_VISIT, "web"));
    size_t count;

    if (state->stream != emitter_stream(emitter)) {
        state->stream = emitter_stream(emitter);
        state->count = 0;
        state->is_iis = false;
    }
    if (is_directive(raw->line))
        return read_directive(state, raw->line);
    if (state->count == 0)
        return "no_fields: no #Fields: before it in its archive";
    count = logwords_cut(raw->line, separator, words, state->count);
    if (count < state->count)
        return "bad_log_line: it has fewer fields than #Fields: names";
    for (size_t i = 0; i < count; i++)
        if (state->fields[i] != LOG_SKIP)
            logfield_set(cells, state->fields[i],
                         w3c_value_quoted(arena, words[i]));
    cells[LOG_ZONE] = TEXT("Z");
    if (cells[LOG_SCHEME].len == 0 && text_equal(cells[LOG_PORT], TEXT("443")))
        cells[LOG_SCHEME] = TEXT("https");
    if (state->is_edge)
        w3c_value_edge(arena, cells);
    if (state->is_iis)
        w3c_value_iis(arena, cells);
    return hit_normalize(state->hits, cells, raw, emitter);
}

const struct source source_w3c = {
    .name = "w3c",
    .title = "logs in W3C's extended format: IIS, CloudFront",
    .shape = SOURCE_TEXT,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
