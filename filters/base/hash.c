#include "base/hash.h"

#include <err.h>
#include <sys/random.h>
#include <sysexits.h>

static uint64_t secret[4];

__attribute__((constructor)) static void
seed(void)
{
    if (getrandom(secret, sizeof(secret), 0) != (ssize_t)sizeof(secret))
        err(EX_OSERR, "getrandom");
    /* A multiplier must not be even. */
    for (int i = 0; i < 4; i++)
        secret[i] |= 1;
}

static inline uint64_t
fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t
read_8(const char *at)
{
    uint64_t value;

    memcpy(&value, at, sizeof(value));
    return value;
}

static inline uint64_t
read_4(const char *at)
{
    uint32_t value;

    memcpy(&value, at, sizeof(value));
    return value;
}

/* One to three bytes: the first, the middle and the last. */
static inline uint64_t
read_few(const char *at, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)at;

    return (uint64_t)bytes[0] << 16 | (uint64_t)bytes[len / 2] << 8
           | bytes[len - 1];
}

uint64_t
hash_text(struct text text)
{
    const char *at = text.at;
    size_t len = text.len;
    uint64_t sum = secret[0];
    uint64_t a = 0;
    uint64_t b = 0;

    for (; len > 16; len -= 16, at += 16)
        sum = fold(read_8(at) ^ secret[1], read_8(at + 8) ^ sum);
    if (len >= 8) {
        a = read_8(at);
        b = read_8(at + len - 8);
    } else if (len >= 4) {
        a = read_4(at);
        b = read_4(at + len - 4);
    } else if (len > 0) {
        a = read_few(at, len);
    }
    return fold(secret[2] ^ text.len, fold(a ^ secret[3], b ^ sum));
}

uint64_t
hash_integer(uint64_t value)
{
    return fold(secret[2], fold(value ^ secret[0], secret[1]));
}
