#include "ports/checksum.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include <nettle/nettle-meta.h>

enum { DIGEST_MOST = 64 };

struct checksum {
    const struct nettle_hash *hash;
    void *state;
    uint8_t wanted[DIGEST_MOST];
};

static const struct nettle_hash *
find_hash(struct text name)
{
    static const struct {
        struct text name;
        const struct nettle_hash *hash;
    } hashes[] = {
        {{"sha1", 4}, &nettle_sha1},     {{"sha-1", 5}, &nettle_sha1},
        {{"sha256", 6}, &nettle_sha256}, {{"sha-256", 7}, &nettle_sha256},
        {{"sha512", 6}, &nettle_sha512}, {{"sha-512", 7}, &nettle_sha512},
        {{"md5", 3}, &nettle_md5}};

    for (size_t i = 0; i < sizeof(hashes) / sizeof(*hashes); i++)
        if (text_equal_nocase(name, hashes[i].name))
            return hashes[i].hash;
    return NULL;
}

/* Of base32's alphabet, A-Z and 2-7; -1 where it is none of it. */
static int
base32_digit(char byte)
{
    if (byte >= '2' && byte <= '7')
        return byte - '2' + 26;
    byte = (char)(byte | 0x20);
    return byte >= 'a' && byte <= 'z' ? byte - 'a' : -1;
}

/* All of the digits of `bits` bits each, to exactly that many bytes; what is left of the last digit is zero. */
static bool
decode(uint8_t *out, size_t bytes, struct text digits, unsigned bits)
{
    uint32_t held = 0;
    unsigned held_bits = 0;

    if (digits.len != (bytes * 8 + bits - 1) / bits)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        int digit =
            bits == 5 ? base32_digit(digits.at[i]) : text_hex(digits.at[i]);

        if (digit < 0)
            return false;
        held = held << bits | (uint32_t)digit;
        held_bits += bits;
        if (held_bits >= 8) {
            held_bits -= 8;
            *out++ = (uint8_t)(held >> held_bits);
        }
    }
    return (held & ((1U << held_bits) - 1)) == 0;
}

struct checksum *
checksum_new(struct text label)
{
    struct text value = label, name;
    struct checksum self = {0}, *checksum;

    if (!text_split(&value, ':', &name) || value.at == NULL)
        return NULL;
    self.hash = find_hash(name);
    while (text_ends(value, TEXT("=")))
        value.len--;
    if (self.hash == NULL
        || (!decode(self.wanted, self.hash->digest_size, value, 4)
            && !decode(self.wanted, self.hash->digest_size, value, 5)))
        return NULL;
    checksum = malloc(sizeof(*checksum));
    self.state = malloc(self.hash->context_size);
    if (checksum == NULL || self.state == NULL)
        err(EX_OSERR, "checksum");
    *checksum = self;
    checksum->hash->init(checksum->state);
    return checksum;
}

void
checksum_free(struct checksum *checksum)
{
    if (checksum == NULL)
        return;
    free(checksum->state);
    free(checksum);
}

void
checksum_add(struct checksum *checksum, struct text bytes)
{
    checksum->hash->update(checksum->state, bytes.len,
                           (const uint8_t *)bytes.at);
}

bool
checksum_holds(struct checksum *checksum)
{
    uint8_t found[DIGEST_MOST];

    checksum->hash->digest(checksum->state, checksum->hash->digest_size, found);
    return memcmp(found, checksum->wanted, checksum->hash->digest_size) == 0;
}
