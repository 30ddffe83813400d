/*
 * options_parts - what the files of options share, for them alone
 */
#ifndef HARK_STREAM_OPTIONS_PARTS_H
#define HARK_STREAM_OPTIONS_PARTS_H

#include "base/buffer.h"
#include "stream/options.h"

/* Options on their way from the command line. */
struct options_parser {
    struct options *options;
    void *settings;
    const struct argp_option *table;
    struct buffer given;
    size_t file_cap;
    bool has_list; /* --files-from, which may name none */
};

/* The filter's own options first, then those that all share. */
struct argp_option *options_table(const struct program *program);

/* It is no option of the filter's own. */
bool options_is_common(int key);

/* What the filter writes may depend on it. */
bool options_shows(int key);

/* One that all share; NULL, or why it is wrong. */
const char *options_set_common(struct options_parser *parser, int key,
                               char *value);

/* An operand, and each line of a file or of standard input ("-") as one: NULL, or why not. */
void options_add_file(struct options_parser *parser, char *name);
const char *options_add_list(struct options_parser *parser, const char *path);

#endif
