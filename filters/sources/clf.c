/*
 * clf - access logs of Apache, nginx and who writes like them: common, combined, with a virtual host before, or
 * as --log-format says
 *
 * A visit is a GET or POST that was answered 2xx or 3xx, of what can be a page; other hits are dropped by
 * reason.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/combined.h"
#include "sources/hit.h"
#include "sources/logformat.h"

struct logs {
    struct hits *hits;
    struct log_format *format; /* NULL: the lines' own shape says it */
    const char *why; /* for which no line of that shape can be had, or NULL */
    struct buffer line;
};

/* As servers and goaccess call what is told without a format. */
static bool
is_known_by_sight(const char *format)
{
    static const char *const names[] = {"common",     "combined",
                                        "combinedio", "vcommon",
                                        "vcombined",  "vhost_combined"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (text_equal_nocase(text_of(format), text_of(names[i])))
            return true;
    return false;
}

/* Finds who --visitor-from names among the fields. NULL, or why not. */
static const char *
find_person(struct logs *logs)
{
    const struct visitor *visitor = &logs->hits->visitor;
    bool is_cookie = visitor->from == VISITOR_COOKIE;

    if (!is_cookie && visitor->from != VISITOR_FIELD)
        return NULL;
    if (logs->format == NULL)
        return "no_field: --visitor-from names a field that lines without a "
               "--log-format do not have";
    if (logformat_name_person(logs->format, visitor->name, is_cookie)
        || (is_cookie && logformat_has(logs->format, LOG_COOKIES)))
        return NULL;
    return "visitor-from: the log format has no such field";
}

static struct log_format *
open_format(const char *notation, const char **why)
{
    struct log_format *format = malloc(sizeof(*format));

    if (format == NULL)
        err(EX_OSERR, "log format");
    *why = logformat_parse(format, notation);
    if (*why == NULL)
        return format;
    free(format);
    return NULL;
}

static void *
open_logs(const struct row *row, const char **why)
{
    struct logs *logs = calloc(1, sizeof(*logs));

    if (logs == NULL)
        err(EX_OSERR, "logs");
    logs->hits = hits_new(row, why);
    if (*why == NULL && row->log_format != NULL
        && !is_known_by_sight(row->log_format))
        logs->format = open_format(row->log_format, why);
    if (*why == NULL)
        logs->why = find_person(logs);
    if (logs->format != NULL)
        *why = logs->why;
    return logs;
}

static bool
matches(const struct raw *raw)
{
    const struct logs *logs = raw->state;
    struct text cells[LOG_FIELDS] = {{NULL, 0}};

    return logs->format == NULL ? combined_is(raw->line)
                                : logformat_cut(logs->format, raw->line, cells);
}

/* A NUL as the servers write it, so that it goes the way of theirs. */
static struct text
with_nul_escaped(struct buffer *out, struct text line)
{
    size_t nul;

    if (text_find_char(line, '\0') == SIZE_MAX)
        return line;
    buffer_clear(out);
    while ((nul = text_find_char(line, '\0')) != SIZE_MAX) {
        buffer_add(out, (struct text){line.at, nul});
        buffer_add(out, TEXT("\\x00"));
        line = text_from(line, nul + 1);
    }
    buffer_add(out, line);
    return buffer_text(out);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct logs *logs = raw->state;
    struct text line = with_nul_escaped(&logs->line, raw->line);
    struct text cells[LOG_FIELDS] = {{NULL, 0}};
    const char *why = logs->why;

    if (why == NULL && logs->format == NULL)
        why = combined_cut(line, cells);
    else if (why == NULL && !logformat_cut(logs->format, line, cells))
        why = "bad_log_line: it does not fit --log-format";
    return why != NULL
               ? why
               : hit_normalize_escaped(logs->hits, line, cells, raw, emitter);
}

const struct source source_clf = {
    .name = "clf",
    .title = "Apache and nginx access logs",
    .shape = SOURCE_TEXT,
    .open = open_logs,
    .matches = matches,
    .normalize = normalize,
};
