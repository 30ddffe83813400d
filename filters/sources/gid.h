/*
 * gid - ids of Shopify's GraphQL interface: gid://shopify/Order/1001, at times with a `?` and more behind it
 *
 * Lives:   borrows.
 */
#ifndef HARK_SOURCES_GID_H
#define HARK_SOURCES_GID_H

#include "base/text.h"

/* Of this type, TEXT("Order"); of any where it is TEXT_NONE. */
bool gid_is(struct text id, struct text type);

/* What the REST interface has for it: 1001. What is no such id stays as it is. */
struct text gid_number(struct text id);

#endif
