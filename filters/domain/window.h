/*
 * window - how far back from an order a touch still counts
 *
 * Shape:   a number and s, m (minutes), h, d (86,400 s), w or y (365 days): "30d", "1h"; or "none".
 * Units:   seconds; a touch exactly so old counts.
 */
#ifndef HARK_DOMAIN_WINDOW_H
#define HARK_DOMAIN_WINDOW_H

#include "base/text.h"

#define WINDOW_NONE INT64_MAX

struct window {
    struct text name; /* as the user wrote it */
    int64_t length_s; /* WINDOW_NONE: any age */
};

/* A duration alone; false on anything else, 0 and more than 10,000 years among it. */
bool window_duration(struct text text, int64_t *seconds);

bool window_parse(struct text text, struct window *window);

/* Those of a list ("none,7d"), each once, the shorter first; 0 where one is none, or there are more
   than `most`. */
size_t window_list(struct text list, struct window *windows, size_t most);

/* order_s - the window's length <= touch_s */
static inline bool
window_holds(const struct window *window, int64_t touch_s, int64_t order_s)
{
    return order_s - touch_s <= window->length_s;
}

#endif
