#include "domain/shortener.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"

struct shortener {
    struct fit *fit;
    struct path_transform transforms[PATH_TRANSFORMS];
    size_t count;
    struct path_step *steps;
    uint32_t *units;
    size_t cap;
    struct buffer name;
};

struct shortener *
shortener_new(struct fit *fit, const struct attribution_rules *rules)
{
    struct shortener *shortener;

    if (rules->transform_count == 0)
        return NULL;
    shortener = calloc(1, sizeof(*shortener));
    if (shortener == NULL)
        err(EX_OSERR, "transforms");
    shortener->fit = fit;
    shortener->count = rules->transform_count;
    for (size_t i = 0; i < shortener->count; i++) {
        shortener->transforms[i] = rules->transforms[i];
        if (rules->transforms[i].name.len > 0)
            shortener->transforms[i].unit =
                fit_unit(fit, rules->transforms[i].name);
    }
    return shortener;
}

void
shortener_free(struct shortener *shortener)
{
    if (shortener == NULL)
        return;
    free(shortener->steps);
    free(shortener->units);
    buffer_free(&shortener->name);
    free(shortener);
}

static void
reserve(struct shortener *shortener, size_t count)
{
    if (count <= shortener->cap)
        return;
    shortener->cap = count * 2;
    shortener->steps =
        array_resize(shortener->steps, shortener->cap,
                     sizeof(*shortener->steps), "units of one path");
    shortener->units =
        array_resize(shortener->units, shortener->cap,
                     sizeof(*shortener->units), "units of one path");
}

static uint32_t
unit_of_step(struct shortener *shortener, const struct path_step *step)
{
    struct buffer *name = &shortener->name;

    if (step->count == 0)
        return (uint32_t)step->unit;
    buffer_clear(name);
    buffer_add(name, fit_unit_name(shortener->fit, (uint32_t)step->unit));
    buffer_printf(name, "(%u)", step->count);
    return fit_unit(shortener->fit, buffer_text(name));
}

const struct path_step *
shortener_apply(struct shortener *shortener, struct fit_path *path)
{
    if (shortener == NULL)
        return NULL;
    reserve(shortener, path->count);
    for (size_t i = 0; i < path->count; i++)
        shortener->steps[i] =
            (struct path_step){path->units[i], (uint32_t)i, 0};
    path->count = path_transform_apply(shortener->transforms, shortener->count,
                                       shortener->steps, path->count);
    for (size_t i = 0; i < path->count; i++)
        shortener->units[i] = unit_of_step(shortener, &shortener->steps[i]);
    path->units = shortener->units;
    return shortener->steps;
}
