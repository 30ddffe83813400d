/*
 * thread - conversations out of replies, and cases: what customers asked our accounts and how it was answered
 *
 * Reads records in any order and writes them in that order, posts with their thread and with what they are to our
 * accounts; behind them a case for each thing that a customer asked, with its times and its outcome.
 */
#include "thread/thread.h"

/* Lines of the spool are marked: posts, and those that an earlier run of thread has been over. */
enum { IS_POST, HAS_OWN_KEYS };

static void
keep_line(struct thread *thread, struct reader *in, const struct record *record,
          bool is_post)
{
    uint64_t number;

    if (thread->settings->cases_only) {
        reader_use(in);
        return;
    }
    number = spool_add(thread->spool, record->line);
    if (is_post)
        spool_mark(thread->spool, number, IS_POST);
    if (is_post && thread_has_own_keys(record))
        spool_mark(thread->spool, number, HAS_OWN_KEYS);
}

static void
read_all(struct thread *thread, struct reader *in)
{
    struct record record;

    while (reader_next(in, &record)) {
        bool is_post = strcmp(record.kind, "post") == 0
                       && record_text(&record, ID).len > 0;
        const char *why = is_post ? thread_take_post(thread, &record) : NULL;

        if (strcmp(record.kind, "delete") == 0
            && text_equal(record_text(&record, SCOPE), TEXT("item")))
            conversation_delete(thread->conversation,
                                record_text(&record, TARGET));
        if (why != NULL)
            reader_reject(in, why);
        else if (strcmp(record.kind, "case") == 0)
            reader_drop(in, "old_case");
        else
            keep_line(thread, in, &record, is_post);
    }
}

static void
write_posts(struct thread *thread, struct writer *out)
{
    struct text line, members;

    spool_rewind(thread->spool);
    while (spool_next(thread->spool, &line)) {
        struct record record = {.line = line, .kind = record_kind_of(line)};
        bool is_post = spool_is_marked(thread->spool, IS_POST);
        bool is_again = spool_is_marked(thread->spool, HAS_OWN_KEYS);

        if (is_post && conversation_next(thread->conversation, &members))
            writer_pass_with(out, &record, members, thread_fields + THREAD,
                             is_again ? THREAD_FIELDS - THREAD : 0);
        else
            writer_pass_line(out, record.kind, line);
    }
}

static void
write_all(struct thread *thread, struct writer *out)
{
    struct text line, members;

    conversation_settle(thread->conversation, thread->settings->as_of_s);
    if (thread->settings->cases_only)
        while (conversation_next(thread->conversation, &members))
            continue;
    else
        write_posts(thread, out);
    while (conversation_next_case(thread->conversation, &line))
        writer_make(out, "case", line);
    if (!thread->knows_ours && thread->accounts == NULL)
        books_warn(thread->books, NULL,
                   "no_accounts: no post is by one of our accounts, so there "
                   "are no cases: --accounts names them, or classify does");
}

int
main(int argc, char **argv)
{
    struct thread_settings settings = thread_settings_default;
    struct thread thread = {0};
    struct books *books;
    struct writer *out;
    struct reader *in;
    int status;

    books = books_open(options_parse(&thread_program, argc, argv, &settings));
    thread_open(&thread, books, &settings);
    out = writer_open(books);
    in = reader_open(books, thread_fields, THREAD_FIELDS);
    read_all(&thread, in);
    write_all(&thread, out);
    status = finish(in, out);
    thread_close(&thread);
    return status;
}
