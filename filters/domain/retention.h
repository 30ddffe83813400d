/*
 * retention - which old records a later run may still need
 *
 * A visit is needed while it may lie in a window of an order to come; longer, if a later visit of the
 * same session is, if it names an order, or if somebody made it who has ordered or signed in: a
 * refund takes back from the touches of its order however late it comes. Of everybody else the last visit is kept, and
 * the last that shows a link or a campaign of ours, so that an order to come is known to be of
 * somebody who was here before. A click is needed while its visit is, and the first on each host,
 * since it says that the host shortens, and those that contradict a redirect. All else always is.
 * Where models are fitted to paths that led to nothing, a visit is needed too while one of the same person that comes
 * no more than `path_gap_s` later is.
 * Shape:   retention_know() each visit, retention_see() each again, retention_settle(), retention_follow() each again, and then
 *          retention_keeps_visit() each again, in the same order; clicks are asked for in between.
 * Lives:   from retention_new() to retention_free(); its world outlives it.
 * Cost:    32 bytes a visit that is older than the window, which spill; a bit a visit.
 */
#ifndef HARK_DOMAIN_RETENTION_H
#define HARK_DOMAIN_RETENTION_H

#include "base/bloom.h"
#include "domain/reading.h"
#include "domain/visits.h"

/* As it stands once the credits are written. */
struct retention_world {
    struct evidence_reader *evidence;
    const struct link_table *links;
    const struct clicks *clicks;
    struct redirects *redirects;
    const struct bloom *buyers; /* whose visits were asked for */
};

struct retention_terms {
    int64_t cut_s; /* visits from here on are within the window */
    int64_t gap_s;
    int64_t path_cut_s; /* and from here on within a path; INT64_MAX: none */
    int64_t path_gap_s;
    size_t memory_bytes;
};

/* What fits need of visits that led to nothing, from the least: the paths of what period are whole. */
enum retention_paths {
    RETENTION_NO_PATHS,
    RETENTION_MONTHS,
    RETENTION_YEARS,
    RETENTION_ALL /* everything */
};

/* What a later run may need for that window (INT64_MAX: everything), all records up to then having been seen. */
struct retention_terms retention_terms_at(int64_t seen_s, int64_t window_s,
                                          int64_t gap_s,
                                          enum retention_paths paths);

struct retention;

struct retention *retention_new(const struct retention_world *world,
                                const struct retention_terms *terms,
                                struct spill *spill);
void retention_free(struct retention *retention);

void retention_know(struct retention *retention, const struct visit *visit);
void retention_see(struct retention *retention, const struct visit *visit);
void retention_settle(struct retention *retention);
void retention_follow(struct retention *retention, const struct visit *visit);
bool retention_keeps_visit(struct retention *retention,
                           const struct visit *visit);
bool retention_keeps_click(struct retention *retention,
                           const struct reading_click *click);

#endif
