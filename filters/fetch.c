/*
 * fetch - any archive to raw records, one a line
 *
 * Unpacks files, folders, standard input and URLs, whatever their compression and container, and
 * writes what they hold as lines with their place, for normalize.
 */
#include "stream/archive.h"
#include "stream/operand.h"

enum { KEY_AS = 256, KEY_MAX_EXPAND };

static const struct argp_option options[] = {
    {"as", KEY_AS, "SHAPE", 0,
     "Take all streams as text, json, array, document, csv, tsv, xml, tar, "
     "zip or warc",
     0},
    {"max-expand", KEY_MAX_EXPAND, "BYTES", 0,
     "Refuse a stream that unpacks to more", 0},
    {0}};

struct settings {
    bool forced;
    enum shape shape;
    uint64_t max_expand;
};

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

    if (key == KEY_AS) {
        settings->forced = true;
        return shape_parse(value, &settings->shape) ? NULL : "no such shape";
    }
    return options_bytes(value, &settings->max_expand)
               ? NULL
               : "wants a number of bytes, with K, M, G or T behind it";
}

static const struct program program = {
    .name = "fetch",
    .operands = "[FILE|FOLDER|PATTERN|URL ...]",
    .summary = "fetch - any archive to raw records, one a line",
    .options = options,
    .set = set,
};

static void
copy_file(struct archive *archive, const char *name,
          const struct bytes_limits *limits)
{
    struct bytes *bytes = bytes_open(name, limits);

    archive_copy(archive, bytes, text_of(name), bytes_mtime(bytes));
    bytes_close(bytes);
}

int
main(int argc, char **argv)
{
    struct settings settings = {0};
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct books *books = books_open(given);
    struct writer *out = writer_open(books);
    struct feed *feed = feed_new(books, out);
    struct bytes_limits limits = {given->max_window, settings.max_expand};
    struct archive *archive = archive_new(feed, &limits);
    struct operands operands;

    if (settings.forced)
        archive_force(archive, settings.shape);
    operands_expand(&operands, given->files, given->file_count);
    for (size_t i = 0; i < operands.count; i++)
        copy_file(archive, operands.at[i], &limits);
    operands_free(&operands);
    archive_free(archive);
    feed_free(feed);
    return writer_finish(out);
}
