/*
 * clf - access logs of Apache, nginx and who writes like them: common, combined, with a virtual host
 * before, or as --log-format says
 *
 * A visit is a GET or POST that was answered 2xx or 3xx, of what can be a page; other hits are dropped by
 * reason. Both dialects of escaping are undone (Apache's \" and \xhh, nginx's \xHH), once; a field ends at the first
 * quote that is not escaped. A line has no id: it gets the keyed hash of itself and of its ordinal among equal
 * lines of its archive, so that a rotated file counts once and two equal hits stay two.
 * Source:  Apache mod_log_config; nginx ngx_http_log_module.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/url.h"
#include "ports/digest.h"
#include "sources/agent.h"
#include "sources/campaign.h"
#include "sources/hit.h"
#include "sources/logformat.h"
#include "sources/source.h"

static const char combined[] =
    "%h %l %u [%{clf}t] \"%r\" %>s %b \"%{Referer}i\" "
    "\"%{User-Agent}i\"";
static const char with_host[] = "%v %h %l %u [%{clf}t] \"%r\" %>s %b "
                                "\"%{Referer}i\" \"%{User-Agent}i\"";
enum { COMBINED_LEAST = 7 };

struct formats {
    bool is_own; /* of --log-format, in `combined` */
    struct log_format combined, with_host;
};

static void *
open_formats(const struct row *row, const char **why)
{
    struct formats *formats = calloc(1, sizeof(*formats));

    if (formats == NULL)
        err(EX_OSERR, "log format");
    formats->is_own = row->log_format != NULL;
    *why = logformat_parse(&formats->combined,
                           formats->is_own ? row->log_format : combined);
    if (*why != NULL) {
        free(formats);
        return NULL;
    }
    if (formats->is_own)
        return formats;
    logformat_parse(&formats->with_host, with_host);
    formats->combined.least = COMBINED_LEAST;
    formats->with_host.least = COMBINED_LEAST + 1;
    return formats;
}

/* `host:port address - - [`: a name or address second where a common line has its `-`. */
static bool
has_host_first(struct text line)
{
    struct text rest = line, first, second;

    return text_split(&rest, ' ', &first) && text_split(&rest, ' ', &second)
           && second.len > 1
           && (text_find_char(second, '.') != SIZE_MAX
               || text_find_char(second, ':') != SIZE_MAX)
           && text_find_char(second, '@') == SIZE_MAX;
}

static const struct log_format *
format_of(const struct formats *formats, struct text line)
{
    return !formats->is_own && has_host_first(line) ? &formats->with_host
                                                    : &formats->combined;
}

/* ` [17/May/2015:10:05:03 +0000] "` is in no other kind of line. */
static bool
has_clf_time(struct text line)
{
    size_t open = text_find(line, TEXT(" ["));
    struct moment moment;
    struct text time;
    size_t close;

    if (open == SIZE_MAX)
        return false;
    time = text_from(line, open + 2);
    close = text_find_char(time, ']');
    if (close == SIZE_MAX || !text_starts(text_from(time, close), TEXT("] \"")))
        return false;
    time.len = close;
    return clock_parse_clf(time, &moment);
}

static bool
matches(const struct raw *raw)
{
    const struct formats *formats = raw->state;
    struct text cells[LOG_TOKENS_MOST];

    if (formats == NULL || !formats->is_own)
        return has_clf_time(raw->line);
    return logformat_cut(&formats->combined, raw->line, cells);
}

static void
set_named(struct hit *hit, const struct row *row, struct text name,
          struct text cell)
{
    struct text from = text_of(row->visitor_from);
    size_t colon = text_find_char(from, ':');

    if (colon != SIZE_MAX && text_equal(text_from(from, colon + 1), name))
        hit->person = cell;
}

static void
set_cell(struct hit *hit, const struct row *row, const struct log_token *token,
         struct text cell)
{
    static const size_t places[LOG_FIELDS] = {
        [LOG_HOST] = offsetof(struct hit, host),
        [LOG_FORWARDED] = offsetof(struct hit, forwarded),
        [LOG_USER] = offsetof(struct hit, user),
        [LOG_TIME] = offsetof(struct hit, time),
        [LOG_DATE] = offsetof(struct hit, date),
        [LOG_CLOCK] = offsetof(struct hit, clock),
        [LOG_REQUEST] = offsetof(struct hit, request),
        [LOG_METHOD] = offsetof(struct hit, method),
        [LOG_TARGET] = offsetof(struct hit, target),
        [LOG_PATH] = offsetof(struct hit, path),
        [LOG_QUERY] = offsetof(struct hit, query),
        [LOG_STATUS] = offsetof(struct hit, status),
        [LOG_REFERER] = offsetof(struct hit, referrer),
        [LOG_AGENT] = offsetof(struct hit, agent),
        [LOG_VHOST] = offsetof(struct hit, vhost),
        [LOG_SCHEME] = offsetof(struct hit, scheme),
    };

    if (text_equal(cell, TEXT("-")) || cell.len == 0)
        return;
    if (token->field == LOG_NAMED)
        set_named(hit, row, token->name, cell);
    else if (token->field != LOG_SKIP)
        *(struct text *)(void *)((char *)hit + places[token->field]) = cell;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct log_format *format = format_of(raw->state, raw->line);
    struct draft *draft = emitter_draft(emitter, DRAFT_VISIT, "web");
    struct text cells[LOG_TOKENS_MOST];
    struct hit hit = {0};

    if (!logformat_cut(format, raw->line, cells))
        return "bad_log_line: it does not fit the format (a quote that is "
               "not closed?)";
    for (size_t i = 0; i < format->count; i++)
        if (cells[i].at != NULL)
            set_cell(&hit, raw->row, &format->tokens[i], cells[i]);
    return hit_normalize(&hit, raw, draft, emitter);
}

const struct source source_clf = {
    .name = "clf",
    .title = "Apache and nginx access logs",
    .shape = SOURCE_TEXT,
    .open = open_formats,
    .matches = matches,
    .normalize = normalize,
};
