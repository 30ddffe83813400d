#include "domain/credit_sets.h"

const char *const credit_members[MEMBERS] = {
    [MEMBER_ORDER] = "order",
    [MEMBER_ROW] = "row",
    [MEMBER_TIME] = "time",
    [MEMBER_MODEL] = "model",
    [MEMBER_WINDOW] = "window",
    [MEMBER_TOUCHES] = "touches",
    [MEMBER_TOUCH] = "touch",
    [MEMBER_CHANNEL] = "channel",
    [MEMBER_CAMPAIGN] = "campaign",
    [MEMBER_ACCOUNT] = "account",
    [MEMBER_POST] = "post",
    [MEMBER_AMOUNT] = "amount",
    [MEMBER_TAX] = "tax",
    [MEMBER_SHIPPING] = "shipping",
    [MEMBER_CURRENCY] = "currency",
    [MEMBER_CONVERTED_FROM] = "converted_from",
    [MEMBER_RATE] = "rate",
    [MEMBER_FX] = "fx",
    [MEMBER_SHARE] = "share_ppm",
    [MEMBER_ADDITIVE] = "additive",
    [MEMBER_JOINED_BY] = "joined_by",
    [MEMBER_REASON] = "reason",
};

const enum credit_member credit_sets_keys[CREDIT_SETS_KEYS] = {
    MEMBER_ROW, MEMBER_MODEL, MEMBER_WINDOW, MEMBER_TOUCHES};

int
credit_sets_compare_member(const struct credit_entry *a,
                           const struct credit_entry *b,
                           enum credit_member member)
{
    return text_compare(a->members[member], b->members[member]);
}

static int
compare_sets(const struct credit_entry *a, const struct credit_entry *b)
{
    int order = 0;

    for (size_t i = 0; order == 0 && i < CREDIT_SETS_KEYS; i++)
        order = credit_sets_compare_member(a, b, credit_sets_keys[i]);
    return order;
}

int
credit_sets_compare(const void *a, const void *b)
{
    const struct credit_entry *left = a;
    const struct credit_entry *right = b;
    int order = compare_sets(left, right);

    if (order == 0)
        order = (int)left->is_new - (int)right->is_new;
    if (order == 0)
        order = credit_sets_compare_member(left, right, MEMBER_TOUCH);
    for (enum credit_member i = 0; order == 0 && i < MEMBERS; i++)
        order = credit_sets_compare_member(left, right, i);
    return order;
}

bool
credit_sets_same(const struct credit_sets *sets)
{
    if (sets->old.count != sets->new.count)
        return false;
    for (size_t i = 0; i < sets->old.count; i++)
        for (enum credit_member j = 0; j < MEMBERS; j++)
            if (credit_sets_compare_member(&sets->old.at[i], &sets->new.at[i],
                                           j)
                != 0)
                return false;
    return true;
}

int64_t
credit_sets_sum(const struct credit_side *side, enum credit_member member)
{
    int64_t sum = 0, value;

    for (size_t i = 0; i < side->count; i++) {
        if (i > 0 && side->at[i].members[MEMBER_ADDITIVE].len > 0)
            break;
        if (text_integer(side->at[i].members[member], &value))
            sum += value;
    }
    return sum;
}

bool
credit_sets_differ(const struct credit_sets *sets, enum credit_member member)
{
    return credit_sets_compare_member(sets->old.at, sets->new.at, member) != 0;
}

bool
credit_sets_amended(const struct credit_sets *sets)
{
    static const enum credit_member moneys[] = {MEMBER_AMOUNT, MEMBER_TAX,
                                                MEMBER_SHIPPING};

    for (size_t i = 0; i < sizeof(moneys) / sizeof(*moneys); i++)
        if (credit_sets_sum(&sets->old, moneys[i])
            != credit_sets_sum(&sets->new, moneys[i]))
            return true;
    return false;
}

bool
credit_sets_has_touch(const struct credit_side *side, struct text touch)
{
    for (size_t i = 0; i < side->count; i++)
        if (text_equal(side->at[i].members[MEMBER_TOUCH], touch))
            return true;
    return false;
}

bool
credit_sets_adds_touch(const struct credit_side *one,
                       const struct credit_side *other)
{
    for (size_t i = 0; i < one->count; i++) {
        struct text touch = one->at[i].members[MEMBER_TOUCH];

        if (touch.len > 0 && !credit_sets_has_touch(other, touch))
            return true;
    }
    return false;
}

bool
credit_sets_changes_touch(const struct credit_sets *sets,
                          enum credit_member first, enum credit_member last)
{
    for (size_t i = 0; i < sets->old.count; i++)
        for (size_t j = 0; j < sets->new.count; j++) {
            const struct credit_entry *a = &sets->old.at[i],
                                      *b = &sets->new.at[j];

            if (a->members[MEMBER_TOUCH].len == 0
                || credit_sets_compare_member(a, b, MEMBER_TOUCH) != 0)
                continue;
            for (enum credit_member member = first; member <= last; member++)
                if (credit_sets_compare_member(a, b, member) != 0)
                    return true;
        }
    return false;
}

size_t
credit_sets_take(const struct credit_entry *entries, size_t count,
                 struct credit_sets *sets)
{
    size_t taken = 0;

    *sets = (struct credit_sets){.old = {.at = entries}};
    while (taken < count && compare_sets(entries, &entries[taken]) == 0)
        if (entries[taken++].is_new)
            sets->new.count++;
        else
            sets->old.count++;
    sets->new.at = entries + sets->old.count;
    return taken;
}
