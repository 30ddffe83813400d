/*
 * dedupe - one record an id: the latest revision, and nothing that was deleted
 *
 * Puts all records aside while it reads, then writes in their order those that stand: superseded,
 * repeated and deleted ones are dropped and counted, whatever the order in which they came.
 */
#include "dedupe/dedupe.h"

int
main(int argc, char **argv)
{
    struct dedupe_settings settings = {0};
    struct options *given =
        options_parse(&dedupe_program, argc, argv, &settings);
    struct dedupe dedupe = {0};
    struct books *books;
    struct writer *out;
    struct reader *in;
    int status;

    dedupe_settings_check(&settings);
    books = books_open(given);
    if (settings.commit != NULL) {
        index_commit(books, settings.commit);
        return books_close(books);
    }
    dedupe_open_window(&dedupe, given);
    dedupe_open(&dedupe, books, &settings);
    out = writer_open(books);
    in = dedupe_reader(books);
    if (settings.first) {
        dedupe_write_first(&dedupe, in, out);
    } else {
        dedupe_read(&dedupe, in);
        dedupe_write(&dedupe, out);
    }
    status = index_end(dedupe.next, finish(in, out));
    dedupe_close(&dedupe);
    return status;
}
