#include "base/array.h"
#include "domain/link_table_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/link.h"
#include "ports/digest.h"

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

void
link_table_enter(struct link_table *table, enum link_form form, uint64_t digest,
                 uint32_t owner)
{
    table->entries =
        array_room(table->entries, table->entry_count, &table->entry_cap,
                   sizeof(*table->entries), "links");
    table->entries[table->entry_count++] =
        (struct link_table_entry){digest, form, owner};
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

uint32_t
link_table_own(struct link_table *table, const struct link_owner *owner)
{
    table->owners =
        array_room(table->owners, table->owner_count, &table->owner_cap,
                   sizeof(*table->owners), "links");
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
    struct link_table_candidate candidate = {.owner = owner};

    if (!link_short_digest(&table->scratch, address, &candidate.digest))
        return;
    candidate.host = host_digest(table, address);
    table->candidates =
        array_room(table->candidates, table->candidate_count,
                   &table->candidate_cap, sizeof(candidate), "links");
    table->candidates[table->candidate_count++] = candidate;
}

void
link_table_shortener(struct link_table *table, struct text address)
{
    buffer_clear(&table->scratch);
    if (link_host(&table->scratch, address))
        table_add(table->shorteners, buffer_text(&table->scratch));
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
    number = link_table_own(table, &owner);
    if (is_short)
        link_table_enter(table, LINK_SHORT, digest, number);
    if (is_long)
        link_table_enter(table, LINK_LONG,
                         link_digest(&table->scratch, address), number);
    add_candidate(table, address, number);
    buffer_free(&campaign);
}

void
link_table_list(struct link_table *table, const struct link_owner *owner,
                struct text address)
{
    uint32_t number = link_table_own(table, owner);
    uint64_t digest;

    link_table_enter(table, LINK_LISTED_LONG,
                     link_digest(&table->scratch, address), number);
    if (link_short_digest(&table->scratch, address, &digest))
        link_table_enter(table, LINK_LISTED_SHORT, digest, number);
}

void
link_table_coupon(struct link_table *table, const struct link_owner *owner)
{
    uint32_t number = link_table_own(table, owner);

    link_table_enter(table, LINK_COUPON,
                     link_coupon_digest(&table->scratch, owner->coupon),
                     number);
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
