#include "stream/download.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "ports/credentials.h"
#include "stream/attempt.h"
#include "stream/cachedir.h"
#include "stream/operand.h"

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
    int64_t tries;     /* since there was progress last */
    uint64_t furthest; /* bytes */
};

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
find_folder(struct downloads *downloads)
{
    if (!cachedir_find(downloads->limits.folder, &downloads->folder))
        books_fail(downloads->books, EX_CANTCREAT, NULL,
                   "cannot_create: no place for the cache: neither HOME nor "
                   "--cache is set");
}

static void
allow_authorities(struct books *books)
{
    static const char *const names[] = {"SSL_CERT_FILE", "SSL_CERT_DIR"};

    for (size_t i = 0; i < 2; i++) {
        const char *path = getenv(names[i]);

        if (path != NULL && *path != '\0')
            books_may_read(books, path);
    }
}

static void
allow_credentials(struct books *books)
{
    struct buffer path = {0};

    if (credentials_path(&path))
        books_may_read(books, buffer_string(&path));
    buffer_free(&path);
}

void
downloads_allow(struct downloads *downloads)
{
    find_folder(downloads);
    cachedir_make(
        buffer_string(&downloads->folder)); /* or its first use says why not */
    books_may_write(downloads->books, buffer_string(&downloads->folder));
    allow_authorities(downloads->books);
    allow_credentials(downloads->books);
    books_may_connect(downloads->books);
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
    if (downloads->http == NULL)
        downloads->http = http_new("hark/" HARK_VERSION);
}

static void
say_wait(void *context)
{
    const struct job *job = context;

    books_warn(job->downloads->books, &job->place,
               "busy: another process is at it; waiting for it");
}

static bool
open_cached(struct job *job)
{
    const char *folder = buffer_string(&job->downloads->folder);

    if (cached_open(&job->cached, folder, job->url, say_wait, job))
        return true;
    books_problem(job->downloads->books, EX_CANTCREAT, &job->place,
                  "cannot_create: the cache: %s", strerror(errno));
    return false;
}

static void
end_job(struct job *job)
{
    cached_close(&job->cached);
    buffer_free(&job->shown);
}

static void
pause_s(int64_t s)
{
    struct timespec left = {.tv_sec = s};

    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

/* 1, 2, 4 … seconds. */
static int64_t
wait_after(int64_t tries, int64_t most_s)
{
    int64_t s = tries < 30 ? INT64_C(1) << (tries - 1) : most_s;

    return s < most_s ? s : most_s;
}

/* `tries` so far, of which the last ended so; `asked_s` to wait, or -1. False where it is enough. */
static bool
try_again(const struct job *job, int64_t tries, int64_t asked_s,
          const char *why)
{
    struct books *books = job->downloads->books;
    int64_t most_s = job->downloads->limits.most_wait_s;
    int64_t wait_s = asked_s >= 0 ? asked_s : wait_after(tries, most_s);

    if (wait_s > most_s) {
        books_problem(books, EX_TEMPFAIL, &job->place,
                      "%s; it asks to wait %lld s, --retry-wait allows %lld",
                      why, (long long)wait_s, (long long)most_s);
        return false;
    }
    if (tries > job->downloads->limits.retries) {
        books_problem(books, EX_TEMPFAIL, &job->place,
                      "%s; given up after %lld tries", why, (long long)tries);
        return false;
    }
    books_warn(books, &job->place, "%s; trying again in %lld s", why,
               (long long)wait_s);
    pause_s(wait_s);
    return true;
}

/* A try that brought more than one that stalls was none in vain. */
static bool
wait_for(struct job *job, struct attempt *attempt)
{
    struct cached *cached = &job->cached;

    uint64_t least =
        (uint64_t)HTTP_LEAST * (uint64_t)job->downloads->limits.stall_s;

    if (!cached->is_whole && cached->size > job->furthest + least) {
        job->furthest = cached->size;
        job->tries = 0;
    }
    job->tries++;
    return try_again(job, job->tries, attempt->retry_after_s,
                     buffer_string(&attempt->why));
}

/* False after saying why. */
static bool
judge(struct job *job, enum attempt_end end, struct attempt *attempt)
{
    struct books *books = job->downloads->books;

    switch (end) {
    case ATTEMPT_LATER:
        return wait_for(job, attempt);
    case ATTEMPT_REFUSED:
    case ATTEMPT_FAILED:
        books_problem(books, end == ATTEMPT_FAILED ? EX_IOERR : EX_UNAVAILABLE,
                      &job->place, "%s", buffer_string(&attempt->why));
        return false;
    default:
        return true;
    }
}

static bool
run(struct job *job)
{
    struct attempt attempt = {.stall_s = (int)job->downloads->limits.stall_s};
    enum attempt_end end;

    do
        end = attempt_make(&attempt, job->downloads->http, &job->cached,
                           job->url);
    while (judge(job, end, &attempt) && end != ATTEMPT_DONE);
    attempt_free(&attempt);
    return end == ATTEMPT_DONE;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), or 0: written as logs do, which clock.h reads. */
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
            books_problem(downloads->books, EX_IOERR, &job.place,
                          "cannot_read: the cache: %s", strerror(errno));
        download->seen_s = time_of(buffer_text(&job.cached.last_modified));
        download->is_delimited = job.cached.is_delimited;
    }
    end_job(&job);
    return download->fd != -1;
}

void
downloads_forget(struct downloads *downloads, const char *url)
{
    struct job job;

    start_job(&job, downloads, url);
    if (open_cached(&job))
        cached_remove(&job.cached);
    end_job(&job);
}

bool
downloads_again(struct downloads *downloads, const char *url, int64_t tries,
                const char *why)
{
    struct job job;
    bool is_tried;

    start_job(&job, downloads, url);
    is_tried = try_again(&job, tries, -1, why);
    buffer_free(&job.shown);
    return is_tried;
}
