/*
 * tombstone - what notices take away that is no single record
 *
 * Authors who are gone with all they wrote; places of posts to be forgotten (geo scrub); posts and
 * authors that are withheld in some countries, which stay and say so.
 * Lives:   until tombstones_free(); flags and ids from it as long.
 * Cost:    memory by the number of such notices, about 64 bytes each.
 * Source:  docs/record.md, `scope`; Twitter, "Streaming message types".
 */
#ifndef HARK_DOMAIN_TOMBSTONE_H
#define HARK_DOMAIN_TOMBSTONE_H

#include "base/text.h"

struct tombstones;

struct tombstones *tombstones_new(void);
void tombstones_free(struct tombstones *tombstones);

/* Authors by the digest of their id, as revisions and indexes know them. */
void tombstone_add_author(struct tombstones *tombstones,
                          const uint8_t digest[16]);
bool tombstone_has_author(const struct tombstones *tombstones,
                          const uint8_t digest[16]);
size_t tombstone_author_count(const struct tombstones *tombstones);
const uint8_t *tombstone_author(const struct tombstones *tombstones,
                                size_t number);

/* The places of an author's posts up to that id are to be forgotten. */
void tombstone_add_scrub(struct tombstones *tombstones, struct text author,
                         struct text up_to);
bool tombstone_is_scrubbed(const struct tombstones *tombstones,
                           struct text author, struct text id);

/* `withheld:DE` for a post or an author. */
void tombstone_add_withheld(struct tombstones *tombstones, struct text id,
                            struct text flag);

/* The flags of that id, in the order added; NULL where it has none. */
struct tombstone_note {
    const struct tombstone_note *next;
    struct text text;
};
const struct tombstone_note *
tombstone_withheld(const struct tombstones *tombstones, struct text id);

/* Neither scrubs nor withholdings: no record needs to be looked into. */
bool tombstone_edits_nothing(const struct tombstones *tombstones);

#endif
