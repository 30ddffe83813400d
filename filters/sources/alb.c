/*
 * alb - access logs of Amazon's load balancers, the application's and the classic
 *
 * Words between spaces, of which more come with the years: those behind the ones that are known are let pass. There is no
 * referrer. A line is dated by when its request came, where it says that, else by when it was answered.
 * Source:  AWS' descriptions of both logs.
 */
#include "base/url.h"
#include "sources/hit.h"
#include "sources/logwords.h"
#include "sources/request.h"

/* Of an application's; a classic's lack the first and what is behind the agent. */
enum {
    TYPE,
    TIME,
    CLIENT = 3,
    STATUS = 8,
    REQUEST = 12,
    AGENT = 13,
    CREATED = 21,
    WORDS_MOST
};

static void *
open_state(const struct row *row, const char **why)
{
    return hits_new(row, why);
}

static bool
is_type(struct text word)
{
    static const char *const types[] = {"http",  "https", "h2",
                                        "grpcs", "ws",    "wss"};

    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
        if (text_equal(word, text_of(types[i])))
            return true;
    return false;
}

/* 2018-07-02T22:23:00.186641Z */
static bool
is_time(struct text word)
{
    struct moment moment;

    return word.len > 20 && word.at[10] == 'T' && text_ends(word, TEXT("Z"))
           && clock_parse(word, &moment);
}

/* The words by the application's numbers; how many, or 0 where it is no such line. */
static size_t
cut(struct text line, struct text *words)
{
    struct text first, rest = line;
    bool has_type;
    size_t count;

    if (!text_split(&rest, ' ', &first))
        return 0;
    has_type = is_type(first);
    count = logwords_cut(line, ' ', words + !has_type, WORDS_MOST - !has_type)
            + !has_type;
    if (!has_type)
        words[TYPE] = TEXT_NONE;
    if (count <= REQUEST || !is_time(words[TIME]))
        return 0;
    return text_find_char(words[CLIENT], ':') != SIZE_MAX
                   || text_equal(words[CLIENT], TEXT("-"))
               ? count
               : 0;
}

static bool
matches(const struct raw *raw)
{
    struct text words[WORDS_MOST];

    return raw->row->log_format == NULL && cut(raw->line, words) > 0;
}

/* The method, and the address in its parts, so that a port that the scheme implies is left out. */
static void
set_request(struct text *cells, struct text request)
{
    struct text method, target;
    struct url url;
    const char *path;

    cells[LOG_METHOD] = TEXT("");
    if (!text_split(&request, ' ', &method)
        || !text_split(&request, ' ', &target))
        return;
    url = url_split(target);
    if (!request_is_absolute(target) || url.host.at == NULL
        || text_equal(method, TEXT("-")))
        return; /* of a socket, or none */
    cells[LOG_METHOD] = method;
    cells[LOG_SCHEME] = url.scheme;
    cells[LOG_SITE] = url.host;
    path = url.host.at + url.host.len;
    cells[LOG_TARGET] =
        (struct text){path, (size_t)(target.at + target.len - path)};
    if (cells[LOG_TARGET].len == 0)
        cells[LOG_TARGET] = TEXT("/");
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct text cells[LOG_FIELDS] = {{NULL, 0}};
    struct text words[WORDS_MOST];
    size_t count = cut(raw->line, words);

    if (count == 0)
        return "bad_log_line: it has not the fields of a load balancer's";
    logfield_set(cells, LOG_TIME,
                 count > CREATED && is_time(words[CREATED]) ? words[CREATED]
                                                            : words[TIME]);
    logfield_set(cells, LOG_ADDRESS, words[CLIENT]);
    logfield_set(cells, LOG_STATUS, words[STATUS]);
    if (count > AGENT)
        logfield_set(cells, LOG_AGENT, words[AGENT]);
    set_request(cells, words[REQUEST]);
    return hit_normalize_escaped(raw->state, raw->line, cells, raw, emitter);
}

const struct source source_alb = {
    .name = "alb",
    .title = "access logs of Amazon's load balancers",
    .shape = SOURCE_TEXT,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
