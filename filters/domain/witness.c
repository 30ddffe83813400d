#include "domain/witness.h"

#include <stdlib.h>

struct order {
    struct series_store *store;
    struct buffer left, right;
};

static int
compare(const void *left, const void *right, void *context)
{
    const struct series_post *a = left, *b = right;
    struct order *order = context;

    if (a->reach != b->reach)
        return a->reach > b->reach ? -1 : 1;
    buffer_clear(&order->left);
    buffer_clear(&order->right);
    series_id(order->store, a, &order->left);
    series_id(order->store, b, &order->right);
    return text_compare(buffer_text(&order->left), buffer_text(&order->right));
}

static bool
is_like(const struct series_post *a, const struct series_post *b)
{
    if (a->author != 0 && a->author == b->author)
        return true;
    return !near_is_none(a->sign) && near_alike(a->sign, b->sign);
}

static bool
is_new(const struct series_post *const *chosen, size_t count,
       const struct series_post *post)
{
    for (size_t i = 0; i < count; i++)
        if (is_like(chosen[i], post))
            return false;
    return true;
}

void
witness_write(struct buffer *out, struct series_store *store,
              struct series_post *posts, size_t count)
{
    const struct series_post *chosen[WITNESS_MOST];
    struct order order = {.store = store};
    size_t have = 0;

    if (count == 0)
        return;
    qsort_r(posts, count, sizeof(*posts), compare, &order);
    buffer_add_char(out, '[');
    for (size_t i = 0; i < count && have < WITNESS_MOST; i++) {
        if (!is_new(chosen, have, &posts[i]))
            continue;
        chosen[have] = &posts[i];
        if (have++ > 0)
            buffer_add_char(out, ',');
        buffer_clear(&order.left);
        series_id(store, &posts[i], &order.left);
        buffer_add_json_string(out, buffer_text(&order.left));
    }
    buffer_add_char(out, ']');
    buffer_free(&order.left);
    buffer_free(&order.right);
}
