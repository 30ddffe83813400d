#include "stream/fetcher_parts.h"

#include <err.h>
#include <stdlib.h>

#include "stream/listed.h"
#include "stream/operand.h"
#include "stream/replace.h"
#include "stream/whole.h"

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
                                            options->max_expand,
                                            (uint64_t)options->max_ratio};
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

void
fetcher_see(void *context, struct text piece)
{
    struct fetcher *fetcher = context;

    fetcher->any = true;
    if (fetcher->probe != NULL)
        probe_add(fetcher->probe, piece);
    progress_show(fetcher->progress,
                  fetcher->done_bytes + bytes_taken(fetcher->bytes),
                  feed_records(fetcher->feed));
}

void
fetcher_begin_pass(struct fetcher *fetcher, struct input *input)
{
    fetcher->bytes = input_bytes(input, &fetcher->limits);
    bytes_watch(fetcher->bytes, fetcher_see, fetcher);
    if (fetcher->probe != NULL)
        probe_start(fetcher->probe);
}

void
fetcher_end_pass(struct fetcher *fetcher)
{
    bytes_close(fetcher->bytes);
    fetcher->bytes = NULL;
}

bool
fetcher_read_all(struct bytes *bytes)
{
    char block[64 << 10];
    ssize_t count;

    while ((count = bytes_read(bytes, block, sizeof(block))) > 0)
        ;
    return count == 0;
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
        fetcher_take(fetcher, &input);
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
        fetcher_hand_out(fetcher, buffer_text(&lines));
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
