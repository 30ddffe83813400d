/*
 * known - what an archive's earlier records said of ids that its later ones name
 *
 * Of an export's threads the page that each is of, of a stream's statuses what each is called everywhere.
 * Lives:   until another archive is entered, or all is forgotten.
 * Cost:    a look-up; some 16 MiB at most, beyond which nothing is added.
 */
#ifndef HARK_SOURCES_KNOWN_H
#define HARK_SOURCES_KNOWN_H

#include <stdbool.h>

#include "base/text.h"

struct known;

struct known *known_new(void);

/* What is known is of the archive with this number: all is forgotten with another. */
void known_enter(struct known *known, uint64_t archive);

/* Of an id that is known the last value holds. False where there is no more room. */
bool known_add(struct known *known, struct text id, struct text value);

/* Its value, or TEXT_NONE. */
struct text known_find(const struct known *known, struct text id);

void known_forget(struct known *known);

#endif
