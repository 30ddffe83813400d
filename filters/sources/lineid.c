#include "sources/lineid.h"

#include <endian.h>

enum { WORD = 8 };

static void
put_word(char *at, uint64_t value)
{
    value = htobe64(value);
    memcpy(at, &value, WORD);
}

struct digest
lineid_start(struct text line, const struct emitter *emitter)
{
    struct digest digest = digest128(line);

    emitter_ordinal_soon(emitter, digest.low);
    return digest;
}

void
lineid_set(struct draft *draft, struct digest line, struct emitter *emitter)
{
    char what[3 * WORD];

    put_word(what, line.high);
    put_word(what + WORD, line.low);
    put_word(what + 2 * WORD, emitter_ordinal(emitter, line.low));
    draft_id_hashed(draft, DRAFT_ID, (struct text){what, sizeof(what)});
}
