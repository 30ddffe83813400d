#include "base/array.h"
#include "domain/link_table_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/digest.h"

static int
compare_hosts(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;

    return *left < *right ? -1 : *left > *right;
}

/* Candidates on a host that shortens are short links after all. */
static void
settle_candidates(struct link_table *table)
{
    uint32_t count = table_count(table->shorteners);
    uint64_t *hosts = calloc(count, sizeof(*hosts));

    if (hosts == NULL)
        err(EX_OSERR, "%u hosts", count);
    for (uint32_t i = 0; i < count; i++)
        hosts[i] = digest64(table_text(table->shorteners, i));
    qsort(hosts, count, sizeof(*hosts), compare_hosts);
    for (size_t i = 0; i < table->candidate_count; i++) {
        const struct link_table_candidate *one = &table->candidates[i];
        if (bsearch(&one->host, hosts, count, sizeof(*hosts), compare_hosts)
            != NULL)
            link_table_enter(table, LINK_SHORT, one->digest, one->owner);
    }
    free(hosts);
}

/* By link, then by time; the rest so that the order of input does not show. */
static int
compare(const void *a, const void *b, void *context)
{
    const struct link_table_entry *left = a;
    const struct link_table_entry *right = b;
    const struct link_table *table = context;
    const struct link_owner *one = &table->owners[left->owner];
    const struct link_owner *other = &table->owners[right->owner];
    int order;

    if (left->digest != right->digest)
        return left->digest < right->digest ? -1 : 1;
    if (left->form != right->form)
        return left->form < right->form ? -1 : 1;
    if (one->from_s != other->from_s)
        return one->from_s < other->from_s ? -1 : 1;
    order = text_compare(one->account, other->account);
    if (order == 0)
        order = text_compare(one->post, other->post);
    if (order == 0)
        order = text_compare(one->campaign, other->campaign);
    if (order == 0)
        order = text_compare(one->channel, other->channel);
    return order != 0 ? order : text_compare(one->coupon, other->coupon);
}

/* Notes from when on the group has two accounts. An owner that any before it overlaps with overlaps
   with the one of them that ends last. */
static void
find_shared(struct link_table *table, struct link_table_group *group)
{
    const struct link_table_entry *entries = table->entries + group->first;
    const struct link_owner *widest = &table->owners[entries[0].owner];
    struct link_owner shared = *widest;
    char name[sizeof(group->digest)];

    for (uint32_t i = 1; i < group->count; i++) {
        const struct link_owner *owner = &table->owners[entries[i].owner];

        if (owner->from_s >= widest->until_s
            || text_equal(owner->account, widest->account)) {
            if (owner->until_s > widest->until_s)
                widest = owner;
            continue;
        }
        group->shared_from_s = owner->from_s;
        shared.account = TEXT("ambiguous");
        /* One identity a link: no post is named so. */
        memcpy(name, &group->digest, sizeof(name));
        shared.post = (struct text){name, sizeof(name)};
        group->shared = link_table_own(table, &shared);
        table->owners[group->shared].post = TEXT_NONE;
        table->ambiguous++;
        return;
    }
}

static void
add_slot(struct link_table *table, uint32_t group)
{
    const struct link_table_group *added = &table->groups[group];
    size_t at = (size_t)(added->digest + added->form) & (table->slot_cap - 1);

    while (table->slots[at] != 0)
        at = (at + 1) & (table->slot_cap - 1);
    table->slots[at] = group + 1;
}

static void
find_groups(struct link_table *table)
{
    size_t cap = 0;
    uint32_t end;

    for (uint32_t i = 0; i < table->entry_count; i = end) {
        const struct link_table_entry *entry = &table->entries[i];
        struct link_table_group group = {entry->digest, entry->form, i, 0,
                                         LINK_NOBODY,   INT64_MAX};

        for (end = i; end < table->entry_count
                      && table->entries[end].digest == entry->digest
                      && table->entries[end].form == entry->form;
             end++)
            group.count++;
        find_shared(table, &group);
        table->coupons += group.form == LINK_COUPON;
        table->groups = array_room(table->groups, table->group_count, &cap,
                                   sizeof(group), "links");
        table->groups[table->group_count++] = group;
    }
}

void
link_table_build(struct link_table *table)
{
    settle_candidates(table);
    if (table->entry_count > 0)
        qsort_r(table->entries, table->entry_count, sizeof(*table->entries),
                compare, table);
    find_groups(table);
    for (table->slot_cap = 64; table->slot_cap < table->group_count * 4;)
        table->slot_cap *= 2;
    table->slots = calloc(table->slot_cap, sizeof(*table->slots));
    if (table->slots == NULL)
        err(EX_OSERR, "%zu links", table->group_count);
    for (uint32_t i = 0; i < table->group_count; i++)
        add_slot(table, i);
}

/* Rows of the list end, so each is looked at; there are few of one link. */
static uint32_t
find_listed(const struct link_table *table,
            const struct link_table_group *group, int64_t time_s)
{
    uint32_t found = LINK_NOBODY;

    for (uint32_t i = 0; i < group->count; i++) {
        uint32_t number = table->entries[group->first + i].owner;
        const struct link_owner *owner = &table->owners[number];

        if (time_s < owner->from_s || time_s >= owner->until_s)
            continue;
        if (found != LINK_NOBODY
            && !text_equal(table->owners[found].account, owner->account))
            return group->shared;
        found = number;
    }
    return found;
}

/* The last post at or before the time. */
static uint32_t
find_post(const struct link_table *table, const struct link_table_group *group,
          int64_t time_s)
{
    uint32_t low = 0, high = group->count;

    if (time_s >= group->shared_from_s)
        return group->shared;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t owner = table->entries[group->first + middle].owner;

        if (table->owners[owner].from_s <= time_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? LINK_NOBODY
                    : table->entries[group->first + low - 1].owner;
}

static const struct link_table_group *
find_group(const struct link_table *table, enum link_form form, uint64_t digest)
{
    size_t at = (size_t)(digest + form) & (table->slot_cap - 1);

    for (; table->slots[at] != 0; at = (at + 1) & (table->slot_cap - 1)) {
        const struct link_table_group *group =
            &table->groups[table->slots[at] - 1];

        if (group->digest == digest && group->form == form)
            return group;
    }
    return NULL;
}

uint32_t
link_table_find(const struct link_table *table, enum link_form form,
                uint64_t digest, int64_t time_s)
{
    const struct link_table_group *group =
        table->has_form[form] ? find_group(table, form, digest) : NULL;

    if (group == NULL)
        return LINK_NOBODY;
    return form == LINK_SHORT || form == LINK_LONG
               ? find_post(table, group, time_s)
               : find_listed(table, group, time_s);
}
