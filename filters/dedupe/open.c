#include "base/runs.h"
#include "dedupe/dedupe.h"
#include "stream/whole.h"

/* What earlier runs wrote and know to be gone. */
static void
read_index(struct dedupe *dedupe, const char *path)
{
    struct index_file *index =
        index_open(dedupe->books, path, sizeof(struct revision));
    struct revision old;

    while (index != NULL && index_next(index, &old)) {
        old.flags = runs_get64(&old.flags);
        survivor_recall(dedupe->survivors, &old);
    }
    index_close(index);
    dedupe->next = index_create(dedupe->books, path, sizeof(struct revision));
}

void
dedupe_open_window(struct dedupe *dedupe, struct options *given)
{
    dedupe->window = *given;
    given->since_s = INT64_MIN;
    given->until_s = INT64_MAX;
}

void
dedupe_open(struct dedupe *dedupe, struct books *books,
            const struct dedupe_settings *settings)
{
    const struct options *given = books_options(books);

    dedupe->books = books;
    dedupe->spill = spill_open(given->tmpdir);
    dedupe->spool = spool_new(dedupe->spill);
    dedupe->survivors = survivors_new(given->memory, dedupe->spill);
    dedupe->amender = amender_new();
    if (settings->accounts != NULL) {
        dedupe->accounts = account_book_new();
        whole_list(dedupe->books, "accounts", "bad_account", settings->accounts,
                   account_book_add, dedupe->accounts);
    }
    if (settings->index != NULL)
        read_index(dedupe, settings->index);
}

void
dedupe_close(struct dedupe *dedupe)
{
    survivors_free(dedupe->survivors);
    spool_free(dedupe->spool);
    spill_close(dedupe->spill);
    account_book_free(dedupe->accounts);
    amender_free(dedupe->amender);
}
