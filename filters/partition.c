/*
 * partition - records onto disk, a file for each day of their time, sorted
 *
 * The files are the same whatever the order in which records come. Other options say instead in which files of
 * an earlier run something lies that new records revise or delete.
 */
#include "partition/partition.h"

int
main(int argc, char **argv)
{
    struct partition_settings settings = {0};
    struct options *given =
        options_parse(&partition_program, argc, argv, &settings);
    struct partition partition;
    struct books *books;
    struct reader *in;

    partition_settings_check(&settings);
    books = books_open(given);
    partition_open(&partition, books, given, &settings);
    partition.out = writer_open(books);
    in = partition_reader(books);
    partition_read(&partition, in);
    if (settings.touched != NULL)
        partition_write_touched(&partition, books);
    else
        partition_publish(&partition, books);
    partition_close(&partition);
    return finish(in, partition.out);
}
