#include "stream/download.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "ports/http.h"
#include "stream/cached.h"
#include "stream/operand.h"

enum { CONNECT_S = 30, STALL_S = 60, RANGE_REFUSED = 416 };

struct downloads {
    struct books *books;
    struct download_limits limits;
    struct buffer folder;
    struct http *http; /* once it is needed */
};

/* One URL. */
struct job {
    struct downloads *downloads;
    const char *url;
    struct buffer shown;
    struct place place;
    struct cached cached;
    struct http_result result; /* of the current request */
    bool has_begun;            /* its body */
    const char *stopped; /* why its body is not wanted, "code: …", or NULL */
    bool has_changed;    /* … since it was begun */
    int64_t tries;       /* since there was progress last */
    uint64_t furthest;   /* bytes */
};

static void
find_folder(struct downloads *downloads)
{
    struct buffer *folder = &downloads->folder;
    const char *given = downloads->limits.folder;
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

    if (given != NULL)
        buffer_add_string(folder, given);
    else if (cache != NULL && cache[0] == '/')
        buffer_printf(folder, "%s/hark", cache);
    else if (home != NULL && home[0] != '\0')
        buffer_printf(folder, "%s/.cache/hark", home);
    else
        books_fail(downloads->books, EX_CANTCREAT, NULL,
                   "cannot_create: no place for the cache: neither HOME nor "
                   "--cache is set");
}

struct downloads *
downloads_new(struct books *books, const struct download_limits *limits)
{
    struct downloads *downloads = calloc(1, sizeof(*downloads));

    if (downloads == NULL)
        err(EX_OSERR, "downloads");
    downloads->books = books;
    downloads->limits = *limits;
    return downloads;
}

void
downloads_free(struct downloads *downloads)
{
    if (downloads == NULL)
        return;
    http_close(downloads->http);
    buffer_free(&downloads->folder);
    free(downloads);
}

static void
say_wait(void *context)
{
    const struct job *job = context;

    books_warn(job->downloads->books, &job->place,
               "busy: another process is at it; waiting for it");
}

/* What to do after a request; what failed has been told. */
enum next { FAILED, DONE, AT_ONCE, LATER };

static enum next
cache_failed(struct job *job, int status)
{
    books_problem(
        job->downloads->books, status, &job->place, "%s: the cache: %s",
        status == EX_IOERR ? "cannot_write" : "cannot_create", strerror(errno));
    return FAILED;
}

static void
keep_text(struct buffer *to, const struct buffer *from)
{
    buffer_clear(to);
    buffer_add(to, buffer_text(from));
}

/* Compression is told by the bytes: what a server names is only looked at for what is none of ours. */
static bool
is_read(const struct buffer *encoding)
{
    static const struct text known[] = {
        {"", 0}, {"identity", 8}, {"gzip", 4}, {"x-gzip", 6}, {"zstd", 4}};

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (text_equal_nocase(buffer_text(encoding), known[i]))
            return true;
    return false;
}

/* The first bytes of a whole body, whatever was asked for. */
static bool
begin_anew(struct job *job)
{
    struct cached *cached = &job->cached;

    if (!is_read(&job->result.content_encoding)) {
        job->stopped = "unsupported_encoding: its Content-Encoding is not "
                       "unpacked";
        return false;
    }
    if (!cached_restart(cached))
        return false;
    keep_text(&cached->etag, &job->result.etag);
    keep_text(&cached->last_modified, &job->result.last_modified);
    cached->total = job->result.total;
    cached->is_delimited = job->result.is_delimited;
    return true;
}

/* The rest of what is there, if it is of the same. */
static bool
go_on(struct job *job)
{
    const struct http_result *result = &job->result;

    job->has_changed = (result->etag.len > 0
                        && !text_equal(buffer_text(&result->etag),
                                       buffer_text(&job->cached.etag)))
                       || (result->total >= 0 && job->cached.total >= 0
                           && result->total != job->cached.total);
    return !job->has_changed;
}

static bool
take_body(void *context, int status, const void *bytes, size_t count)
{
    struct job *job = context;

    if (!job->has_begun && !(status == 200 ? begin_anew(job) : go_on(job)))
        return false;
    job->has_begun = true;
    return count == 0 || cached_add(&job->cached, (struct text){bytes, count});
}

/* A weak one says that two bodies mean the same, not that they are. */
static bool
is_strong(const struct buffer *etag)
{
    return etag->len > 2 && etag->at[0] == '"';
}

static void
request(struct job *job)
{
    struct cached *cached = &job->cached;
    struct downloads *downloads = job->downloads;
    bool resumes =
        !cached->is_whole && cached->size > 0 && is_strong(&cached->etag);
    struct http_request request = {.url = job->url,
                                   .connect_timeout_s = CONNECT_S,
                                   .stall_timeout_s = STALL_S,
                                   .sink = take_body,
                                   .context = job};

    if (cached->is_whole && cached->etag.len > 0)
        request.if_none_match = buffer_string(&cached->etag);
    if (cached->is_whole && cached->last_modified.len > 0)
        request.if_modified_since = buffer_string(&cached->last_modified);
    if (resumes) {
        request.from = cached->size;
        request.if_range = buffer_string(&cached->etag);
    }
    job->has_begun = job->has_changed = false;
    job->stopped = NULL;
    if (downloads->http == NULL)
        downloads->http = http_new("hark/" HARK_VERSION);
    http_get(downloads->http, &request, &job->result);
}

static enum next
refuse(struct job *job, const char *why)
{
    books_problem(job->downloads->books, EX_UNAVAILABLE, &job->place, "%s",
                  why);
    return FAILED;
}

static enum next
restart(struct job *job)
{
    return cached_restart(&job->cached) ? AT_ONCE : cache_failed(job, EX_IOERR);
}

/* An empty body never came to take_body(). */
static enum next
finish(struct job *job)
{
    if (!job->has_begun && !take_body(job, job->result.status, NULL, 0)
        && job->stopped != NULL)
        return refuse(job, job->stopped);
    return cached_finish(&job->cached) ? DONE : cache_failed(job, EX_IOERR);
}

static enum next
judge(struct job *job)
{
    struct cached *cached = &job->cached;

    switch (job->result.outcome) {
    case HTTP_DONE:
        return finish(job);
    case HTTP_NOT_MODIFIED:
        if (cached->is_whole)
            return DONE;
        buffer_add_string(&job->result.why, "bad_answer: 304 to a request "
                                            "without a condition");
        return LATER;
    case HTTP_LATER:
        return LATER;
    case HTTP_REFUSED:
        if (job->result.status == RANGE_REFUSED && !cached->is_whole
            && cached->size > 0)
            return restart(job);
        return refuse(job, buffer_string(&job->result.why));
    default:
        if (job->has_changed)
            return restart(job);
        return job->stopped != NULL ? refuse(job, job->stopped)
                                    : cache_failed(job, EX_IOERR);
    }
}

static void
pause_s(int64_t s)
{
    struct timespec left = {.tv_sec = s};

    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

/* `tries` so far, of which the last ended so; `asked_s` to wait, or -1. False where it is enough. */
static bool
try_again(struct downloads *downloads, const struct place *place, int64_t tries,
          int64_t asked_s, const char *why)
{
    int64_t most_s = downloads->limits.most_wait_s;
    int64_t wait_s = tries < 30 ? INT64_C(1) << (tries - 1) : most_s;

    if (asked_s > most_s) {
        books_problem(downloads->books, EX_TEMPFAIL, place,
                      "%s; it asks to wait %lld s, --retry-wait allows %lld",
                      why, (long long)asked_s, (long long)most_s);
        return false;
    }
    if (tries > downloads->limits.retries) {
        books_problem(downloads->books, EX_TEMPFAIL, place,
                      "%s; given up after %lld tries", why, (long long)tries);
        return false;
    }
    if (asked_s >= 0)
        wait_s = asked_s;
    else if (wait_s > most_s)
        wait_s = most_s;
    books_warn(downloads->books, place, "%s; trying again in %lld s", why,
               (long long)wait_s);
    pause_s(wait_s);
    return true;
}

/* What came so far is kept; a try that brought something new is none in vain. */
static bool
wait_for(struct job *job)
{
    struct cached *cached = &job->cached;

    if (job->has_begun && !cached_keep(cached))
        return cache_failed(job, EX_IOERR);
    if (!cached->is_whole && cached->size > job->furthest) {
        job->furthest = cached->size;
        job->tries = 0;
    }
    job->tries++;
    return try_again(job->downloads, &job->place, job->tries,
                     job->result.retry_after_s,
                     buffer_string(&job->result.why));
}

static bool
run(struct job *job)
{
    for (;;) {
        enum next next;
        bool goes_on;

        request(job);
        next = judge(job);
        goes_on = next == AT_ONCE || (next == LATER && wait_for(job));
        http_free(&job->result);
        if (!goes_on)
            return next == DONE;
    }
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), or 0: the day, month and year are put as clock.h reads them. */
static int64_t
time_of(struct text http_date)
{
    struct buffer text = {0};
    struct text rest = http_date, words[6];
    struct moment moment;
    size_t count = 0;
    int64_t s = 0;

    while (count < 6 && text_split(&rest, ' ', &words[count]))
        count++;
    if (count == 6) {
        buffer_printf(&text, "%.*s/%.*s/%.*s:%.*s +0000", TEXT_ARGS(words[1]),
                      TEXT_ARGS(words[2]), TEXT_ARGS(words[3]),
                      TEXT_ARGS(words[4]));
        if (clock_parse_clf(buffer_text(&text), &moment))
            s = moment.s;
    }
    buffer_free(&text);
    return s;
}

static void
start_job(struct job *job, struct downloads *downloads, const char *url)
{
    *job = (struct job){.downloads = downloads, .url = url};
    operand_show(&job->shown, url);
    job->place =
        (struct place){.archive = buffer_text(&job->shown), .part = -1};
    if (downloads->folder.len == 0)
        find_folder(downloads);
}

static bool
open_cached(struct job *job)
{
    const char *folder = buffer_string(&job->downloads->folder);

    return cached_open(&job->cached, folder, job->url, say_wait, job)
           || cache_failed(job, EX_CANTCREAT);
}

bool
downloads_get(struct downloads *downloads, const char *url,
              struct download *download)
{
    struct job job;

    start_job(&job, downloads, url);
    download->fd = -1;
    if (open_cached(&job) && run(&job)) {
        download->fd = cached_body(&job.cached);
        if (download->fd == -1)
            cache_failed(&job, EX_IOERR);
        download->seen_s = time_of(buffer_text(&job.cached.last_modified));
        download->is_delimited = job.cached.is_delimited;
    }
    cached_close(&job.cached);
    buffer_free(&job.shown);
    return download->fd != -1;
}

void
downloads_forget(struct downloads *downloads, const char *url)
{
    struct job job;

    start_job(&job, downloads, url);
    if (open_cached(&job))
        cached_remove(&job.cached);
    cached_close(&job.cached);
    buffer_free(&job.shown);
}

bool
downloads_again(struct downloads *downloads, const char *url, int64_t tries,
                const char *why)
{
    struct job job;
    bool is_tried;

    start_job(&job, downloads, url);
    is_tried = try_again(downloads, &job.place, tries, -1, why);
    buffer_free(&job.shown);
    return is_tried;
}
