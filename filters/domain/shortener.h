/*
 * shortener - the units of a path made shorter as the rules say, before it is counted
 *
 * A unit with how often it comes (transform frequency) is a unit of its own: "search(3)".
 * Lives:   from shortener_new() to shortener_free(); fit and rules outlive it.
 */
#ifndef HARK_DOMAIN_SHORTENER_H
#define HARK_DOMAIN_SHORTENER_H

#include "domain/attribution_rules.h"
#include "domain/fit.h"

struct shortener;

/* NULL where the rules have no transform. */
struct shortener *shortener_new(struct fit *fit,
                                const struct attribution_rules *rules);
void shortener_free(struct shortener *shortener);

/*
 * Sets the path's units and count to the shorter path, which lives until the next call; returns
 * which of the units before each is, by number from 0. NULL and no change without transforms.
 */
const struct path_step *shortener_apply(struct shortener *shortener,
                                        struct fit_path *path);

#endif
