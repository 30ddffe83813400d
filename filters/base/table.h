/*
 * table - texts by number
 *
 * Each distinct text gets the next number from 0. Texts are copied and stay where they are.
 * Lives:   until table_free(); a text from table_text() until then.
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    one hash and about one compare a look-up; open addressing, at most 7/8 full.
 */
#ifndef HARK_BASE_TABLE_H
#define HARK_BASE_TABLE_H

#include "base/text.h"

#define TABLE_NONE UINT32_MAX

struct table;

struct table *table_new(void);
void table_free(struct table *table);
void
table_clear(struct table *table); /* keeps memory; numbers begin at 0 again */
uint32_t table_add(struct table *table,
                   struct text text); /* its number, old or new */
uint32_t table_find(const struct table *table,
                    struct text text); /* or TABLE_NONE */
struct text table_text(const struct table *table, uint32_t number);
uint32_t table_count(const struct table *table);
size_t table_bytes(const struct table *table); /* memory held */

#endif
