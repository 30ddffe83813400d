/*
 * path_list - paths that somebody else has counted, and what each unit of them earned
 *
 * A CSV with the columns path, total_conversions and, where wanted, total_conversion_value and
 * total_null; others are passed over.
 * Shape:   path_list_line() each line of the file; then once path_list_write(): a row for each
 *          model and unit, by name of both.
 * Units:   numbers up to 2^53 millionths, further decimals rounded half to even; rows have six.
 * Fails:   false, and *error has the line and why.
 * Cost:    about 1 us a path, and memory as of fit.h.
 */
#ifndef HARK_DOMAIN_PATH_LIST_H
#define HARK_DOMAIN_PATH_LIST_H

#include "base/spill.h"
#include "domain/attribution_rules.h"
#include "domain/listing.h"

struct path_list;

struct path_list *path_list_new(const struct attribution_rules *rules,
                                size_t memory_bytes, struct spill *spill,
                                struct listing_error *error);
void path_list_free(struct path_list *list);

bool path_list_line(struct path_list *list, struct text line);
bool path_list_end(struct path_list *list);

/* NULL, or why not: "bad_chain: ..." or "too_many_...: ...". */
const char *path_list_write(struct path_list *list,
                            void (*take)(void *context, const char *kind,
                                         struct text line),
                            void *context);

#endif
