/*
 * edges - who reposts and who mentions whom, as a weighted graph
 *
 * Shape:   an edge goes from who reposted or mentioned to who wrote or was mentioned, and weighs as many as there are
 *          different posts that made it, whatever their order and however often they came; loops are left out. Edges
 *          come sorted by source, then target, bytewise.
 * Names:   nodes are authors. A repost names a post, whose author is known where that post is among the
 *          records; a mention names a handle, which belongs to the author who had it last, and is a node of its
 *          own, `twitter:@handle` in folded case, where no record shows who that is. A mention with a colon is an id already.
 * Lives:   an edge until the next edges_next().
 * Fails:   edges_take() says why a record cannot be taken; NULL is success. Spills as sorter.h.
 * Cost:    two sorts: of names and of edges, half of the memory each.
 */
#ifndef HARK_DOMAIN_EDGES_H
#define HARK_DOMAIN_EDGES_H

#include "base/spill.h"
#include "domain/question.h"

enum edges_kind { EDGES_REPOSTS, EDGES_MENTIONS };

struct edge {
    struct text source, target;
    uint64_t weight;
};

struct edges;

/* The fields that it reads are added to the question's. */
struct edges *edges_new(enum edges_kind kind, struct question *question,
                        size_t budget_bytes, struct spill *spill);
void edges_free(struct edges *edges);

/* slots: by the question's fields. A record that makes no edge may still say who is who. */
const char *edges_take(struct edges *edges, const struct json_slot *slots);

/* From the first; nothing is taken afterwards. */
bool edges_next(struct edges *edges, struct edge *edge);

/* Once edges_next() has been called: reposts of posts that were not among the records, and loops. */
uint64_t edges_unknown(const struct edges *edges);
uint64_t edges_loops(const struct edges *edges);

#endif
