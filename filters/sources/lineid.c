#include "sources/lineid.h"

#include "ports/digest.h"

enum { ORDINAL_TEXT = 16 };

void
lineid_set(struct draft *draft, struct text line, struct emitter *emitter)
{
    struct digest digest = digest128(line);
    uint64_t ordinal = emitter_ordinal(emitter, digest.low);
    char what[DIGEST_TEXT + ORDINAL_TEXT];
    size_t len = DIGEST_TEXT;

    digest_format(what, digest);
    for (; ordinal > 0; ordinal /= 16)
        what[len++] = (char)('0' + ordinal % 16); /* told apart is enough */
    draft_id_hashed(draft, DRAFT_ID, (struct text){what, len});
}
