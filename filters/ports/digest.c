#include "ports/digest.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include <xxhash.h>

struct digester {
    XXH3_state_t *state;
};

/* xxHash reads nothing of an empty text, but does not say so of NULL. */
static const char *
start(struct text text)
{
    return text.len > 0 ? text.at : "";
}

uint64_t
digest64(struct text text)
{
    return XXH3_64bits(start(text), text.len);
}

uint64_t
digest64_seeded(struct text text, uint64_t seed)
{
    return XXH3_64bits_withSeed(start(text), text.len, seed);
}

struct digest
digest128(struct text text)
{
    XXH128_hash_t hash = XXH3_128bits(start(text), text.len);

    return (struct digest){hash.high64, hash.low64};
}

static void
write_hex(char *out, uint64_t value)
{
    for (int shift = 60; shift >= 0; shift -= 4)
        *out++ = "0123456789abcdef"[value >> shift & 15];
}

void
digest_format(char out[DIGEST_TEXT], struct digest digest)
{
    write_hex(out, digest.high);
    write_hex(out + DIGEST_TEXT / 2, digest.low);
}

struct digester *
digester_new(void)
{
    struct digester *digester = malloc(sizeof(*digester));

    if (digester == NULL)
        err(EX_OSERR, NULL);
    digester->state = XXH3_createState();
    if (digester->state == NULL)
        err(EX_OSERR, NULL);
    digester_reset(digester);
    return digester;
}

void
digester_free(struct digester *digester)
{
    if (digester != NULL)
        XXH3_freeState(digester->state);
    free(digester);
}

void
digester_reset(struct digester *digester)
{
    XXH3_128bits_reset(digester->state);
}

void
digester_add(struct digester *digester, struct text text)
{
    XXH3_128bits_update(digester->state, start(text), text.len);
}

struct digest
digester_value(const struct digester *digester)
{
    XXH128_hash_t hash = XXH3_128bits_digest(digester->state);

    return (struct digest){hash.high64, hash.low64};
}
