#include "domain/link_digest.h"

#include "domain/link.h"
#include "ports/digest.h"

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
