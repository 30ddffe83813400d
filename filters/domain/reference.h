/*
 * reference - what others do with our posts: answer them, click their links, come by them
 *
 * Records come in any order; what refers to a post is found when all have come, and counts in
 * the groups of the post.
 * Links:   a link of a post of ours is tracked where its address carries a tag (link_is_tag), or it or
 *          its short form is on a host that shortens, t.co aside, whose clicks nobody can see. A click
 *          is one by its short address; a visit came by the tagged address that it was to, else by
 *          the short one that referred it. Of several posts of one link the latest at or before
 *          the click has it, of those of one second all.
 * Lives:   until reference_free(); what is found until the next reference_next().
 * Cost:    one sorted entry (sorter.h) a reference, and a few a post and group.
 */
#ifndef HARK_DOMAIN_REFERENCE_H
#define HARK_DOMAIN_REFERENCE_H

#include "base/sorter.h"
#include "domain/question.h"
#include "domain/tally.h"

struct references;

struct references *reference_new(const struct question *question,
                                 size_t budget_bytes, struct spill *spill);
void reference_free(struct references *references);

/* Whether the record refers to what may be ours; slots by the question's fields. */
bool reference_take(struct references *references,
                    const struct json_slot *slots);

/* A post of ours: to be found by its id and its links; before reference_group(). */
void reference_post(struct references *references,
                    const struct json_slot *slots);

/* One of its groups (group.h); its tracked links are counted at once. */
void reference_group(struct references *references, struct tally *tally,
                     struct text group);

/* What counts one more in a group: of DISTINCT a value. */
struct reference {
    struct text group;
    size_t measure;
    bool is_value;
    struct tally_value value;
};

/* After the last record. */
bool reference_next(struct references *references, struct reference *found);

#endif
