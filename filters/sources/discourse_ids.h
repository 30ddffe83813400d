/*
 * discourse_ids - which post of a page has which number in its topic
 *
 * Lives:   what was read until the next page.
 * Cost:    a look-up goes through the page; a page has 20 posts, of a topic that is printed 1,000.
 */
#ifndef HARK_SOURCES_DISCOURSE_IDS_H
#define HARK_SOURCES_DISCOURSE_IDS_H

#include "ports/json.h"

struct discourse_ids;

struct discourse_ids *discourse_ids_new(void);

/* Of an array of posts; of nothing else. */
void discourse_ids_read(struct discourse_ids *ids, struct json_slot posts);

/* The id of that post, or -1. */
int64_t discourse_ids_find(const struct discourse_ids *ids, int64_t topic,
                           int64_t number);

size_t discourse_ids_count(const struct discourse_ids *ids);

#endif
