#include "domain/stitch_owner.h"

static bool
is_one_sitting(int64_t stamp, int64_t later, int64_t gap_s)
{
    return touch_stamp_s(later) - touch_stamp_s(stamp) <= gap_s;
}

/* How many bonds are at or before it, given how many are at or before a later time. */
static size_t
bonds_until(struct stitch_bonds bonds, size_t most, int64_t stamp)
{
    while (most > 0 && bonds.at[most - 1].stamp > stamp)
        most--;
    return most;
}

static void
give(const struct touch *visit, struct stitch_bonds bonds, size_t before,
     bool is_named_next, const struct stitch_sink *sink)
{
    const struct stitch_bond *next = bonds.at + before;
    struct stitch_owner owner = {.from = visit->stamp, .until = INT64_MAX};

    if (before > 0) {
        owner.customer = next[-1].customer;
        if (is_named_next && next->customer != owner.customer)
            owner.until = next->stamp;
        sink->take(sink->context, visit, &owner);
        if (owner.until == INT64_MAX)
            return;
    }
    owner = (struct stitch_owner){next->customer, next->stamp, INT64_MAX};
    sink->take(sink->context, visit, &owner);
}

/* From the last to the first: a sitting is known by what comes behind. */
void
stitch_owner_each(const struct touch *visits, size_t count,
                  struct stitch_bonds bonds, int64_t gap_s,
                  const struct stitch_sink *sink)
{
    size_t before = bonds.count, behind = bonds.count;
    bool is_named = false;

    for (size_t i = count; i-- > 0; behind = before) {
        const struct touch *visit = &visits[i];
        int64_t next = i + 1 < count ? visits[i + 1].stamp : INT64_MAX;

        before = bonds_until(bonds, before, visit->stamp);
        if (before == bonds.count)
            is_named = false;
        else if (i + 1 < count && behind == before)
            is_named = is_named && is_one_sitting(visit->stamp, next, gap_s);
        else
            is_named =
                is_one_sitting(visit->stamp, bonds.at[before].stamp, gap_s);
        give(visit, bonds, before, is_named, sink);
    }
}
