#include "sources/lineid.h"

#include "ports/digest.h"

enum { WORD = 8 };

static void
put_word(char *at, uint64_t value)
{
    for (size_t i = WORD; i-- > 0; value >>= 8)
        at[i] = (char)(value & 0xff);
}

void
lineid_set(struct draft *draft, struct text line, struct emitter *emitter)
{
    struct digest digest = digest128(line);
    char what[3 * WORD];

    put_word(what, digest.high);
    put_word(what + WORD, digest.low);
    put_word(what + 2 * WORD, emitter_ordinal(emitter, digest.low));
    draft_id_hashed(draft, DRAFT_ID, (struct text){what, sizeof(what)});
}
