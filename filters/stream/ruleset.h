/*
 * ruleset - the rule files that a filter is told of, read at once
 *
 * A path is a file, or a folder of which all *.rules are taken, sorted by name bytewise.
 * Shape:   the begin record's `uses` gets one digest of all contents in their order; so before writer_open().
 * Lives:   until ruleset_free().
 * Fails:   exits 78 with the path: unreadable, or a folder without rules.
 */
#ifndef HARK_STREAM_RULESET_H
#define HARK_STREAM_RULESET_H

#include "stream/books.h"

struct ruleset_file {
    char *path;
    struct buffer content;
};

struct ruleset {
    struct ruleset_file *files;
    size_t count;
};

void ruleset_read(struct ruleset *set, struct books *books,
                  const char *const *paths, size_t count);
void ruleset_free(struct ruleset *set);

#endif
