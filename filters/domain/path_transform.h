/*
 * path_transform - a path of touches made shorter before models see it
 *
 * exposure                     of equal units side by side the first
 * first                        of equal units anywhere the first
 * frequency                    the same, with how often the unit comes
 * remove_if_last_and_not_all:U the units U at the end, unless the path has none else
 * remove_if_not_all:U          all units U, unless the path has none else
 * Shape:   a list of them ("exposure,remove_if_not_all:direct") is applied in its order; a path
 *          that has a step keeps one.
 * Cost:    n for most, n log n for first and frequency.
 * Source:  Snowplow's attribution models know them as exposure_path, first_path, frequency_path …
 */
#ifndef HARK_DOMAIN_PATH_TRANSFORM_H
#define HARK_DOMAIN_PATH_TRANSFORM_H

#include "base/buffer.h"

enum path_transform_kind {
    PATH_EXPOSURE,
    PATH_FIRST,
    PATH_FREQUENCY,
    PATH_REMOVE_IF_LAST,
    PATH_REMOVE
};

struct path_transform {
    enum path_transform_kind kind;
    struct text
        name; /* of the unit that is removed, or absent; lives as long as the list */
    uint64_t
        unit; /* the number of that name: the caller's to set, before it is applied */
};

/* How many the list names, up to PATH_TRANSFORMS; 0 where one is not known, lacks its unit, or has
   one that it does not ask for. */
enum { PATH_TRANSFORMS = 8 };
size_t path_transform_list(struct text list,
                           struct path_transform transforms[PATH_TRANSFORMS]);

/* Appends it as it stands in a list. */
void path_transform_write(struct buffer *out,
                          const struct path_transform *transform);

struct path_step {
    uint64_t unit; /* any number, the same for the same unit */
    uint32_t at; /* which touch of the path it was: steps are in order of it */
    uint32_t count; /* of frequency; 0: not counted */
};

/* Applies them to steps[count], in place, and returns how many are left. */
size_t path_transform_apply(const struct path_transform *transforms,
                            size_t transform_count, struct path_step *steps,
                            size_t count);

#endif
