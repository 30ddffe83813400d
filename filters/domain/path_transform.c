#include "domain/path_transform.h"

#include <stdlib.h>

static const struct {
    struct text name;
    bool has_unit;
} kinds[] = {
    [PATH_EXPOSURE] = {TEXT("exposure"), false},
    [PATH_FIRST] = {TEXT("first"), false},
    [PATH_FREQUENCY] = {TEXT("frequency"), false},
    [PATH_REMOVE_IF_LAST] = {TEXT("remove_if_last_and_not_all"), true},
    [PATH_REMOVE] = {TEXT("remove_if_not_all"), true},
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

static bool
parse(struct text text, struct path_transform *transform)
{
    size_t colon = text_find_char(text, ':');
    struct text name = text;

    *transform = (struct path_transform){0};
    if (colon != SIZE_MAX) {
        name.len = colon;
        transform->name =
            (struct text){text.at + colon + 1, text.len - colon - 1};
    }
    for (size_t i = 0; i < KINDS; i++)
        if (text_equal(name, kinds[i].name)) {
            transform->kind = (enum path_transform_kind)i;
            return kinds[i].has_unit == (transform->name.len > 0);
        }
    return false;
}

size_t
path_transform_list(struct text list,
                    struct path_transform transforms[PATH_TRANSFORMS])
{
    struct text item;
    size_t count = 0;

    while (text_split(&list, ',', &item))
        if (count == PATH_TRANSFORMS || !parse(item, &transforms[count++]))
            return 0;
    return count;
}

void
path_transform_write(struct buffer *out, const struct path_transform *transform)
{
    buffer_add(out, kinds[transform->kind].name);
    if (!kinds[transform->kind].has_unit)
        return;
    buffer_add_char(out, ':');
    buffer_add(out, transform->name);
}

static size_t
keep_exposures(struct path_step *steps, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || steps[i].unit != steps[kept - 1].unit)
            steps[kept++] = steps[i];
    return kept;
}

static int
compare_at(const void *a, const void *b)
{
    const struct path_step *left = a;
    const struct path_step *right = b;

    return left->at < right->at ? -1 : left->at > right->at;
}

static int
compare_unit(const void *a, const void *b)
{
    const struct path_step *left = a;
    const struct path_step *right = b;

    if (left->unit != right->unit)
        return left->unit < right->unit ? -1 : 1;
    return compare_at(a, b);
}

static size_t
keep_firsts(struct path_step *steps, size_t count, bool is_counted)
{
    size_t kept = 0;

    qsort(steps, count, sizeof(*steps), compare_unit);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || steps[i].unit != steps[kept - 1].unit) {
            steps[kept] = steps[i];
            steps[kept++].count = 0;
        }
        steps[kept - 1].count += is_counted;
    }
    qsort(steps, kept, sizeof(*steps), compare_at);
    return kept;
}

static bool
has_other(const struct path_step *steps, size_t count, uint64_t unit)
{
    for (size_t i = 0; i < count; i++)
        if (steps[i].unit != unit)
            return true;
    return false;
}

static size_t
remove_last(const struct path_step *steps, size_t count, uint64_t unit)
{
    if (has_other(steps, count, unit))
        while (steps[count - 1].unit == unit)
            count--;
    return count;
}

static size_t
remove_all(struct path_step *steps, size_t count, uint64_t unit)
{
    size_t kept = 0;

    if (!has_other(steps, count, unit))
        return count;
    for (size_t i = 0; i < count; i++)
        if (steps[i].unit != unit)
            steps[kept++] = steps[i];
    return kept;
}

static size_t
apply(const struct path_transform *transform, struct path_step *steps,
      size_t count)
{
    switch (transform->kind) {
    case PATH_EXPOSURE:
        return keep_exposures(steps, count);
    case PATH_FIRST:
        return keep_firsts(steps, count, false);
    case PATH_FREQUENCY:
        return keep_firsts(steps, count, true);
    case PATH_REMOVE_IF_LAST:
        return remove_last(steps, count, transform->unit);
    default:
        return remove_all(steps, count, transform->unit);
    }
}

size_t
path_transform_apply(const struct path_transform *transforms,
                     size_t transform_count, struct path_step *steps,
                     size_t count)
{
    for (size_t i = 0; i < transform_count; i++)
        count = apply(&transforms[i], steps, count);
    return count;
}
