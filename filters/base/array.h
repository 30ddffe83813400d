/*
 * array - room for items that lie side by side
 *
 * Shape:   the caller holds where the items are, how many there are, and how many there is room for; all begin as 0.
 * Lives:   until free(); a pointer to an item until there is room for another.
 * Fails:   without memory it ends the program with 71, naming what there were too many of.
 * Cost:    room doubles, so that adding n items one by one moves n of them in all.
 */
#ifndef HARK_BASE_ARRAY_H
#define HARK_BASE_ARRAY_H

#include <stddef.h>

/* Where the items are now, with room for `count` of them, no more (of none for one). */
void *array_resize(void *items, size_t count, size_t item_bytes,
                   const char *what);

/* The same with room for twice as many and some; *cap says how many. */
void *array_double(void *items, size_t count, size_t *cap, size_t item_bytes,
                   const char *what);

/* The same with room for one beyond `count`: *cap is more than that. */
static inline void *
array_room(void *items, size_t count, size_t *cap, size_t item_bytes,
           const char *what)
{
    return count < *cap ? items
                        : array_double(items, count, cap, item_bytes, what);
}

#endif
