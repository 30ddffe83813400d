/*
 * link_digest - links of posts and visits, and codes on orders, as numbers: equal where they are the same link
 *
 * Risk:    two that differ have one number: link_table.h, evidence.h.
 */
#ifndef HARK_DOMAIN_LINK_DIGEST_H
#define HARK_DOMAIN_LINK_DIGEST_H

#include "base/buffer.h"

/* `scratch` is overwritten. A short one: false where it is none. */
uint64_t link_digest(struct buffer *scratch, struct text address);
bool link_short_digest(struct buffer *scratch, struct text address,
                       uint64_t *digest);
/* ASCII case does not count: shops take a code in any. */
uint64_t link_coupon_digest(struct buffer *scratch, struct text code);

#endif
