#include "ports/secret.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"

enum { KEY_BYTES = 32, HEX_BYTES = 2 * KEY_BYTES, HASH_BYTES = 32 };

/* In memory that is locked, guarded and wiped. */
struct secret {
    uint8_t key[KEY_BYTES];
    uint8_t tag_key[crypto_shorthash_KEYBYTES];
};

/* "code: what errno says"; lives until the next one. */
static const char *
why_of(const char *code)
{
    static char why[160];

    snprintf(why, sizeof(why), "%s: %s", code, strerror(errno));
    return why;
}

static void
start(void)
{
    if (sodium_init() < 0)
        errx(EX_OSERR, "no source of random numbers");
}

/* All bytes up to `room`, or -1. */
static ssize_t
read_all(int fd, char *at, size_t room)
{
    size_t len = 0;

    while (len < room) {
        ssize_t count = file_read(fd, at + len, room - len);

        if (count < 0)
            return -1;
        if (count == 0)
            break;
        len += (size_t)count;
    }
    return (ssize_t)len;
}

static bool
parse_key(uint8_t key[KEY_BYTES], const char *at, size_t len)
{
    size_t bytes;

    if (len > 0 && at[len - 1] == '\n')
        len--;
    if (len > 0 && at[len - 1] == '\r')
        len--;
    return len == HEX_BYTES
           && sodium_hex2bin(key, KEY_BYTES, at, len, NULL, &bytes, NULL) == 0
           && bytes == KEY_BYTES;
}

static struct secret *
secret_of(const char *at, size_t len)
{
    struct secret *secret = sodium_malloc(sizeof(*secret));

    if (secret == NULL)
        err(EX_OSERR, "locked memory for the key");
    if (!parse_key(secret->key, at, len)) {
        sodium_free(secret);
        return NULL;
    }
    crypto_generichash(secret->tag_key, sizeof(secret->tag_key),
                       (const uint8_t *)"tag", sizeof("tag"), secret->key,
                       KEY_BYTES);
    sodium_mprotect_readonly(secret);
    return secret;
}

static struct secret *
load(int fd, const char **why)
{
    char text[SECRET_LINE + 2]; /* a CR, and one more than may be there */
    struct secret *secret = NULL;
    struct stat status;
    ssize_t len;

    if (fstat(fd, &status) < 0) {
        *why = why_of("key_open");
        return NULL;
    }
    if (status.st_mode & (S_IRWXG | S_IRWXO)) {
        *why =
            "key_open: others than its owner may use the key file (chmod 600)";
        return NULL;
    }
    len = read_all(fd, text, sizeof(text));
    if (len >= 0)
        secret = secret_of(text, (size_t)len);
    if (secret == NULL)
        *why = len < 0
                   ? why_of("key_open")
                   : "key_format: wants 64 hexadecimal digits and a line end";
    sodium_memzero(text, sizeof(text));
    return secret;
}

struct secret *
secret_load(const char *path, const char **why)
{
    int fd = file_open(path, O_RDONLY | O_NOCTTY, 0);
    struct secret *secret;

    start();
    if (fd < 0) {
        *why = why_of("key_open");
        return NULL;
    }
    secret = load(fd, why);
    close(fd);
    return secret;
}

void
secret_free(struct secret *secret)
{
    sodium_free(secret);
}

uint64_t
secret_hash(const struct secret *secret, const char *domain, struct text value)
{
    crypto_generichash_state state;
    uint8_t hash[HASH_BYTES];
    uint64_t first = 0;

    crypto_generichash_init(&state, secret->key, KEY_BYTES, HASH_BYTES);
    crypto_generichash_update(&state, (const uint8_t *)domain,
                              strlen(domain) + 1);
    crypto_generichash_update(&state, (const uint8_t *)value.at, value.len);
    crypto_generichash_final(&state, hash, HASH_BYTES);
    for (size_t i = 0; i < sizeof(first); i++)
        first = first << 8 | hash[i];
    return first;
}

uint64_t
secret_tag(const struct secret *secret, struct text value)
{
    uint8_t hash[crypto_shorthash_BYTES];
    uint64_t tag = 0;

    crypto_shorthash(hash, (const uint8_t *)value.at, value.len,
                     secret->tag_key);
    for (size_t i = 0; i < sizeof(hash); i++)
        tag = tag << 8 | hash[i];
    return tag;
}

uint64_t
secret_id(const struct secret *secret)
{
    /* A domain that no value has. */
    return secret_hash(secret, "", TEXT("id of this key"));
}

void
secret_make(char line[SECRET_LINE])
{
    uint8_t key[KEY_BYTES];
    char digits[HEX_BYTES + 1];

    start();
    randombytes_buf(key, sizeof(key));
    sodium_bin2hex(digits, sizeof(digits), key, sizeof(key));
    memcpy(line, digits, HEX_BYTES);
    line[HEX_BYTES] = '\n';
    sodium_memzero(key, sizeof(key));
    sodium_memzero(digits, sizeof(digits));
}
