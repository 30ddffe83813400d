#include "domain/order_names.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/digest.h"

enum { BLOOM_COUNT = 1 << 20, BLOOM_BYTES = 2 << 20 };

/* Visits that name it before orders that are asked for; all of it is the key. */
struct mention {
    unsigned char name[8];
    unsigned char
        rule[8]; /* or ASKED and the rule by which an order is asked for */
    unsigned char stamp[8]; /* of an order: the latest that counts */
    unsigned char who[8];   /* person, or order */
    unsigned char visit[8];
};

/* Who names the order, the one who is asked first: a device, or the shop itself of its customer. */
enum { OF_DEVICE, OF_CUSTOMER, KINDS, ASKED = KINDS };

/* All of it is the key. */
struct found {
    unsigned char order[8];
    unsigned char rule[8];
    unsigned char kind[8]; /* OF_… */
    unsigned char stamp[8];
    unsigned char person[8];
    unsigned char is_disputed[8];
};

struct order_names {
    struct runs *mentions;
    struct runs *found;
    struct bloom mentioned;
    struct found next; /* of found */
    bool has_next;
};

struct order_names *
order_names_new(size_t budget_bytes, struct spill *spill)
{
    struct order_names *names = calloc(1, sizeof(*names));

    if (names == NULL)
        err(EX_OSERR, "names of orders");
    names->mentions = runs_new(sizeof(struct mention), sizeof(struct mention),
                               budget_bytes / 2, spill);
    names->found = runs_new(sizeof(struct found), sizeof(struct found),
                            budget_bytes / 2, spill);
    return names;
}

void
order_names_free(struct order_names *names)
{
    if (names == NULL)
        return;
    runs_free(names->mentions);
    runs_free(names->found);
    bloom_free(&names->mentioned);
    free(names);
}

static void
add(struct order_names *names, uint64_t name, uint64_t rule, int64_t stamp,
    uint64_t who, uint64_t visit)
{
    struct mention *mention = runs_add(names->mentions);

    runs_put64(mention->name, name);
    runs_put64(mention->rule, rule);
    runs_put_signed(mention->stamp, stamp);
    runs_put64(mention->who, who);
    runs_put64(mention->visit, visit);
}

void
order_names_add(struct order_names *names, const struct order_naming *naming)
{
    uint64_t name = digest64(naming->order);

    if (names->mentioned.words == NULL)
        bloom_new(&names->mentioned, BLOOM_COUNT, BLOOM_BYTES);
    bloom_add(&names->mentioned, name);
    add(names, name, naming->is_customers ? OF_CUSTOMER : OF_DEVICE,
        naming->stamp, naming->person, digest64(naming->visit));
}

static void
ask(struct order_names *names, struct text name, enum order_rule rule,
    uint64_t order, int64_t latest)
{
    uint64_t digest = digest64(name);

    if (name.len > 0 && bloom_may_have(&names->mentioned, digest))
        add(names, digest, ASKED + (uint64_t)rule, latest, order, 0);
}

void
order_names_ask(struct order_names *names, struct text id, struct text number,
                int64_t latest)
{
    size_t colon = text_find_char(id, ':');

    if (names->mentioned.words == NULL)
        return;
    ask(names, id, ORDERS_ORDER, digest64(id), latest);
    if (colon != SIZE_MAX)
        ask(names, text_from(id, colon + 1), ORDERS_ORDER, digest64(id),
            latest);
    ask(names, number, ORDERS_NUMBER, digest64(id), latest);
}

/* The first visits that name one order, by the kind of who does. */
struct firsts {
    struct mention of[KINDS];
    bool has[KINDS], is_disputed[KINDS];
};

static void
see(struct firsts *firsts, const struct mention *mention)
{
    uint64_t kind = runs_get64(mention->rule);

    if (firsts->has[kind])
        firsts->is_disputed[kind] |=
            memcmp(mention->who, firsts->of[kind].who, 8) != 0;
    else
        firsts->of[kind] = *mention;
    firsts->has[kind] = true;
}

/* Those of the firsts that are not too late, for one that asks for that name. */
static void
answer(struct order_names *names, const struct mention *asking,
       const struct firsts *firsts)
{
    for (uint64_t kind = 0; kind < KINDS; kind++) {
        const struct mention *first = &firsts->of[kind];
        struct found *found;

        if (!firsts->has[kind]
            || memcmp(first->stamp, asking->stamp, sizeof(first->stamp)) > 0)
            continue;
        found = runs_add(names->found);
        memcpy(found->order, asking->who, sizeof(found->order));
        runs_put64(found->rule, runs_get64(asking->rule) - ASKED);
        runs_put64(found->kind, kind);
        memcpy(found->stamp, first->stamp, sizeof(found->stamp));
        memcpy(found->person, first->who, sizeof(found->person));
        runs_put64(found->is_disputed, firsts->is_disputed[kind]);
    }
}

static void
take_next(struct order_names *names)
{
    const struct found *next = runs_next(names->found);

    names->has_next = next != NULL;
    if (next != NULL)
        names->next = *next;
}

void
order_names_settle(struct order_names *names)
{
    const struct mention *mention;
    struct firsts firsts = {0};
    unsigned char name[8] = {0};

    runs_sort(names->mentions);
    while ((mention = runs_next(names->mentions)) != NULL) {
        if (memcmp(mention->name, name, sizeof(name)) != 0)
            firsts = (struct firsts){0};
        memcpy(name, mention->name, sizeof(name));
        if (runs_get64(mention->rule) >= ASKED)
            answer(names, mention, &firsts);
        else
            see(&firsts, mention);
    }
    runs_sort(names->found);
    take_next(names);
}

void
order_names_find(struct order_names *names, uint64_t order,
                 struct order_named *named)
{
    uint64_t kind = OF_DEVICE;

    *named = (struct order_named){.rule = ORDERS_NOBODY};
    while (names->has_next && runs_get64(names->next.order) < order)
        take_next(names);
    for (; names->has_next && runs_get64(names->next.order) == order;
         take_next(names)) {
        uint64_t person = runs_get64(names->next.person);
        uint64_t its_kind = runs_get64(names->next.kind);

        if (named->rule == ORDERS_NOBODY) {
            named->rule = (enum order_rule)runs_get64(names->next.rule);
            named->person = person;
            kind = its_kind;
            named->is_disputed = runs_get64(names->next.is_disputed) != 0;
        } else if (runs_get64(names->next.rule) == named->rule
                   && its_kind == kind) {
            named->is_disputed |= person != named->person;
        }
    }
}
