/*
 * detect - matters of which suddenly more is said, and since when that could be known
 *
 * Reads posts, or rows that aggregate has counted, in any order; makes of them series over time and writes a record for
 * each alarm, by when it was detected. --backtest says in place of them how well that goes with known incidents.
 */
#include "detect/detect.h"

int
main(int argc, char **argv)
{
    struct detect_settings settings = detect_settings_default;
    struct options *given =
        options_parse(&detect_program, argc, argv, &settings);
    struct detect detect = {0};
    struct books *books;
    struct reader *in;
    int status;

    detect_settings_check(&settings);
    books = books_open(given);
    if (settings.commit != NULL) {
        index_commit(books, settings.commit);
        return books_close(books);
    }
    detect_open(&detect, books, &settings);
    detect.out = writer_open(books);
    in = detect_reader(books, &settings.sighting);
    detect_read(&detect, in);
    detect_find(&detect);
    if (detect.backtest != NULL)
        detect_write_backtest(&detect);
    else
        detect_write_alarms(&detect);
    status = index_end(detect.next, finish(in, detect.out));
    detect_close(&detect);
    return status;
}
