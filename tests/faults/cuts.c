/*
 * cuts - small archives cut at every byte and with every bit turned, as fetch takes them
 *
 *   cuts [EVERY]
 *
 * Each case is one run of fetch's own fetcher over a link in the current folder, plain and with --verify, all in
 * one process; EVERY takes each so manieth bit and byte only. Writes a row a format and field, with the worst that became of
 * a case; ends 1 where a promise is broken:
 * a refusal without a message, other bytes of a format without checks that the books do not note, anything of
 * a refused archive under --verify, or memory that grows with the cases.
 */
#include <err.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sample.h"
#include "stream/fetcher.h"

/* What buffers may take meanwhile; thousands of runs that leak take more. */
enum { GROWTH = 256 << 10, SMALLEST = 1 << 10, LARGEST = 4 << 10 };

/* The worse, the greater. */
enum outcome { NEVER, TOLD, SAME, ELSEWHERE, OTHER, OUTCOMES };

static const char *const outcome_names[OUTCOMES] = {
    [NEVER] = "-",
    [TOLD] = "refused",
    [SAME] = "refused, or the same",
    [ELSEWHERE] = "the same under another name or time",
    [OTHER] = "**other records**"};

struct row {
    const char *field;
    enum outcome cut, flip;
};

struct cuts {
    const struct program program;
    struct options *options;
    int table; /* where standard output was */
    int file, out, messages;
    struct buffer got, plain, places; /* of a run: all, records, the rest */
    struct buffer whole_plain, whole_places;
    bool is_noted; /* unchecked */
    uint64_t runs;
    int status;
};

static void
slurp(int fd, struct buffer *out)
{
    off_t len = lseek(fd, 0, SEEK_END);

    buffer_clear(out);
    buffer_reserve(out, (size_t)len + 1);
    if (pread(fd, out->at, (size_t)len, 0) != len)
        err(1, "read");
    out->len = (size_t)len;
}

static void
rewind_file(int fd)
{
    if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0)
        err(1, "rewind");
}

/* Records apart from what is said of them; begin and end say what differs by nature. */
static void
sort_out(struct cuts *cuts)
{
    struct text rest = buffer_text(&cuts->got), line;

    buffer_clear(&cuts->plain);
    buffer_clear(&cuts->places);
    cuts->is_noted = false;
    while (text_split(&rest, '\n', &line)) {
        if (text_starts(line, TEXT("{\"v\":1,\"kind\":\"end\"")))
            cuts->is_noted =
                text_find(line, TEXT("\"unchecked\":")) != SIZE_MAX;
        else if (text_starts(line, TEXT("{\"v\":1,\"kind\":\"archive\"")))
            buffer_add(&cuts->places, line);
        else if (!text_starts(line, TEXT("{\"v\":1,\"kind\":\"begin\"")))
            buffer_add(&cuts->plain, line);
    }
}

static int
run(struct cuts *cuts, const char *file, bool verifies)
{
    struct fetcher_options options = {.verifies = verifies};
    struct books *books;
    int status;

    rewind_file(cuts->out);
    rewind_file(cuts->messages);
    dup2(cuts->out, STDOUT_FILENO);
    books = books_open(cuts->options);
    status = fetcher_run(fetcher_new(books, writer_open(books), &options),
                         (char *const[]){(char *)(uintptr_t)file}, 1);
    slurp(cuts->out, &cuts->got);
    sort_out(cuts);
    cuts->runs++;
    return status;
}

static enum outcome
outcome_of(const struct cuts *cuts, int status)
{
    if (status != 0)
        return TOLD;
    if (!text_equal(buffer_text(&cuts->plain), buffer_text(&cuts->whole_plain)))
        return OTHER;
    return text_equal(buffer_text(&cuts->places),
                      buffer_text(&cuts->whole_places))
               ? SAME
               : ELSEWHERE;
}

static void
broken(struct cuts *cuts, const struct sample *sample, const char *field,
       const char *what, size_t at, const char *promise)
{
    dprintf(cuts->table, "broken: %s, %s, %s %zu: %s\n", sample->format, field,
            what, at, promise);
    cuts->status = 1;
}

/* What the link of the sample's name leads to. */
static void
put(struct cuts *cuts, struct text bytes)
{
    static const struct timespec then[2] = {{.tv_sec = 1236427200},
                                            {.tv_sec = 1236427200}};

    if (ftruncate(cuts->file, (off_t)bytes.len) != 0
        || pwrite(cuts->file, bytes.at, bytes.len, 0) != (ssize_t)bytes.len
        || futimens(cuts->file, then) != 0)
        err(1, "write");
}

/* Then it is they that the run was refused for, and the archive may be as whole as can be told. */
static bool
has_rejects(struct cuts *cuts)
{
    struct buffer said = {0};
    bool found;

    slurp(cuts->messages, &said);
    found = text_find(buffer_text(&said), TEXT("rejected: ")) != SIZE_MAX;
    buffer_free(&said);
    return found;
}

static enum outcome
play(struct cuts *cuts, const struct sample *sample, struct text bytes,
     const char *field, const char *what, size_t at)
{
    enum outcome outcome;
    int status;

    put(cuts, bytes);
    status = run(cuts, sample->file, false);
    outcome = outcome_of(cuts, status);
    if (status != 0 && lseek(cuts->messages, 0, SEEK_END) == 0)
        broken(cuts, sample, field, what, at, "refused without a message");
    if (outcome == OTHER && sample->is_unchecked && !cuts->is_noted
        && strstr(field, "cut between") == NULL)
        broken(cuts, sample, field, what, at, "the books do not note it");
    if (run(cuts, sample->file, true) != status)
        broken(cuts, sample, field, what, at, "--verify says otherwise");
    if (status != 0 && cuts->plain.len > 0 && !has_rejects(cuts))
        broken(cuts, sample, field, what, at, "records despite --verify");
    return outcome;
}

static struct row *
row_of(struct row *rows, size_t *count, const char *field)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(rows[i].field, field) == 0)
            return &rows[i];
    rows[*count] = (struct row){field, NEVER, NEVER};
    return &rows[(*count)++];
}

static void
worsen(enum outcome *worst, enum outcome outcome)
{
    if (outcome > *worst)
        *worst = outcome;
}

static void
cut_everywhere(struct cuts *cuts, const struct sample *sample, struct row *rows,
               size_t *count, size_t every)
{
    for (size_t len = 0; len < sample->bytes.len; len += every) {
        const char *field = sample_cut(sample, len);
        struct text part = {sample->bytes.at, len};

        worsen(&row_of(rows, count, field)->cut,
               play(cuts, sample, part, field, "cut at byte", len));
    }
}

static void
turn_every_bit(struct cuts *cuts, const struct sample *sample, struct row *rows,
               size_t *count, size_t every)
{
    char *at = sample->bytes.at;

    for (size_t bit = 0; bit < sample->bytes.len * 8; bit += every) {
        const char *field = sample_field(sample, bit / 8);

        at[bit / 8] ^= (char)(1 << bit % 8);
        worsen(&row_of(rows, count, field)->flip,
               play(cuts, sample, buffer_text(&sample->bytes), field,
                    "turned bit", bit));
        at[bit / 8] ^= (char)(1 << bit % 8);
    }
}

static void
play_whole(struct cuts *cuts, const struct sample *sample)
{
    int status;

    put(cuts, buffer_text(&sample->bytes));
    status = run(cuts, sample->file, false);
    if (status != 0 || cuts->plain.len == 0)
        broken(cuts, sample, "all", "whole", 0, "refused");
    if (cuts->is_noted != sample->is_unchecked)
        broken(cuts, sample, "all", "whole", 0, "wrongly noted as unchecked");
    buffer_clear(&cuts->whole_plain);
    buffer_add(&cuts->whole_plain, buffer_text(&cuts->plain));
    buffer_clear(&cuts->whole_places);
    buffer_add(&cuts->whole_places, buffer_text(&cuts->places));
}

static void
play_sample(struct cuts *cuts, sample_maker *make, size_t every)
{
    static struct sample sample;
    struct row rows[SAMPLE_FIELDS];
    size_t count = 0, held;
    char path[32];

    sample = (struct sample){0};
    make(&sample);
    if (sample.bytes.len < SMALLEST || sample.bytes.len > LARGEST)
        broken(cuts, &sample, "all", "bytes", sample.bytes.len,
               "a sample has 1 to 4 KiB");
    snprintf(path, sizeof(path), "/proc/self/fd/%d", cuts->file);
    if (symlink(path, sample.file) != 0)
        err(1, "%s", sample.file);
    play_whole(cuts, &sample);
    held = mallinfo2().uordblks;
    turn_every_bit(cuts, &sample, rows, &count, every);
    cut_everywhere(cuts, &sample, rows, &count, every);
    if (mallinfo2().uordblks > held + GROWTH)
        broken(cuts, &sample, "all", "memory before", held,
               "it grows with the cases");
    for (size_t i = 0; i < count; i++)
        dprintf(cuts->table, "| %s | %s | %s | %s |\n", sample.format,
                rows[i].field, outcome_names[rows[i].cut],
                outcome_names[rows[i].flip]);
    unlink(sample.file);
    sample_free(&sample);
}

int
main(int argc, char **argv)
{
    static sample_maker *const makers[] = {
        sample_gzip,  sample_zstd, sample_zstd_unchecked,
        sample_bzip2, sample_xz,   sample_xz_unchecked,
        sample_tar,   sample_zip,  sample_warc};
    char *no_options[] = {(char[]){"fetch"}, NULL};
    struct cuts cuts = {.program = {.name = "fetch"}};
    size_t every = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;

    cuts.options = options_parse(&cuts.program, 1, no_options, NULL);
    cuts.table = dup(STDOUT_FILENO);
    cuts.file = memfd_create("sample", 0);
    cuts.out = memfd_create("out", 0);
    cuts.messages = memfd_create("messages", 0);
    dup2(cuts.messages, STDERR_FILENO);
    for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++)
        play_sample(&cuts, makers[i], every == 0 ? 1 : every);
    dprintf(cuts.table, "%llu runs\n", (unsigned long long)cuts.runs);
    return cuts.status;
}
