/*
 * s3log - access logs of Amazon S3's buckets
 *
 * What was read as an object, by GET, is a visit if it can be a page; other operations are dropped.
 * Source:  AWS' description of the log's fields.
 */
#include "sources/hit.h"
#include "sources/logwords.h"

/* Behind the time. */
enum {
    ADDRESS,
    REQUESTER,
    REQUEST_ID,
    OPERATION,
    KEY,
    REQUEST,
    STATUS,
    REFERRER = 12,
    AGENT,
    CIPHER = 17,
    HOST = 19,
    WORDS_MOST,
    OWNER = 64 /* hexadecimal digits */
};

static void *
open_state(const struct row *row, const char **why)
{
    return hits_new(row, why);
}

/* Owner, bucket, time; and what is behind them. */
static bool
cut_head(struct text line, struct text *time, struct text *rest)
{
    struct text owner, bucket;
    size_t close;

    if (!text_split(&line, ' ', &owner) || owner.len != OWNER
        || !text_split(&line, ' ', &bucket) || line.len == 0
        || line.at[0] != '[')
        return false;
    for (size_t i = 0; i < OWNER; i++)
        if (text_hex(owner.at[i]) < 0)
            return false;
    close = text_find(line, TEXT("] "));
    if (close == SIZE_MAX)
        return false;
    *time = (struct text){line.at + 1, close - 1};
    *rest = text_from(line, close + 2);
    return true;
}

static bool
matches(const struct raw *raw)
{
    struct text time, rest;

    return raw->row->log_format == NULL && cut_head(raw->line, &time, &rest);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct text cells[LOG_FIELDS] = {{NULL, 0}};
    struct text words[WORDS_MOST], rest;
    size_t count;

    if (!cut_head(raw->line, &cells[LOG_TIME], &rest))
        return "bad_log_line: it has not the fields of S3's";
    count = logwords_cut(rest, ' ', words, WORDS_MOST);
    if (count <= AGENT)
        return "bad_log_line: it ends before its agent";
    if (!text_equal(words[OPERATION], TEXT("REST.GET.OBJECT"))
        && !text_equal(words[OPERATION], TEXT("WEBSITE.GET.OBJECT")))
        return SOURCE_DROP("operation");
    logfield_set(cells, LOG_ADDRESS, words[ADDRESS]);
    logfield_set(cells, LOG_ID, words[REQUEST_ID]);
    logfield_set(cells, LOG_REQUEST, words[REQUEST]);
    logfield_set(cells, LOG_STATUS, words[STATUS]);
    logfield_set(cells, LOG_REFERRER, words[REFERRER]);
    logfield_set(cells, LOG_AGENT, words[AGENT]);
    if (count > CIPHER && !text_equal(words[CIPHER], TEXT("-")))
        cells[LOG_SCHEME] = TEXT("https");
    if (count > HOST)
        logfield_set(cells, LOG_SITE, words[HOST]);
    return hit_normalize_escaped(raw->state, raw->line, cells, raw, emitter);
}

const struct source source_s3log = {
    .name = "s3log",
    .title = "access logs of Amazon S3",
    .shape = SOURCE_TEXT,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
