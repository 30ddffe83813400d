#include "domain/rule_near.h"

#include <stdlib.h>

struct side {
    const struct rule_find *at;
    size_t count;
};

void
rule_near_free(struct rule_near *near)
{
    buffer_free(&near->sides[0]);
    buffer_free(&near->sides[1]);
}

static void
gather(const struct rule_hits *hits, uint32_t number, struct buffer *finds)
{
    const struct rule_node *node = rule_tree_node(hits->tree, number);
    uint32_t at;
    struct rule_find find;

    if (node->op == RULE_OR) {
        for (uint32_t child = node->first; child != RULE_NONE;
             child = rule_tree_node(hits->tree, child)->next)
            gather(hits, child, finds);
        return;
    }
    at = rule_hits_start(hits, node->term);
    while (rule_hits_next(hits, node, &at, &find))
        if (find.part <= RULE_TEXT)
            buffer_add(finds, (struct text){(const char *)&find, sizeof(find)});
}

static int
by_place(const void *a, const void *b)
{
    const struct rule_find *one = a;
    const struct rule_find *other = b;

    if (one->part != other->part)
        return one->part < other->part ? -1 : 1;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return (one->last > other->last) - (one->last < other->last);
}

static struct side
side_of(struct rule_near *near, int number, const struct rule_hits *hits,
        uint32_t query)
{
    struct buffer *finds = &near->sides[number];
    struct side side;

    buffer_clear(finds);
    gather(hits, query, finds);
    side.count = finds->len / sizeof(*side.at);
    if (side.count > 1)
        qsort(finds->at, side.count, sizeof(*side.at), by_place);
    side.at = (const struct rule_find *)(const void *)finds->at;
    return side;
}

/* The first of the side that begins behind the end of `find`; NULL where none does so soon. */
static const struct rule_find *
behind(struct side side, const struct rule_find *find, uint32_t most)
{
    size_t low = 0;
    size_t high = side.count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct rule_find *one = &side.at[middle];

        if (one->part < find->part
            || (one->part == find->part && one->first <= find->last))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == side.count || side.at[low].part != find->part
        || side.at[low].first - find->last > most)
        return NULL;
    return side.at + low;
}

static bool
find_order(struct side left, struct side right, uint32_t most,
           struct rule_find pair[2])
{
    for (size_t i = 0; i < left.count; i++) {
        const struct rule_find *next = behind(right, &left.at[i], most);

        if (next == NULL)
            continue;
        pair[0] = left.at[i];
        pair[1] = *next;
        return true;
    }
    return false;
}

bool
rule_near_find(struct rule_near *near, const struct rule_hits *hits,
               const struct rule_node *node, struct rule_find pair[2])
{
    struct rule_find turned[2];
    struct side left = side_of(near, 0, hits, node->first);
    struct side right;

    if (left.count == 0)
        return false;
    right =
        side_of(near, 1, hits, rule_tree_node(hits->tree, node->first)->next);
    if (find_order(left, right, node->count, pair))
        return true;
    if (node->is_forward || !find_order(right, left, node->count, turned))
        return false;
    pair[0] = turned[1];
    pair[1] = turned[0];
    return true;
}
