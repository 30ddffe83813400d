#include "stream/progress.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

struct progress {
    const char *program;
    FILE *out;
    uint64_t total; /* 0 unknown */
    int64_t start_ms, shown_ms;
};

static int64_t
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Of all operands; 0 if one of them is no regular file. */
static uint64_t
size_of(const struct options *options)
{
    uint64_t total = 0;
    struct stat status;

    for (size_t i = 0; i < options->file_count; i++) {
        const char *file = options->files[i];
        int found = strcmp(file, "-") == 0 ? fstat(STDIN_FILENO, &status)
                                           : stat(file, &status);
        if (found != 0 || !S_ISREG(status.st_mode))
            return 0;
        total += (uint64_t)status.st_size;
    }
    return total;
}

/* Standard error, or the descriptor that a script keeps of its terminal while messages go elsewhere. */
static int
descriptor(void)
{
    const char *given = getenv("HARK_PROGRESS_FD");

    if (given == NULL || given[0] < '3' || given[0] > '9' || given[1] != '\0')
        return STDERR_FILENO;
    return given[0] - '0';
}

struct progress *
progress_open(const struct options *options)
{
    struct progress *progress;
    uint64_t total = size_of(options);
    int fd = options->progress > 0 ? STDERR_FILENO : descriptor();

    if (options->progress == 0
        || (options->progress < 0 && (total == 0 || !isatty(fd))))
        return NULL;
    progress = calloc(1, sizeof(*progress));
    if (progress == NULL)
        err(EX_OSERR, "progress");
    *progress =
        (struct progress){.program = options->program->name,
                          .out = fd == STDERR_FILENO ? stderr : fdopen(fd, "w"),
                          .total = total,
                          .start_ms = now_ms()};
    if (progress->out == NULL)
        err(EX_OSERR, "progress");
    return progress;
}

static void
show(const struct progress *progress, uint64_t bytes, uint64_t records,
     int64_t spent_ms)
{
    FILE *out = progress->out;
    double rate = (double)bytes / ((double)spent_ms / 1000);

    fprintf(out, "\r\033[Khark-%s: %.1f MB", progress->program,
            (double)bytes / 1e6);
    if (progress->total > 0)
        fprintf(out, " of %.1f", (double)progress->total / 1e6);
    fprintf(out, ", %llu records, %.1f MB/s", (unsigned long long)records,
            rate / 1e6);
    if (progress->total > bytes && rate > 0)
        fprintf(out, ", %.0f s left", (double)(progress->total - bytes) / rate);
    fflush(out);
}

void
progress_show(struct progress *progress, uint64_t bytes, uint64_t records)
{
    int64_t now;

    if (progress == NULL)
        return;
    now = now_ms();
    if (now - progress->shown_ms < 500 || now == progress->start_ms)
        return;
    progress->shown_ms = now;
    show(progress, bytes, records, now - progress->start_ms);
}

void
progress_close(struct progress *progress)
{
    if (progress == NULL)
        return;
    if (progress->shown_ms != 0)
        fputs("\r\033[K", progress->out);
    fflush(progress->out);
    free(progress);
}
