/*
 * account - our own registered accounts, found by network and handle or by id
 *
 * From a CSV with a header: network, handle, team, role and market in any order, optionally id; other
 * columns are passed over.
 * Shape:   network and handle are needed, in any case, the handle with or without @; each pair and each id
 *          stands once. A name is "network:handle" as registered.
 * Lives:   from account_book_new() until account_book_free(); an account until then.
 * Fails:   false, and *error has the line and why.
 * Cost:    a fold and a hash or two a look-up.
 */
#ifndef HARK_DOMAIN_ACCOUNT_H
#define HARK_DOMAIN_ACCOUNT_H

#include "domain/listing.h"

/* What the file says; what it leaves empty is absent. */
struct account {
    struct text name;
    struct text team;
    struct text role;
    struct text market;
};

struct account_book;

struct account_book *account_book_new(void);
void account_book_free(struct account_book *book);
bool account_book_add(void *book, struct text csv, struct listing_error *error);
size_t account_book_count(const struct account_book *book);

/* In the order of the file, from 0. */
const struct account *account_book_get(const struct account_book *book,
                                       size_t number);

/*
 * The number of the account whose id is `author` ("network:native"), else of that with this handle on
 * this network; without a handle the author's native part is held for one. SIZE_MAX where it is none of ours.
 */
size_t account_book_find(struct account_book *book, struct text network,
                         struct text handle, struct text author);

#endif
