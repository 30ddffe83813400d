/*
 * fit_parts - what counts of paths are kept in, for the files of fit alone
 */
#ifndef HARK_DOMAIN_FIT_PARTS_H
#define HARK_DOMAIN_FIT_PARTS_H

#include "base/runs.h"
#include "base/table.h"
#include "domain/fit.h"

enum { FIT_KEY_BYTES = 24 };

/* A cell of a group, sorted by what stands first. */
struct fit_entry {
    unsigned char key[FIT_KEY_BYTES]; /* group, currency, kind, a, b */
    char count[sizeof(__int128)], value[sizeof(__int128)];
};

struct fit {
    uint32_t order;
    struct table *units, *currencies, *states;
    struct runs *runs;
    struct fit_entry
        *cache; /* by hash of the key; free where the mark says so */
    bool *is_used;
    uint32_t *walk; /* states or distinct units of one path */
    size_t walk_cap;
    uint64_t *seen; /* by unit: the number of the path that had it last */
    size_t seen_cap;
    uint64_t paths;
    const struct fit_entry *ahead; /* the first of the next group */
    struct fit_cell *cells;
    size_t cell_count, cell_cap;
};

#endif
