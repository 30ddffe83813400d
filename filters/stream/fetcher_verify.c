#include "stream/fetcher_parts.h"

#include "stream/salvage.h"

static void
take_knowledge(struct fetcher *fetcher, struct fetcher_errand *errand)
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
has_end(struct fetcher *fetcher, const struct fetcher_errand *errand)
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
check(struct fetcher *fetcher, const struct fetcher_errand *errand)
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
end_unread(struct fetcher *fetcher, const struct fetcher_errand *errand)
{
    struct place place = {.archive = buffer_text(&errand->input->name),
                          .part = -1};

    if (bytes_status(fetcher->bytes) == EX_IOERR)
        books_fail(fetcher->books, EX_IOERR, &place, "%s",
                   bytes_why(fetcher->bytes));
}

/* A pass in which nothing goes out. False where it is damaged. */
static bool
survey(struct fetcher *fetcher, struct fetcher_errand *errand)
{
    bool is_whole;

    feed_forget(fetcher->silent);
    fetcher_begin_pass(fetcher, errand->input);
    is_whole = errand->is_verified ? check(fetcher, errand)
                                   : fetcher_read_all(fetcher->bytes);
    if (!is_whole && !errand->is_verified)
        end_unread(fetcher, errand);
    fetcher_end_pass(fetcher);
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
reject_archive(struct fetcher *fetcher, const struct fetcher_errand *errand,
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
salvage(struct fetcher *fetcher, const struct fetcher_errand *errand)
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
set_aside(struct fetcher *fetcher, const struct fetcher_errand *errand)
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

/* What begins as no data does is none, wherever it ends. */
static bool
may_be_cut(const struct input *input, const struct feed_trouble *trouble)
{
    return !input->is_delimited && trouble->status == EX_DATAERR
           && !text_starts(buffer_text(&trouble->why), TEXT("no_data"));
}

/* A cut body of which the server told no end shows here first. */
static bool
download_again(struct fetcher *fetcher, struct fetcher_errand *errand,
               int64_t tries)
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
bool
fetcher_verify(struct fetcher *fetcher, struct fetcher_errand *errand)
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
