/*
 * channel_table - which channel a touch belongs to, by a table in a text file (docs/channels.md)
 *
 * Blocks of `channel: NAME`, each with alternatives of conditions; the first block that fits gives the
 * channel, and the last one, which has no condition, takes what is left.
 * Shape:   when: begins an alternative, and: adds a condition to it; expect: and reject: are touches that
 *          get this channel, or another. A first block `case: matters` makes case matter.
 * Lives:   until channel_table_free(); the content parsed must live as long.
 * Fails:   NULL, and *error has line, column and why.
 * Cost:    each distinct condition is tried at most once a look-up; some 2 us with GA4's table.
 */
#ifndef HARK_DOMAIN_CHANNEL_TABLE_H
#define HARK_DOMAIN_CHANNEL_TABLE_H

#include "domain/channel_condition.h"

struct channel_table;

struct channel_table *channel_table_new(struct text content,
                                        struct rule_error *error);
void channel_table_free(struct channel_table *table);

size_t channel_table_count(const struct channel_table *table);

/* The name of a channel by its number, in the order of the file. */
struct text channel_table_name(const struct channel_table *table,
                               size_t channel);

/* The number of the channel. */
size_t channel_table_find(struct channel_table *table,
                          const struct source_list *sources,
                          const struct channel_facts *facts);

/* What the file says of itself. */
struct channel_example {
    size_t channel;
    uint32_t line;
    bool expected; /* it gets this channel, or (false) another */
    struct text text;
    struct channel_facts facts;
};

size_t channel_table_example_count(const struct channel_table *table);
const struct channel_example *
channel_table_example(const struct channel_table *table, size_t example);

#endif
