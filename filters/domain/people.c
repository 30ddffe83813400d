#include "domain/people.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/table.h"
#include "domain/near.h"

enum { AUTHOR, CUSTOMER, VISITOR, FROM, UNTIL, COLUMNS };

static const struct listing_column columns[COLUMNS] = {
    [AUTHOR] = {TEXT("author"), true},
    [CUSTOMER] = {TEXT("customer"), false},
    [VISITOR] = {TEXT("visitor"), false},
    [FROM] = {TEXT("from"), false},
    [UNTIL] = {TEXT("until"), false}};

struct link {
    uint32_t author, name; /* numbers of people.names */
    int64_t from_s, until_s;
    size_t before; /* 1 + the link of the same author before it; 0: none */
    size_t before_named; /* the same of the same customer or visitor */
};

struct people {
    struct table *names;
    struct link *links;
    size_t count, cap;
    size_t *last; /* by author: 1 + its last link */
    size_t last_cap;
    size_t *last_named; /* by name: 1 + its last link */
    uint32_t *heads;    /* of names of one person (near.h) */
};

struct people *
people_new(void)
{
    struct people *people = calloc(1, sizeof(*people));

    if (people == NULL)
        err(EX_OSERR, "people");
    people->names = table_new();
    return people;
}

void
people_free(struct people *people)
{
    if (people == NULL)
        return;
    table_free(people->names);
    free(people->links);
    free(people->last);
    free(people->last_named);
    free(people->heads);
    free(people);
}

static size_t *
last_of(struct people *people, uint32_t author)
{
    size_t cap = people->last_cap;

    if (author < cap)
        return &people->last[author];
    people->last_cap = (size_t)author * 2 + 64;
    people->last = array_resize(people->last, people->last_cap,
                                sizeof(*people->last), "people");
    memset(people->last + cap, 0,
           (people->last_cap - cap) * sizeof(*people->last));
    return &people->last[author];
}

static void
add_link(struct people *people, struct text name, struct link link)
{
    size_t *last = last_of(people, link.author);

    if (name.len == 0)
        return;
    people->links = array_room(people->links, people->count, &people->cap,
                               sizeof(*people->links), "people");
    link.name = table_add(people->names, name);
    link.before = *last;
    people->links[people->count++] = link;
    *last = people->count;
}

static bool
take_row(void *context, struct listing *row)
{
    struct people *people = context;
    struct text author = listing_cell(row, AUTHOR);
    struct text customer = listing_cell(row, CUSTOMER);
    struct text visitor = listing_cell(row, VISITOR);
    struct link link = {0};

    if (!listing_time(row, FROM, INT64_MIN, &link.from_s)
        || !listing_time(row, UNTIL, INT64_MAX, &link.until_s))
        return false;
    if (text_find_char(author, ':') == SIZE_MAX)
        return listing_fail(row, "an author is NETWORK:ID, as in records");
    if (customer.len == 0 && visitor.len == 0)
        return listing_fail(row, "a row needs a customer or a visitor");
    link.author = table_add(people->names, author);
    add_link(people, customer, link);
    add_link(people, visitor, link);
    return true;
}

bool
people_add(void *people, struct text csv, struct listing_error *error)
{
    return listing_read(csv, columns, COLUMNS, take_row, people, error);
}

static bool
holds(const struct link *link, int64_t time_s)
{
    return time_s >= link->from_s && time_s < link->until_s;
}

static size_t
first_link(const struct people *people, struct text author)
{
    uint32_t number = table_find(people->names, author);

    return number == TABLE_NONE || number >= people->last_cap
               ? 0
               : people->last[number];
}

struct text
people_find(const struct people *people, struct text author, int64_t time_s,
            size_t *next)
{
    size_t at = *next == 0 ? first_link(people, author)
                           : people->links[*next - 1].before;

    for (; at > 0; at = people->links[at - 1].before) {
        const struct link *link = &people->links[at - 1];

        if (!holds(link, time_s))
            continue;
        *next = at;
        return table_text(people->names, link->name);
    }
    return TEXT_NONE;
}

void
people_settle(struct people *people)
{
    uint32_t names = table_count(people->names);

    people->last_named = calloc(names + 1, sizeof(*people->last_named));
    people->heads = calloc(names + 1, sizeof(*people->heads));
    if (people->last_named == NULL || people->heads == NULL)
        err(EX_OSERR, "%u people", names);
    for (uint32_t i = 0; i < names; i++)
        people->heads[i] = i;
    for (size_t i = 0; i < people->count; i++) {
        struct link *link = &people->links[i];

        link->before_named = people->last_named[link->name];
        people->last_named[link->name] = i + 1;
        near_join(people->heads, link->author, link->name);
    }
}

uint32_t
people_who(const struct people *people, struct text name, int64_t time_s)
{
    uint32_t number = table_find(people->names, name);
    bool is_known = false;

    if (number == TABLE_NONE)
        return PEOPLE_NONE;
    for (size_t i = number < people->last_cap ? people->last[number] : 0;
         i > 0 && !is_known; i = people->links[i - 1].before)
        is_known = holds(&people->links[i - 1], time_s);
    for (size_t i = people->last_named[number]; i > 0 && !is_known;
         i = people->links[i - 1].before_named)
        is_known = holds(&people->links[i - 1], time_s);
    return is_known ? near_head(people->heads, number) : PEOPLE_NONE;
}
