#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/ancestors.h"

enum { NODES = 2000 };

static uint64_t
next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static struct spill *spill;

static struct ancestors *
start(size_t budget)
{
    spill = spill_open(NULL);
    return ancestors_new(budget, spill);
}

static void
end(struct ancestors *ancestors)
{
    ancestors_free(ancestors);
    spill_close(spill);
}

static void
is_next(struct ancestors *ancestors, uint64_t node, uint64_t root)
{
    uint64_t found, its_root;

    assert_true(ancestors_next(ancestors, &found, &its_root));
    assert_int_equal(found, node);
    assert_int_equal(its_root, root);
}

static void
is_over(struct ancestors *ancestors)
{
    uint64_t node, root;

    assert_false(ancestors_next(ancestors, &node, &root));
}

static void
each_node_with_a_parent_has_its_root(void **state)
{
    struct ancestors *ancestors = start(1 << 20);

    (void)state;
    ancestors_add(ancestors, 4, 0, 3);
    ancestors_add(ancestors, 3, 0, 2);
    ancestors_add(ancestors, 2, 0, 9);
    ancestors_add(ancestors, 7, 0, 8);
    ancestors_settle(ancestors);
    is_next(ancestors, 2, 9);
    is_next(ancestors, 3, 9);
    is_next(ancestors, 4, 9);
    is_next(ancestors, 7, 8);
    is_over(ancestors);
    end(ancestors);
}

static void
the_lowest_claim_counts_and_of_equal_ones_the_lowest_parent(void **state)
{
    struct ancestors *ancestors = start(1 << 20);

    (void)state;
    ancestors_add(ancestors, 4, 1, 2);
    ancestors_add(ancestors, 4, 0, 9);
    ancestors_add(ancestors, 4, 0, 7);
    ancestors_add(ancestors, 4, 0, 7);
    ancestors_settle(ancestors);
    is_next(ancestors, 4, 7);
    is_over(ancestors);
    end(ancestors);
}

static void
of_a_circle_the_lowest_is_the_root(void **state)
{
    struct ancestors *ancestors = start(1 << 20);
    uint64_t node, root;

    (void)state;
    ancestors_add(ancestors, 5, 0, 6);
    ancestors_add(ancestors, 6, 0, 7);
    ancestors_add(ancestors, 7, 0, 5);
    ancestors_add(ancestors, 8, 0, 6);
    ancestors_settle(ancestors);
    while (ancestors_next(ancestors, &node, &root))
        assert_int_equal(root, 5);
    end(ancestors);
}

static uint64_t parents[NODES + 1];

/* Walks up, at most as many steps as there are nodes; the lowest of a circle. */
static uint64_t
slow_root(uint64_t node)
{
    uint64_t least;

    for (int i = 0; i < NODES; i++) {
        if (parents[node] == 0)
            return node;
        node = parents[node];
    }
    least = node;
    for (uint64_t at = parents[node]; at != node; at = parents[at])
        least = at < least ? at : least;
    return least;
}

static void
check(size_t budget, uint64_t seed, bool goes_round)
{
    struct ancestors *ancestors = start(budget);
    uint64_t node, root, count = 0, told = 0;

    memset(parents, 0, sizeof(parents));
    for (uint64_t i = 1; i <= NODES; i++) {
        uint64_t most = goes_round ? NODES : i - 1;

        if (most == 0 || next(&seed) % 8 == 0)
            continue;
        parents[i] = 1 + next(&seed) % most;
        parents[i] = parents[i] == i ? 0 : parents[i];
    }
    for (uint64_t i = NODES; i > 0; i--)
        if (parents[i] != 0) {
            ancestors_add(ancestors, i, 0, parents[i]);
            told++;
        }
    ancestors_settle(ancestors);
    while (ancestors_next(ancestors, &node, &root)) {
        assert_int_equal(root, slow_root(node));
        count++;
    }
    assert_int_equal(count, told);
    end(ancestors);
}

static void
forests_and_circles_are_as_a_slow_walk_has_them(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        check(1 << 20, seed, false);
        check(1 << 20, seed, true);
        check(0, seed, true);
    }
}

static void
a_chain_is_as_long_as_it_likes(void **state)
{
    struct ancestors *ancestors = start(0);
    uint64_t node, root, count = 0;

    (void)state;
    for (uint64_t i = 2; i <= 20000; i++)
        ancestors_add(ancestors, i, 0, i - 1);
    ancestors_settle(ancestors);
    for (; ancestors_next(ancestors, &node, &root); count++)
        assert_int_equal(root, 1);
    assert_int_equal(count, 19999);
    end(ancestors);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_node_with_a_parent_has_its_root),
        cmocka_unit_test(
            the_lowest_claim_counts_and_of_equal_ones_the_lowest_parent),
        cmocka_unit_test(of_a_circle_the_lowest_is_the_root),
        cmocka_unit_test(forests_and_circles_are_as_a_slow_walk_has_them),
        cmocka_unit_test(a_chain_is_as_long_as_it_likes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
