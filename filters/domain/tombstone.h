/*
 * tombstone - what notices take away that is no single record
 *
 * Authors who are gone with all they wrote; places of posts to be forgotten (geo scrub); posts and
 * authors that are withheld in some countries, which stay and say so.
 * Shape:   a notice is an entry, as an index keeps it. REVISION_AUTHOR: `author`. REVISION_SCRUB: `author`,
 *          and in `seen` the number of the last post that it speaks of. REVISION_WITHHELD: `id` of the post
 *          or author, and in `content` the country, zeros behind it.
 * Lives:   until tombstones_free(); notes from it as long.
 * Cost:    memory by the number of such notices, about 64 bytes each.
 * Source:  docs/record.md, `scope`; Twitter, "Streaming message types".
 */
#ifndef HARK_DOMAIN_TOMBSTONE_H
#define HARK_DOMAIN_TOMBSTONE_H

#include "domain/revision.h"
#include "ports/json.h"

struct tombstones;

struct tombstones *tombstones_new(void);
void tombstones_free(struct tombstones *tombstones);

/* The same notice again is no other. */
void tombstone_add(struct tombstones *tombstones,
                   const struct revision *notice);

/* All of them, in the order first added of each sort. */
void tombstone_each(const struct tombstones *tombstones,
                    void (*take)(void *context, const struct revision *notice),
                    void *context);

/*
 * A delete record of scope author, geo or withheld: NULL, or why it cannot be followed. `flags` are
 * the record's: withheld:DE, …
 */
struct tombstone_record {
    struct text scope, target, up_to;
    struct json_slot flags;
};
const char *tombstone_take(struct tombstones *tombstones,
                           const struct tombstone_record *record);

bool tombstone_has_author(const struct tombstones *tombstones,
                          const struct revision *record);

/* Whether a record that stands is scrubbed or withheld, as far as an entry can tell. */
bool tombstone_may_amend(const struct tombstones *tombstones,
                         const struct revision *record);

/* Whether the places of that author's posts are to be forgotten, up to this one at least. */
bool tombstone_is_scrubbed(const struct tombstones *tombstones,
                           struct text author, struct text id);

/* In which countries a post or an author is withheld; NULL where in none. */
struct tombstone_note {
    const struct tombstone_note *next;
    struct text flag; /* withheld:DE */
};
const struct tombstone_note *
tombstone_withheld(const struct tombstones *tombstones, struct text id);

#endif
