/*
 * map - a user's own format: a jq program from one raw object to records
 *
 * The program gets the raw object (of a line that is no object {"text": line}) with one more
 * member, `_`, that holds archive, member, line and part; each of its results is a record.
 * docs/sources.md says what a result may be: the keys of record.md from `kind` to `flags` in any
 * order, of which kind, source, id and time are needed; money as a decimal string or as "a * b",
 * made exact here; times in any shape of base/clock.h; a plain `visitor`, hashed here.
 * Lives:   a reason from map_run() until the next call.
 * Fails:   map_new() gives NULL and *why, which lives on.
 */
#ifndef HARK_SOURCES_MAP_H
#define HARK_SOURCES_MAP_H

#include "sources/source.h"

struct map;

struct map *map_new(const char *path, const char **why);
void map_free(struct map *map);

/* "map:uci_online_retail", of the file's name. */
struct text map_format(const struct map *map);

/* As a source's normalize(); a record without a result is dropped as not_mapped. is_repaired:
   the line is not its own JSON. */
const char *map_run(struct map *map, const struct raw *raw, bool is_repaired,
                    struct emitter *emitter);

#endif
