#include "stream/fetcher.h"

#include <err.h>
#include <stdlib.h>

#include "stream/archive.h"
#include "stream/input.h"
#include "stream/listed.h"
#include "stream/operand.h"
#include "stream/probe.h"
#include "stream/progress.h"
#include "stream/replace.h"
#include "stream/whole.h"
#include "stream/salvage.h"

struct fetcher {
    struct books *books;
    struct writer *out;
    const struct fetcher_options *options;
    struct bytes_limits limits;
    struct feed *feed, *silent;        /* the second only looks */
    struct archive *archive, *checked; /* over one each */
    struct downloads *downloads;
    struct state *state; /* or NULL */
    struct probe *probe; /* or NULL */
    struct progress *progress;
    struct bytes *bytes; /* of the current pass */
    struct buffer list;  /* of what is new */
    uint64_t done_bytes;
    uint64_t set_aside; /* archives that are rejects, and were not fed */
    bool any;           /* byte came in, or it was told why none did */
};

struct fetcher *
fetcher_new(struct books *books, struct writer *out,
            const struct fetcher_options *options)
{
    struct fetcher *fetcher = calloc(1, sizeof(*fetcher));

    if (fetcher == NULL)
        err(EX_OSERR, "fetcher");
    fetcher->books = books;
    fetcher->out = out;
    fetcher->options = options;
    fetcher->limits = (struct bytes_limits){books_options(books)->max_window,
                                            options->max_expand};
    fetcher->feed = feed_new(books, out);
    fetcher->silent = feed_new(books, NULL);
    fetcher->archive = archive_open(fetcher->feed, &fetcher->limits);
    fetcher->checked = archive_open(fetcher->silent, &fetcher->limits);
    if (options->is_forced) {
        archive_force(fetcher->archive, options->shape);
        archive_force(fetcher->checked, options->shape);
    }
    fetcher->downloads = downloads_new(books, &options->downloads);
    if (options->state != NULL) {
        fetcher->state = state_open(books, options->state);
        fetcher->probe = probe_new(fetcher->state);
    }
    return fetcher;
}

static void
fetcher_free(struct fetcher *fetcher)
{
    progress_close(fetcher->progress);
    archive_close(fetcher->archive);
    archive_close(fetcher->checked);
    feed_free(fetcher->feed);
    feed_free(fetcher->silent);
    buffer_free(&fetcher->list);
    downloads_free(fetcher->downloads);
    probe_free(fetcher->probe);
    state_free(fetcher->state);
    free(fetcher);
}

/* Each piece of the outermost stream, unpacked. */
static void
see(void *context, struct text piece)
{
    struct fetcher *fetcher = context;

    fetcher->any = true;
    if (fetcher->probe != NULL)
        probe_add(fetcher->probe, piece);
    progress_show(fetcher->progress,
                  fetcher->done_bytes + bytes_taken(fetcher->bytes),
                  feed_records(fetcher->feed));
}

static void
begin_pass(struct fetcher *fetcher, struct input *input)
{
    fetcher->bytes = input_bytes(input, &fetcher->limits);
    bytes_watch(fetcher->bytes, see, fetcher);
    if (fetcher->probe != NULL)
        probe_start(fetcher->probe);
}

static void
end_pass(struct fetcher *fetcher)
{
    bytes_close(fetcher->bytes);
    fetcher->bytes = NULL;
}

static bool
read_all(struct bytes *bytes)
{
    char block[64 << 10];
    ssize_t count;

    while ((count = bytes_read(bytes, block, sizeof(block))) > 0)
        ;
    return count == 0;
}

/* The first bytes, unpacked; whether the state may know something that begins so, which of what cannot be read it may. */
static bool
may_be_known(struct fetcher *fetcher, struct input *input, bool *is_packed)
{
    struct bytes *bytes = input_bytes(input, &fetcher->limits);
    char first[STATE_HEAD];
    size_t len = 0;
    ssize_t count = 0;

    while (len < sizeof(first)
           && (count = bytes_read(bytes, first + len, sizeof(first) - len)) > 0)
        len += (size_t)count;
    *is_packed = bytes_packed(bytes);
    bytes_close(bytes);
    return count < 0
           || state_may_know(fetcher->state, (struct text){first, len});
}

/* One archive on its way. */
struct errand {
    struct input *input;
    bool is_verified;  /* it must be, before anything goes out */
    bool is_known;     /* it begins with … */
    bool is_done;      /* … and it is all of it */
    bool is_tail_left; /* of this very file, at the last run */
    bool is_packed;
    struct content known;
    uint64_t resume; /* where the lines begin that are new */
    struct feed_trouble trouble;
};

static void
take_knowledge(struct fetcher *fetcher, struct errand *errand)
{
    struct content all;

    if (fetcher->state == NULL)
        return;
    probe_content(fetcher->probe, &all);
    errand->is_known = probe_known(fetcher->probe, &errand->known);
    errand->is_done = errand->is_known && errand->known.bytes == all.bytes;
    errand->resume = errand->is_known ? probe_resume(fetcher->probe) : 0;
}

/* A last line without its end, of a body whose end nobody told, is one that was cut. */
static bool
has_end(struct fetcher *fetcher, const struct errand *errand)
{
    if (!errand->input->is_url || errand->input->is_delimited
        || bytes_packed(fetcher->bytes) || archive_left(fetcher->checked) == 0)
        return true;
    feed_problem(fetcher->silent, EX_DATAERR, 0,
                 "cut: the last line has no end, and the server gave no "
                 "length");
    return false;
}

static bool
check(struct fetcher *fetcher, const struct errand *errand)
{
    const struct input *input = errand->input;
    struct reach reach = {.keeps_tail = true};

    archive_set_reach(fetcher->checked, &reach);
    return archive_copy(fetcher->checked, fetcher->bytes,
                        buffer_text(&input->name), input->seen_s)
           && has_end(fetcher, errand);
}

/* The pass that hands out may be luckier, and would not know what is known. */
static void
end_unread(struct fetcher *fetcher, const struct errand *errand)
{
    struct place place = {.archive = buffer_text(&errand->input->name),
                          .part = -1};

    if (bytes_status(fetcher->bytes) == EX_IOERR)
        books_fail(fetcher->books, EX_IOERR, &place, "%s",
                   bytes_why(fetcher->bytes));
}

/* A pass in which nothing goes out. False where it is damaged. */
static bool
survey(struct fetcher *fetcher, struct errand *errand)
{
    bool is_whole;

    feed_forget(fetcher->silent);
    begin_pass(fetcher, errand->input);
    is_whole =
        errand->is_verified ? check(fetcher, errand) : read_all(fetcher->bytes);
    if (!is_whole && !errand->is_verified)
        end_unread(fetcher, errand);
    end_pass(fetcher);
    if (is_whole)
        take_knowledge(fetcher, errand);
    return is_whole || !errand->is_verified;
}

static bool
are_rejects_kept(const struct fetcher *fetcher)
{
    const struct options *options = books_options(fetcher->books);

    return options->rejects != NULL
           && (options->max_rejects >= 0 || options->max_rejects_percent >= 0);
}

static void
reject_archive(struct fetcher *fetcher, const struct errand *errand,
               const struct place *place, const char *why)
{
    char digest[DIGEST_TEXT + 1] = {0};
    struct buffer bad = {0};

    digest_format(digest, input_digest(errand->input));
    buffer_printf(&bad, "bad_archive: left out whole: %s", why);
    fetcher->set_aside++;
    books_read(fetcher->books);
    books_rejected_long(fetcher->books, place, buffer_string(&bad),
                        (uint64_t)errand->input->stamp.size, digest);
    buffer_free(&bad);
}

/* So many records of it are in a file beside. */
static uint64_t
salvage(struct fetcher *fetcher, const struct errand *errand)
{
    const struct fetcher_options *options = fetcher->options;
    const struct salvage how = {options->salvage, fetcher->limits,
                                options->is_forced, options->shape};

    if (options->salvage == NULL
        || feed_trouble(fetcher->silent)->status != EX_DATAERR)
        return 0;
    return salvage_take(&how, fetcher->books, errand->input);
}

/* A damaged archive, none of which has gone out. */
static void
set_aside(struct fetcher *fetcher, const struct errand *errand)
{
    const struct feed_trouble *trouble = feed_trouble(fetcher->silent);
    const char *why = buffer_string((struct buffer *)&trouble->why);
    struct place place = {.archive = buffer_text(&errand->input->name),
                          .member = buffer_text(&trouble->member),
                          .line = trouble->line,
                          .part = -1,
                          .seen_s = errand->input->seen_s};

    uint64_t saved = salvage(fetcher, errand);

    if (trouble->status == EX_DATAERR && are_rejects_kept(fetcher))
        reject_archive(fetcher, errand, &place, why);
    else if (saved > 0)
        books_problem(fetcher->books, trouble->status, &place,
                      "%s (left out whole; %llu records put aside)", why,
                      (unsigned long long)saved);
    else
        books_problem(fetcher->books, trouble->status, &place,
                      "%s (left out whole)", why);
}

static void
remember(struct fetcher *fetcher, const struct errand *errand,
         const struct content *content, uint64_t left)
{
    struct text key = buffer_text(&errand->input->key);

    if (errand->is_known && errand->known.bytes < content->bytes)
        state_supersede(fetcher->state, &errand->known);
    state_put(fetcher->state, key.len > 0 ? key : TEXT_NONE,
              &errand->input->stamp, content, left);
}

struct prefix {
    struct probe *probe;
    uint64_t left;
};

static void
see_prefix(void *context, struct text piece)
{
    struct prefix *prefix = context;

    if (piece.len > prefix->left)
        piece.len = (size_t)prefix->left;
    prefix->left -= piece.len;
    probe_add(prefix->probe, piece);
}

/* What there is before the bytes that were left: read again, which is seldom. */
static void
content_before(struct fetcher *fetcher, struct input *input, uint64_t left,
               struct content *content)
{
    struct bytes *bytes = input_bytes(input, &fetcher->limits);
    struct prefix prefix = {fetcher->probe, content->bytes - left};

    probe_start(fetcher->probe);
    bytes_watch(bytes, see_prefix, &prefix);
    read_all(bytes);
    bytes_close(bytes);
    probe_content(fetcher->probe, content);
}

static void
record(struct fetcher *fetcher, const struct errand *errand, uint64_t left)
{
    struct content content;

    probe_content(fetcher->probe, &content);
    if (left > 0) {
        content_before(fetcher, errand->input, left, &content);
        books_note(fetcher->books, "left", 1);
    }
    remember(fetcher, errand, &content, left);
}

/* A last line without its end is left for a later run, since it may still grow. */
static bool
keeps_tail(const struct fetcher *fetcher, const struct errand *errand)
{
    const struct input *input = errand->input;

    return fetcher->state != NULL && input->is_file && input->key.len > 0
           && !input->is_url && !errand->is_packed && !errand->is_tail_left;
}

/* The pass that hands out. */
static void
copy(struct fetcher *fetcher, const struct errand *errand)
{
    struct input *input = errand->input;
    struct reach reach = {.from = errand->resume,
                          .keeps_tail = keeps_tail(fetcher, errand)};
    bool is_whole;

    begin_pass(fetcher, input);
    archive_set_reach(fetcher->archive, &reach);
    is_whole = archive_copy(fetcher->archive, fetcher->bytes,
                            buffer_text(&input->name), input->seen_s);
    if (bytes_unchecked(fetcher->bytes))
        books_note(fetcher->books, "unchecked", 1);
    fetcher->done_bytes += bytes_taken(fetcher->bytes);
    end_pass(fetcher);
    if (is_whole && fetcher->state != NULL)
        record(fetcher, errand, archive_left(fetcher->archive));
}

/* What begins as no data does is none, wherever it ends. */
static bool
may_be_cut(const struct input *input, const struct feed_trouble *trouble)
{
    return !input->is_delimited && trouble->status == EX_DATAERR
           && !text_starts(buffer_text(&trouble->why), TEXT("no_data"));
}

/* In place of that pass: what another will hand out. Verifying it has told all that is to be known. */
static void
list(struct fetcher *fetcher, const struct errand *errand)
{
    struct input *input = errand->input;
    struct place place = {.archive = buffer_text(&input->name), .part = -1};
    struct listed listed = {.from = errand->resume,
                            .keeps_tail = keeps_tail(fetcher, errand),
                            .seen_s = input->seen_s};
    struct content content;

    if (input->key.len == 0) {
        books_problem(fetcher->books, EX_NOINPUT, &place,
                      "cannot_list: it cannot be opened again");
        return;
    }
    probe_content(fetcher->probe, &content);
    listed.bytes = content.bytes;
    listed.digest = content.digest;
    buffer_add_string(&listed.operand, input->operand);
    listed_write(&fetcher->list, &listed);
    buffer_free(&listed.operand);
    record(fetcher, errand,
           listed.keeps_tail ? archive_left(fetcher->checked) : 0);
}

/* A cut body of which the server told no end shows here first. */
static bool
download_again(struct fetcher *fetcher, struct errand *errand, int64_t tries)
{
    struct input *input = errand->input;
    const struct feed_trouble *trouble = feed_trouble(fetcher->silent);
    const char *operand = input->operand;
    const char *why = buffer_string((struct buffer *)&trouble->why);

    downloads_forget(fetcher->downloads, operand);
    if (!may_be_cut(input, trouble)) {
        set_aside(fetcher, errand);
        return false;
    }
    if (!downloads_again(fetcher->downloads, operand, tries, why))
        return false;
    input_close(input);
    return input_open(input, fetcher->books, fetcher->downloads, operand);
}

/* False where nothing of it may go out. */
static bool
verify(struct fetcher *fetcher, struct errand *errand)
{
    for (int64_t tries = 1; !survey(fetcher, errand); tries++) {
        if (!errand->input->is_url) {
            set_aside(fetcher, errand);
            return false;
        }
        if (!download_again(fetcher, errand, tries))
            return false;
    }
    return true;
}

static void
take(struct fetcher *fetcher, struct input *input)
{
    struct errand errand = {.input = input};
    bool may_know = false;

    errand.is_verified = fetcher->options->verifies || input->is_url
                         || fetcher->options->list != NULL;
    if (errand.is_verified || fetcher->state != NULL)
        input_spool(input, fetcher->books);
    if (fetcher->state != NULL) {
        errand.is_tail_left =
            state_find(fetcher->state, buffer_text(&input->key), &input->stamp)
            == STATE_TAIL_LEFT;
        may_know = may_be_known(fetcher, input, &errand.is_packed);
    }
    if ((errand.is_verified || may_know) && !verify(fetcher, &errand))
        return;
    if (errand.is_done) {
        books_note(fetcher->books, "already_done", 1);
        remember(fetcher, &errand, &errand.known, 0);
    } else if (fetcher->options->list != NULL) {
        list(fetcher, &errand);
    } else {
        copy(fetcher, &errand);
    }
}

struct watch {
    struct fetcher *fetcher;
    struct digester *digester;
    uint64_t bytes;
};

static void
see_listed(void *context, struct text piece)
{
    struct watch *watch = context;

    see(watch->fetcher, piece);
    digester_add(watch->digester, piece);
    watch->bytes += piece.len;
}

/* One that was listed, as it was then. */
static void
hand_out(struct fetcher *fetcher, struct input *input,
         const struct listed *listed)
{
    struct reach reach = {.from = listed->from,
                          .keeps_tail = listed->keeps_tail};
    struct watch watch = {.fetcher = fetcher, .digester = digester_new()};
    struct place place = {.archive = buffer_text(&input->name), .part = -1};
    struct digest digest;

    input_spool(input, fetcher->books);
    fetcher->bytes = input_bytes(input, &fetcher->limits);
    bytes_end_at(fetcher->bytes, listed->bytes);
    bytes_watch(fetcher->bytes, see_listed, &watch);
    archive_set_reach(fetcher->archive, &reach);
    archive_copy(fetcher->archive, fetcher->bytes, buffer_text(&input->name),
                 listed->seen_s);
    if (bytes_unchecked(fetcher->bytes))
        books_note(fetcher->books, "unchecked", 1);
    fetcher->done_bytes += bytes_taken(fetcher->bytes);
    end_pass(fetcher);
    digest = digester_value(watch.digester);
    if (watch.bytes != listed->bytes || digest.high != listed->digest.high
        || digest.low != listed->digest.low)
        books_problem(fetcher->books, EX_TEMPFAIL, &place,
                      "changed: it is not what was listed");
    digester_free(watch.digester);
}

static void
hand_out_all(struct fetcher *fetcher, struct text lines)
{
    struct listed listed = {0};
    struct input input;

    while (listed_read(&lines, &listed)) {
        if (input_open(&input, fetcher->books, fetcher->downloads,
                       buffer_string(&listed.operand)))
            hand_out(fetcher, &input, &listed);
        fetcher->any = true;
        input_close(&input);
    }
    if (lines.len > 0)
        books_fail(fetcher->books, EX_CONFIG, NULL, "bad_list: %s is no list",
                   fetcher->options->listed);
    buffer_free(&listed.operand);
}

/* Known by its name, size and time. */
static bool
is_done(const struct fetcher *fetcher, const char *operand)
{
    struct stamp stamp;

    return fetcher->state != NULL && strcmp(operand, "-") != 0
           && input_stamp(operand, &stamp)
           && state_find(fetcher->state, text_of(operand), &stamp)
                  == STATE_DONE;
}

static void
take_operand(struct fetcher *fetcher, const char *operand)
{
    struct input input;

    if (is_done(fetcher, operand)) {
        books_note(fetcher->books, "already_done", 1);
        fetcher->any = true;
        return;
    }
    if (input_open(&input, fetcher->books, fetcher->downloads, operand))
        take(fetcher, &input);
    else
        fetcher->any = true;
    input_close(&input);
}

/* What is to be remembered of streams of ours that were not whole cannot be told: then nothing is. */
static bool
is_good(int status, bool has_upstream)
{
    return status == 0
           || (!has_upstream
               && (status == EX_DATAERR || status == STATUS_REFUSED
                   || status == EX_UNAVAILABLE || status == EX_TEMPFAIL
                   || status == EX_NOINPUT));
}

static int
end_run(struct fetcher *fetcher)
{
    bool has_upstream = books_upstream_seen(fetcher->books);
    int status, state_status = 0;

    if (!fetcher->any && !books_options(fetcher->books)->allow_empty)
        books_problem(fetcher->books, EX_NOINPUT, NULL,
                      "no_input: not one byte came in (--allow-empty)");
    books_owes(fetcher->books,
               feed_records(fetcher->feed) + fetcher->set_aside);
    if (fetcher->state != NULL)
        state_write(fetcher->state);
    if (fetcher->options->list != NULL
        && !replace_content(fetcher->options->list, buffer_text(&fetcher->list),
                            0600))
        books_problem(fetcher->books, EX_CANTCREAT, NULL, "cannot_create: %s",
                      fetcher->options->list);
    status = writer_finish(fetcher->out);
    if (fetcher->state != NULL)
        state_status =
            state_publish(fetcher->state, is_good(status, has_upstream));
    return status != 0 ? status : state_status;
}

/* True where one of them is an address. */
static bool
allow_operands(struct books *books, const struct operands *operands)
{
    bool connects = false;

    for (size_t i = 0; i < operands->count; i++) {
        const char *operand = operands->at[i];

        if (operand_is_url(operand))
            connects = true;
        else if (strcmp(operand, "-") != 0)
            books_may_read(books, operand);
    }
    return connects;
}

/* What it was given, its cache, its state and its temporary file: no more than this run needs. */
static void
confine(struct fetcher *fetcher, const struct operands *operands)
{
    struct books *books = fetcher->books;
    const struct fetcher_options *options = fetcher->options;
    bool connects;

    if (!books_options(books)->sandbox)
        return;
    connects = allow_operands(books, operands);
    if (connects)
        downloads_allow(fetcher->downloads);
    if (options->verifies || options->state != NULL || options->listed != NULL)
        input_allow(books);
    if (options->state != NULL)
        books_may_replace(books, options->state);
    if (options->list != NULL)
        books_may_replace(books, options->list);
    if (options->salvage != NULL)
        books_may_write(books, options->salvage);
    books_confine(books);
}

int
fetcher_run(struct fetcher *fetcher, char *const *given, size_t count)
{
    struct operands operands;
    struct options shown = *books_options(fetcher->books);
    struct buffer lines = {0};
    int status;

    if (fetcher->options->listed != NULL) {
        whole_get(fetcher->books, "listed", fetcher->options->listed, &lines);
        listed_operands(buffer_text(&lines), &operands);
    } else {
        operands_expand(&operands, given, count);
    }
    shown.files = operands.at;
    shown.file_count = operands.count;
    fetcher->progress = progress_open(&shown);
    confine(fetcher, &operands);
    if (fetcher->options->listed != NULL)
        hand_out_all(fetcher, buffer_text(&lines));
    else
        for (size_t i = 0; i < operands.count; i++)
            take_operand(fetcher, operands.at[i]);
    operands_free(&operands);
    buffer_free(&lines);
    progress_close(fetcher->progress);
    fetcher->progress = NULL;
    status = end_run(fetcher);
    fetcher_free(fetcher);
    return status;
}
