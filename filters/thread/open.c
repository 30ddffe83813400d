#include "stream/whole.h"
#include "thread/thread.h"

static void
read_calendar(struct thread *thread, struct thread_settings *settings)
{
    struct buffer csv = {0};
    struct listing_error error;

    whole_read(thread->books, "calendar", settings->calendar, &csv);
    thread->hours = office_hours_read(buffer_text(&csv), &error);
    if (thread->hours == NULL)
        books_fail(thread->books, EX_CONFIG, NULL, "bad_calendar: %s:%llu: %s",
                   settings->calendar, (unsigned long long)error.line,
                   error.why);
    settings->rules.hours = thread->hours;
    buffer_free(&csv);
}

void
thread_open(struct thread *thread, struct books *books,
            struct thread_settings *settings)
{
    const struct options *given = books_options(books);

    thread->settings = settings;
    thread->books = books;
    if (settings->accounts != NULL) {
        thread->accounts = account_book_new();
        whole_list(thread->books, "accounts", "bad_account", settings->accounts,
                   account_book_add, thread->accounts);
    }
    if (settings->calendar != NULL)
        read_calendar(thread, settings);
    thread->spill = spill_open(given->tmpdir);
    thread->spool = spool_new(thread->spill);
    thread->conversation =
        conversation_new(&settings->rules, given->memory, thread->spill);
}

void
thread_close(struct thread *thread)
{
    conversation_free(thread->conversation);
    spool_free(thread->spool);
    spill_close(thread->spill);
    office_hours_free(thread->hours);
    account_book_free(thread->accounts);
    buffer_free(&thread->facts);
}
