#include "sources/hit.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/campaign.h"
#include "sources/lineid.h"
#include "sources/logquote.h"
#include "sources/logtime.h"
#include "sources/request.h"

struct hits *
hits_new(const struct row *row, const char **why)
{
    struct hits *hits = calloc(1, sizeof(*hits));

    if (hits == NULL)
        err(EX_OSERR, "hits");
    *why = visitor_parse(&hits->visitor, row->visitor_from);
    if (*why != NULL) {
        free(hits);
        return NULL;
    }
    hits->site = site_parse(row->host);
    hits->agents = agents_shared();
    return hits;
}

/* Method and target; empty where the line has none. */
struct asked {
    struct text method, target;
};

static struct text
joined(struct arena *arena, struct text path, struct text query)
{
    bool has_mark = query.len > 0 && query.at[0] == '?';
    char *at;

    if (path.len == 0 || query.len == 0)
        return path;
    at = arena_get(arena, path.len + 1 + query.len);
    memcpy(at, path.at, path.len);
    at[path.len] = '?';
    memcpy(at + path.len + !has_mark, query.at, query.len);
    return (struct text){at, path.len + !has_mark + query.len};
}

static struct asked
read_request(const struct text *cells, struct arena *arena)
{
    struct asked asked = {cells[LOG_METHOD], cells[LOG_TARGET]};

    if (cells[LOG_REQUEST].len > 0)
        request_cut(cells[LOG_REQUEST], &asked.method, &asked.target);
    else if (asked.target.len == 0)
        asked.target = joined(arena, cells[LOG_PATH], cells[LOG_QUERY]);
    if (cells[LOG_METHOD].at == NULL && cells[LOG_REQUEST].at == NULL)
        asked.method = TEXT("GET"); /* as far as such a log can say */
    return asked;
}

/* The reason for which a hit is no visit, or NULL. A log without a status cannot say. */
static const char *
not_a_visit(const struct asked *asked, const struct text *cells, int64_t status)
{
    if (asked->method.len == 0)
        return SOURCE_DROP("no_request");
    if (!text_equal(asked->method, TEXT("GET"))
        && !text_equal(asked->method, TEXT("POST")))
        return SOURCE_DROP("method");
    if (!request_is_target(asked->target))
        return SOURCE_DROP("no_request");
    if (cells[LOG_STATUS].at != NULL && (status < 200 || status > 399))
        return SOURCE_DROP("status");
    return request_is_asset(asked->target) ? SOURCE_DROP("asset") : NULL;
}

/* Parameters, in which campaigns, clicks and orders are named. */
static bool
names_more(struct text url)
{
    return text_find_char(url, '?') != SIZE_MAX
           || text_find_char(url, '#') != SIZE_MAX;
}

static void
set_page(const struct hits *hits, const struct text *cells,
         const struct raw *raw, struct text url, struct draft *draft)
{
    draft_bytes(draft, DRAFT_URL, url);
    visitor_set(&hits->visitor, cells, url, draft);
    draft_bytes(draft, DRAFT_REFERRER, cells[LOG_REFERRER]);
    draft_bytes(draft, DRAFT_AGENT, cells[LOG_AGENT]);
    agents_flag(hits->agents, cells[LOG_AGENT], draft);
    if (names_more(url) || raw->row->order_pattern != NULL)
        campaign_read(draft, raw->row, url);
}

const char *
hit_normalize(const struct hits *hits, const struct text *cells,
              const struct raw *raw, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_VISIT, "web");
    struct arena *arena = draft_arena(draft);
    struct asked asked = read_request(cells, arena);
    struct moment moment;
    int64_t status = 0;
    struct digest line = {0};
    const char *drop;
    struct text url;
    bool is_known;

    if (!logtime_read(cells, raw->row, &moment))
        return "bad_time: the time of the line is none";
    text_integer(cells[LOG_STATUS], &status);
    drop = not_a_visit(&asked, cells, status);
    if (drop == NULL
        && agents_kind(hits->agents, cells[LOG_AGENT]) == AGENT_CHECK)
        drop = SOURCE_DROP("health_check");
    if (drop != NULL)
        return drop;
    if (cells[LOG_ID].len == 0)
        line = lineid_start(raw->line, emitter);
    url = site_url(&hits->site, cells, asked.target, arena, &is_known);
    if (!is_known)
        emitter_note(emitter, "no_host");
    draft_moment(draft, &moment);
    if (cells[LOG_STATUS].at != NULL)
        draft_integer(draft, DRAFT_STATUS, status);
    set_page(hits, cells, raw, url, draft);
    if (cells[LOG_ID].len > 0)
        draft_id(draft, DRAFT_ID, cells[LOG_ID]);
    else
        lineid_set(draft, line, emitter);
    return emitter_add(emitter);
}

const char *
hit_normalize_escaped(const struct hits *hits, struct text line,
                      struct text *cells, const struct raw *raw,
                      struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_VISIT, "web");

    if (text_find_char(line, '\\') != SIZE_MAX)
        logquote_undo_cells(draft_arena(draft), cells);
    return hit_normalize(hits, cells, raw, emitter);
}
