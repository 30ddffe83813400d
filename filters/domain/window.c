#include "domain/window.h"

#include <stdlib.h>

static const struct {
    char name;
    int64_t seconds;
} units[] = {{'s', 1},     {'m', 60},     {'h', 3600},
             {'d', 86400}, {'w', 604800}, {'y', 31536000}};

bool
window_duration(struct text text, int64_t *seconds)
{
    static const int64_t most_s = INT64_C(10000) * 31536000;
    int64_t number;

    if (text.len < 2
        || !text_integer((struct text){text.at, text.len - 1}, &number))
        return false;
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
        if (units[i].name != text.at[text.len - 1])
            continue;
        *seconds = number * units[i].seconds;
        return number > 0 && number <= most_s / units[i].seconds;
    }
    return false;
}

bool
window_parse(struct text text, struct window *window)
{
    window->name = text;
    window->length_s = WINDOW_NONE;
    return text_equal(text, TEXT("none"))
           || window_duration(text, &window->length_s);
}

/* The shorter first, of two names for one length by name. */
static int
compare(const void *a, const void *b)
{
    const struct window *left = a;
    const struct window *right = b;

    if (left->length_s != right->length_s)
        return left->length_s < right->length_s ? -1 : 1;
    return text_compare(left->name, right->name);
}

size_t
window_list(struct text list, struct window *windows, size_t most)
{
    struct text name;
    size_t count = 0, kept = 0;

    while (text_split(&list, ',', &name))
        if (count == most || !window_parse(name, &windows[count++]))
            return 0;
    qsort(windows, count, sizeof(*windows), compare);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || compare(&windows[i], &windows[kept - 1]) != 0)
            windows[kept++] = windows[i];
    return kept;
}
