#include "domain/fit_merge.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/match.h"

struct fit_merge {
    const struct attribution_rules *rules;
    struct fit *fit;
    struct buffer query;
    struct match match;
    bool is_rejecting;
};

struct fit_merge *
fit_merge_new(const struct attribution_rules *rules, size_t budget_bytes,
              struct spill *spill)
{
    struct fit_merge *merge = calloc(1, sizeof(*merge));

    if (merge == NULL)
        err(EX_OSERR, "states");
    merge->rules = rules;
    merge->fit = fit_new(rules->fit.order, budget_bytes, spill);
    fit_rows_query(&merge->query, rules);
    return merge;
}

void
fit_merge_free(struct fit_merge *merge)
{
    if (merge == NULL)
        return;
    fit_free(merge->fit);
    buffer_free(&merge->query);
    free(merge);
}

struct text
fit_merge_query(const struct fit_merge *merge)
{
    return buffer_text(&merge->query);
}

static struct text
text_at(const struct json_slot *slots, enum fit_rows_field field)
{
    return slots[field].type == JSON_STRING ? slots[field].text : TEXT_NONE;
}

static const char *
add_match(struct match *match, const struct json_slot *slots)
{
    const struct json_slot *orders = &slots[FIT_ROWS_ORDERS];

    return match_add(match, text_at(slots, FIT_ROWS_JOINED_BY),
                     text_at(slots, FIT_ROWS_VISITOR_BY),
                     orders->type == JSON_INTEGER ? orders->integer : -1)
               ? NULL
               : "bad_match: no match rate as it was written";
}

struct attribution_verdict
fit_merge_take(struct fit_merge *merge, const struct json_slot *slots)
{
    struct text kind = text_at(slots, FIT_ROWS_KIND);
    const char *why;

    if (text_equal(kind, TEXT("match")))
        why = add_match(&merge->match, slots);
    else if (text_equal(kind, TEXT("state")))
        why = fit_rows_read(merge->fit, merge->rules,
                            buffer_text(&merge->query), slots);
    else
        return (struct attribution_verdict){.drop = "kind"};
    merge->is_rejecting |= why != NULL;
    return (struct attribution_verdict){.reject = why};
}

const char *
fit_merge_write(struct fit_merge *merge, const struct attribution_out *out)
{
    if (merge->is_rejecting)
        return NULL;
    fit_sort(merge->fit);
    match_write(&merge->match, out);
    if (!merge->rules->fit.is_partial)
        return fit_rows_write(merge->fit, merge->rules, out);
    fit_rows_states(merge->fit, merge->rules, out);
    return NULL;
}
