/*
 * channel - what a touch counts as: its source and medium, and the channel that a table makes of them
 *
 * Where nothing is tagged the source and medium come from the click id, else from the referrer by the
 * list of sources, else they are (direct) and (none).
 * Shape:   the table and the list are GA4's and our own unless others are given.
 * Lives:   from channels_new() to channels_free(); a channel's name until the next table.
 * Cost:    about 40 ns of a touch whose like came lately, else some 2 us.
 */
#ifndef HARK_DOMAIN_CHANNEL_H
#define HARK_DOMAIN_CHANNEL_H

#include "domain/channel_table.h"

/* What is compiled in: samples/channels/ga4.channels and sources.csv. */
struct text channel_default_table(void);
struct text channel_default_sources(void);

struct channels;

struct channels *channels_new(void);
void channels_free(struct channels *channels);

/* In place of the defaults; false, and *error says where and why. */
bool channels_set_table(struct channels *channels, struct text content,
                        struct rule_error *error);
bool channels_set_sources(struct channels *channels, struct text csv,
                          struct listing_error *error);

struct channel_table *channels_table(struct channels *channels);
const struct source_list *channels_sources(const struct channels *channels);

/* Lives until channels_free(). */
struct text channel_of(struct channels *channels,
                       const struct channel_facts *facts);

/* Sets source and medium by the parameter of a click id; an unknown one is the source itself. */
void channel_of_click(struct text parameter, struct channel_facts *facts);

/* Sets source and medium by the host of a referrer. */
void channel_of_referrer(const struct channels *channels, struct text host,
                         struct channel_facts *facts);

#endif
