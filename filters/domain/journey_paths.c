#include "domain/journey_paths.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "domain/journey_words.h"
#include "domain/session.h"

/* A path and what it lies in. */
struct room {
    struct journey_path path;
    struct touch *touches; /* of a path that transforms have made */
    struct path_step *steps;
    bool *is_first;
};

struct journey_paths {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct journal *journal;
    struct touch *touches; /* up to the order, those that count */
    uint64_t *units;       /* of each, where anybody asks */
    size_t count, cap;
    struct path_step *seen; /* scratch */
    struct room *rooms;     /* one a window */
    struct path_transform transforms[PATH_TRANSFORMS];
    bool asks_units;
    struct buffer id;
};

static bool
asks_units(const struct attribution_rules *rules)
{
    for (size_t i = 0; i < rules->model_count; i++)
        if (rules->models[i]->asks_units)
            return true;
    return rules->transform_count > 0;
}

struct journey_paths *
journey_paths_new(const struct attribution_rules *rules,
                  const struct journey_world *world, struct journal *touches)
{
    struct journey_paths *paths = calloc(1, sizeof(*paths));

    if (paths == NULL)
        err(EX_OSERR, "paths");
    paths->rules = rules;
    paths->world = world;
    paths->journal = touches;
    paths->asks_units = asks_units(rules);
    paths->rooms = calloc(rules->window_count, sizeof(*paths->rooms));
    if (paths->rooms == NULL)
        err(EX_OSERR, "paths");
    for (size_t i = 0; i < rules->transform_count; i++) {
        paths->transforms[i] = rules->transforms[i];
        paths->transforms[i].unit = unit_number(rules->transforms[i].name);
    }
    return paths;
}

void
journey_paths_free(struct journey_paths *paths)
{
    if (paths == NULL)
        return;
    for (size_t i = 0; i < paths->rules->window_count; i++) {
        free(paths->rooms[i].touches);
        free(paths->rooms[i].steps);
        free(paths->rooms[i].is_first);
    }
    free(paths->rooms);
    free(paths->touches);
    free(paths->units);
    free(paths->seen);
    buffer_free(&paths->id);
    free(paths);
}

static void
reserve(struct journey_paths *paths, size_t count)
{
    if (count <= paths->cap)
        return;
    paths->cap = count * 2;
    paths->touches =
        array_resize(paths->touches, paths->cap, sizeof(*paths->touches),
                     "touches of one order");
    paths->units = array_resize(paths->units, paths->cap, sizeof(*paths->units),
                                "touches of one order");
    paths->seen = array_resize(paths->seen, paths->cap, sizeof(*paths->seen),
                               "touches of one order");
    for (size_t i = 0; i < paths->rules->window_count; i++) {
        struct room *room = &paths->rooms[i];

        room->touches =
            array_resize(room->touches, paths->cap, sizeof(*room->touches),
                         "touches of one order");
        room->steps =
            array_resize(room->steps, paths->cap, sizeof(*room->steps),
                         "touches of one order");
        room->is_first =
            array_resize(room->is_first, paths->cap, sizeof(*room->is_first),
                         "touches of one order");
    }
}

/* Their places go on from one chunk to the next. */
static void
load_touches(struct journey_paths *paths, const struct journey_stretch *stretch)
{
    size_t have = 0, count = stretch->count;

    reserve(paths, count + stretch->coupons->count);
    while (have < count) {
        struct text bytes = journal_get(
            paths->journal, stretch->first + have * sizeof(struct touch),
            (count - have) * sizeof(struct touch));

        memcpy(paths->touches + have, bytes.at, bytes.len);
        have += bytes.len / sizeof(struct touch);
    }
    count = coupons_join(stretch->coupons, paths->touches, count,
                         stretch->in_session);
    paths->count = session_path(paths->touches, count);
}

/* A path of one touch is the same whatever it is made of. */
static void
find_units(struct journey_paths *paths)
{
    struct credit credit;

    for (size_t i = 0; i < paths->count; i++) {
        journey_words(paths->world, &paths->touches[i], &paths->id, &credit);
        paths->units[i] = unit_number(unit_of(paths->rules->unit, &credit));
    }
}

/* The number of the first touch that is within the window. */
static size_t
first_within(const struct journey_paths *paths, const struct window *window,
             int64_t order_s)
{
    size_t low = 0, high = paths->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int64_t touch_s = touch_stamp_s(paths->touches[middle].stamp);

        if (window_holds(window, touch_s, order_s))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void
mark_firsts(struct journey_paths *paths, const struct room *room, size_t count)
{
    static const struct path_transform first = {.kind = PATH_FIRST};
    size_t firsts;

    if (count == 0) /* and perhaps no memory yet */
        return;
    memcpy(paths->seen, room->steps, count * sizeof(*paths->seen));
    for (size_t i = 0; i < count; i++) {
        paths->seen[i].at = (uint32_t)i;
        room->is_first[i] = false;
    }
    firsts = path_transform_apply(&first, 1, paths->seen, count);
    for (size_t i = 0; i < firsts; i++)
        room->is_first[paths->seen[i].at] = true;
}

static void
shorten(struct journey_paths *paths, struct room *room)
{
    struct journey_path *path = &room->path;
    size_t count =
        path_transform_apply(paths->transforms, paths->rules->transform_count,
                             room->steps, path->model.count);

    for (size_t i = 0; i < count; i++)
        room->touches[i] = paths->touches[room->steps[i].at];
    path->model.touches = room->touches;
    path->model.count = count;
    path->steps = room->steps;
}

static void
find_path(struct journey_paths *paths, struct room *room, size_t from)
{
    struct journey_path *path = &room->path;

    path->model = (struct model_path){.touches = paths->touches + from,
                                      .count = paths->count - from,
                                      .settings = &paths->rules->model};
    path->from = from;
    path->steps = NULL;
    if (!paths->asks_units)
        return;
    for (size_t i = from; i < paths->count; i++)
        room->steps[i - from] =
            (struct path_step){paths->units[i], (uint32_t)i, 0};
    if (paths->rules->transform_count > 0)
        shorten(paths, room);
    mark_firsts(paths, room, path->model.count);
    path->model.is_first = room->is_first;
}

void
journey_paths_find(struct journey_paths *paths,
                   const struct journey_stretch *stretch)
{
    size_t before = SIZE_MAX;

    load_touches(paths, stretch);
    if (paths->asks_units && paths->count > 1)
        find_units(paths);
    for (size_t i = 0; i < paths->rules->window_count; i++) {
        size_t from =
            first_within(paths, &paths->rules->windows[i], stretch->order_s);
        struct room *room = &paths->rooms[i];

        if (from == before)
            room->path = paths->rooms[i - 1].path;
        else
            find_path(paths, room, from);
        room->path.is_same = from == before;
        before = from;
    }
}

const struct journey_path *
journey_paths_get(const struct journey_paths *paths, size_t window)
{
    return &paths->rooms[window].path;
}

const struct touch *
journey_paths_touches(const struct journey_paths *paths, size_t *count)
{
    *count = paths->count;
    return paths->touches;
}
