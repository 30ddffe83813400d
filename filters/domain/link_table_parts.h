/*
 * link_table_parts - what a table of links is made of, for its own files
 */
#ifndef HARK_DOMAIN_LINK_TABLE_PARTS_H
#define HARK_DOMAIN_LINK_TABLE_PARTS_H

#include "base/arena.h"
#include "base/table.h"
#include "domain/link_table.h"

struct link_table_entry {
    uint64_t digest;
    uint32_t form;
    uint32_t owner;
};

/* A post's address that is a short link if its host turns out to shorten. */
struct link_table_candidate {
    uint64_t digest, host;
    uint32_t owner;
};

/* The entries of one link, in order of from_s. */
struct link_table_group {
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
    struct link_table_entry *entries;
    size_t entry_count, entry_cap;
    struct link_table_candidate *candidates;
    size_t candidate_count, candidate_cap;
    struct table *shorteners; /* hosts */
    struct link_table_group *groups;
    size_t group_count;
    uint32_t *slots; /* numbers of groups + 1, by digest; 0 is free */
    size_t slot_cap;
    bool has_form[LINK_FORMS];
    size_t coupons;
    size_t ambiguous;
};

/* The number of an owner, whose texts are kept. */
uint32_t link_table_own(struct link_table *table,
                        const struct link_owner *owner);

void link_table_enter(struct link_table *table, enum link_form form,
                      uint64_t digest, uint32_t owner);

#endif
