/*
 * classify - say what each post is about, in which language, who should see it, and whose accounts are ours
 *
 * Reads records and writes them in the order read: to posts it adds their language, the labels of the rules that
 * they match, a route and an urgency; to records of our own registered accounts their name, team, role and market.
 */
#include "classify/classify.h"

static int
run(struct classify *classify)
{
    struct writer *out = writer_open(classify->books);
    struct reader *in = reader_open(classify->books, classify->names,
                                    CLASSIFY_FIELDS + classify->key_count);
    struct record record;

    while (reader_next(in, &record))
        classify_record(classify, &record, out);
    return finish(in, out);
}

int
main(int argc, char **argv)
{
    struct classify_settings settings = {0};
    struct options *given =
        options_parse(&classify_program, argc, argv, &settings);
    struct classify classify;
    int status;

    classify_settings_check(&settings);
    classify_open(&classify, &settings, books_open(given));
    status = settings.test ? classify_examples(&classify) : run(&classify);
    classify_free(&classify);
    classify_settings_free(&settings);
    return status;
}
