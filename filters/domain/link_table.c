#include "domain/link_table.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/table.h"
#include "domain/link.h"
#include "ports/digest.h"

struct entry {
    uint64_t digest;
    uint32_t form;
    uint32_t owner;
};

/* A post's address that is a short link if its host turns out to shorten. */
struct candidate {
    uint64_t digest, host;
    uint32_t owner;
};

/* The entries of one link, in order of from_s. */
struct group {
    uint64_t digest;
    uint32_t form;
    uint32_t first;
    uint32_t count;
    uint32_t shared;       /* owner from shared_s on, or LINK_NOBODY */
    int64_t shared_from_s; /* when the second account came */
};

struct link_table {
    const char *const *names;
    size_t name_count;
    struct arena arena;
    struct table *identities;
    struct buffer scratch;
    struct link_owner *owners;
    size_t owner_count, owner_cap;
    struct entry *entries;
    size_t entry_count, entry_cap;
    struct candidate *candidates;
    size_t candidate_count, candidate_cap;
    struct table *shorteners; /* hosts */
    struct group *groups;
    size_t group_count;
    uint32_t *slots; /* numbers of groups + 1, by digest; 0 is free */
    size_t slot_cap;
    bool has_form[LINK_FORMS];
    size_t coupons;
    size_t ambiguous;
};

uint64_t
link_digest(struct buffer *scratch, struct text address)
{
    buffer_clear(scratch);
    link_normalise(scratch, address);
    return digest64(buffer_text(scratch));
}

bool
link_short_digest(struct buffer *scratch, struct text address, uint64_t *digest)
{
    buffer_clear(scratch);
    if (!link_shorten(scratch, address))
        return false;
    *digest = digest64(buffer_text(scratch));
    return true;
}

uint64_t
link_coupon_digest(struct buffer *scratch, struct text code)
{
    buffer_clear(scratch);
    buffer_add(scratch, code);
    for (size_t i = 0; i < scratch->len; i++)
        if (scratch->at[i] >= 'A' && scratch->at[i] <= 'Z')
            scratch->at[i] |= 0x20;
    return digest64(buffer_text(scratch));
}

struct link_table *
link_table_new(const char *const *names, size_t count)
{
    struct link_table *table = calloc(1, sizeof(*table));

    if (table == NULL)
        err(EX_OSERR, "link table");
    table->names = names;
    table->name_count = count;
    table->identities = table_new();
    table->shorteners = table_new();
    for (size_t i = 0; link_shorteners[i] != NULL; i++)
        table_add(table->shorteners, text_of(link_shorteners[i]));
    return table;
}

void
link_table_free(struct link_table *table)
{
    if (table == NULL)
        return;
    arena_free(&table->arena);
    table_free(table->identities);
    table_free(table->shorteners);
    free(table->candidates);
    buffer_free(&table->scratch);
    free(table->owners);
    free(table->entries);
    free(table->groups);
    free(table->slots);
    free(table);
}

/* Room for one more of `size` bytes. */
static void *
grow(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    *cap = *cap * 2 + 64;
    items = reallocarray(items, *cap, size);
    if (items == NULL)
        err(EX_OSERR, "%zu links", *cap);
    return items;
}

static void
add_entry(struct link_table *table, enum link_form form, uint64_t digest,
          uint32_t owner)
{
    table->entries = grow(table->entries, table->entry_count, &table->entry_cap,
                          sizeof(*table->entries));
    table->entries[table->entry_count++] = (struct entry){digest, form, owner};
    table->has_form[form] = true;
}

static struct text
keep(struct link_table *table, struct text text)
{
    return text.len == 0 ? TEXT_NONE : arena_copy(&table->arena, text);
}

/* The same post, or the same row but for its link, is the same source. */
static uint32_t
identity(struct link_table *table, const struct link_owner *owner)
{
    const struct text words[] = {owner->post, owner->account, owner->campaign,
                                 owner->channel};
    size_t count = owner->post.len > 0 ? 1 : 4;

    buffer_clear(&table->scratch);
    for (size_t i = 0; i < count; i++) {
        buffer_add(&table->scratch, words[i]);
        buffer_add_char(&table->scratch, '\0');
    }
    return table_add(table->identities, buffer_text(&table->scratch));
}

static uint32_t
add_owner(struct link_table *table, const struct link_owner *owner)
{
    table->owners = grow(table->owners, table->owner_count, &table->owner_cap,
                         sizeof(*table->owners));
    table->owners[table->owner_count] = (struct link_owner){
        keep(table, owner->account),
        keep(table, owner->post),
        keep(table, owner->campaign),
        keep(table, owner->channel),
        keep(table, owner->coupon),
        owner->from_s,
        owner->until_s,
        identity(table, owner),
    };
    return (uint32_t)table->owner_count++;
}

static uint64_t
host_digest(struct link_table *table, struct text address)
{
    buffer_clear(&table->scratch);
    link_host(&table->scratch, address);
    return digest64(buffer_text(&table->scratch));
}

/* Behind a t.co there may be another short link: bit.ly's, or one of a host of our own. */
static void
add_candidate(struct link_table *table, struct text address, uint32_t owner)
{
    struct candidate candidate = {.owner = owner};

    if (!link_short_digest(&table->scratch, address, &candidate.digest))
        return;
    candidate.host = host_digest(table, address);
    table->candidates = grow(table->candidates, table->candidate_count,
                             &table->candidate_cap, sizeof(candidate));
    table->candidates[table->candidate_count++] = candidate;
}

void
link_table_shortener(struct link_table *table, struct text address)
{
    buffer_clear(&table->scratch);
    if (link_host(&table->scratch, address))
        table_add(table->shorteners, buffer_text(&table->scratch));
}

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
        const struct candidate *one = &table->candidates[i];
        if (bsearch(&one->host, hosts, count, sizeof(*hosts), compare_hosts)
            != NULL)
            add_entry(table, LINK_SHORT, one->digest, one->owner);
    }
    free(hosts);
}

void
link_table_add(struct link_table *table, const struct link_owner *post,
               struct text address, struct text shortened)
{
    bool is_long = address.len > 0
                   && link_is_tagged(address, table->names, table->name_count);
    struct link_owner owner = *post;
    struct buffer campaign = {0};
    uint32_t number;
    uint64_t digest;
    bool is_short = shortened.len > 0
                    && link_short_digest(&table->scratch, shortened, &digest);

    if (address.len == 0 && !is_short)
        return;
    if (address.len > 0 && link_campaign(&campaign, address))
        owner.campaign = buffer_text(&campaign);
    number = add_owner(table, &owner);
    if (is_short)
        add_entry(table, LINK_SHORT, digest, number);
    if (is_long)
        add_entry(table, LINK_LONG, link_digest(&table->scratch, address),
                  number);
    add_candidate(table, address, number);
    buffer_free(&campaign);
}

void
link_table_list(struct link_table *table, const struct link_owner *owner,
                struct text address)
{
    uint32_t number = add_owner(table, owner);
    uint64_t digest;

    add_entry(table, LINK_LISTED_LONG, link_digest(&table->scratch, address),
              number);
    if (link_short_digest(&table->scratch, address, &digest))
        add_entry(table, LINK_LISTED_SHORT, digest, number);
}

void
link_table_coupon(struct link_table *table, const struct link_owner *owner)
{
    uint32_t number = add_owner(table, owner);

    add_entry(table, LINK_COUPON,
              link_coupon_digest(&table->scratch, owner->coupon), number);
}

/* By link, then by time; the rest so that the order of input does not show. */
static int
compare(const void *a, const void *b, void *context)
{
    const struct entry *left = a;
    const struct entry *right = b;
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
find_shared(struct link_table *table, struct group *group)
{
    const struct entry *entries = table->entries + group->first;
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
        group->shared = add_owner(table, &shared);
        table->owners[group->shared].post = TEXT_NONE;
        table->ambiguous++;
        return;
    }
}

static void
add_slot(struct link_table *table, uint32_t group)
{
    const struct group *added = &table->groups[group];
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
        const struct entry *entry = &table->entries[i];
        struct group group = {entry->digest, entry->form, i, 0,
                              LINK_NOBODY,   INT64_MAX};

        for (end = i; end < table->entry_count
                      && table->entries[end].digest == entry->digest
                      && table->entries[end].form == entry->form;
             end++)
            group.count++;
        find_shared(table, &group);
        table->coupons += group.form == LINK_COUPON;
        table->groups =
            grow(table->groups, table->group_count, &cap, sizeof(group));
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
find_listed(const struct link_table *table, const struct group *group,
            int64_t time_s)
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
find_post(const struct link_table *table, const struct group *group,
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

static const struct group *
find_group(const struct link_table *table, enum link_form form, uint64_t digest)
{
    size_t at = (size_t)(digest + form) & (table->slot_cap - 1);

    for (; table->slots[at] != 0; at = (at + 1) & (table->slot_cap - 1)) {
        const struct group *group = &table->groups[table->slots[at] - 1];

        if (group->digest == digest && group->form == form)
            return group;
    }
    return NULL;
}

uint32_t
link_table_find(const struct link_table *table, enum link_form form,
                uint64_t digest, int64_t time_s)
{
    const struct group *group =
        table->has_form[form] ? find_group(table, form, digest) : NULL;

    if (group == NULL)
        return LINK_NOBODY;
    return form == LINK_SHORT || form == LINK_LONG
               ? find_post(table, group, time_s)
               : find_listed(table, group, time_s);
}

const struct link_owner *
link_table_owner(const struct link_table *table, uint32_t number)
{
    return &table->owners[number];
}

size_t
link_table_count(const struct link_table *table)
{
    return table->group_count - table->coupons;
}

bool
link_table_has_coupons(const struct link_table *table)
{
    return table->has_form[LINK_COUPON];
}

size_t
link_table_ambiguous(const struct link_table *table)
{
    return table->ambiguous;
}
