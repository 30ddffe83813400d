#include "domain/match.h"

enum { PPM = 1000000 };

uint64_t
match_joined(const struct match *match, enum order_rule rule)
{
    uint64_t count = 0;

    for (size_t i = 0; i < TOUCH_BASES; i++)
        count += match->orders[rule][i];
    return count;
}

uint64_t
match_count(const struct match *match)
{
    uint64_t count = 0;

    for (enum order_rule rule = 0; rule <= ORDERS_NOBODY; rule++)
        count += match_joined(match, rule);
    return count;
}

static void
write_one(const struct match *match, enum order_rule rule,
          enum touch_basis basis, const struct attribution_out *out)
{
    struct text name = touch_basis_name(basis);
    struct text joined_by = orders_rule_name(rule);
    uint64_t orders = match->orders[rule][basis], of = match_count(match);
    struct buffer line = {0};

    if (joined_by.len == 0)
        joined_by = TEXT("none");
    buffer_add(&line, TEXT("{\"v\":1,\"kind\":\"match\",\"joined_by\":"));
    buffer_add_json_string(&line, joined_by);
    if (name.len > 0) {
        buffer_add(&line, TEXT(",\"visitor_by\":"));
        buffer_add_json_string(&line, name);
    }
    buffer_printf(&line,
                  ",\"orders\":%llu,\"of\":%llu,\"share_ppm\":%llu,"
                  "\"definition\":\"match/1\"}",
                  (unsigned long long)orders, (unsigned long long)of,
                  (unsigned long long)(orders * PPM / of));
    out->take(out->context, "match", buffer_text(&line));
    buffer_free(&line);
}

void
match_write(const struct match *match, const struct attribution_out *out)
{
    for (enum order_rule rule = 0; rule <= ORDERS_NOBODY; rule++)
        for (enum touch_basis basis = 0; basis < TOUCH_BASES; basis++)
            if (match->orders[rule][basis] > 0)
                write_one(match, rule, basis, out);
}

static bool
find_rule(struct text name, enum order_rule *rule)
{
    for (*rule = 0; *rule < ORDERS_NOBODY; ++*rule)
        if (text_equal(name, orders_rule_name(*rule)))
            return true;
    return text_equal(name, TEXT("none"));
}

static bool
find_basis(struct text name, enum touch_basis *basis)
{
    for (*basis = 0; *basis < TOUCH_BASES; ++*basis)
        if (text_equal(name, touch_basis_name(*basis)))
            return true;
    return false;
}

bool
match_add(struct match *match, struct text joined_by, struct text visitor_by,
          int64_t orders)
{
    enum order_rule rule;
    enum touch_basis basis;

    if (orders < 0 || !find_rule(joined_by, &rule)
        || !find_basis(visitor_by, &basis))
        return false;
    match->orders[rule][basis] += (uint64_t)orders;
    return true;
}
