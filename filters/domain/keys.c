#include "domain/keys.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/digest.h"

enum { FIRST = 4096 };

/* Open addressing; 0 is an empty place. */
struct keys {
    uint64_t *slots;
    size_t count, cap; /* cap is a power of two */
};

static uint64_t
key_of(char what, struct text name)
{
    return digest64_seeded(name, (uint64_t)what);
}

static size_t
put(uint64_t *out, size_t count, char what, struct text name)
{
    if (name.len > 0)
        out[count++] = key_of(what, name);
    return count;
}

size_t
keys_left(const struct keys_record *record, uint64_t out[KEYS_MOST])
{
    size_t count = put(out, 0, 'i', record->id);

    count = put(out, count, 'a', record->author);
    return put(out, count, 'r', record->repost_of);
}

size_t
keys_asked(const struct keys_record *record, uint64_t out[KEYS_MOST])
{
    size_t count;

    if (!record->is_delete)
        return put(out, 0, 'i', record->id);
    if (text_equal(record->scope, TEXT("item"))) {
        count = put(out, 0, 'i', record->target);
        return put(out, count, 'r', record->target);
    }
    count = put(out, 0, 'a', record->target);
    return put(out, count, 'i', record->target);
}

static void
reserve(struct keys *keys, size_t cap)
{
    keys->slots = calloc(cap, sizeof(*keys->slots));
    if (keys->slots == NULL)
        err(EX_OSERR, "%zu keys", cap);
    keys->cap = cap;
    keys->count = 0;
}

struct keys *
keys_new(void)
{
    struct keys *keys = calloc(1, sizeof(*keys));

    if (keys == NULL)
        err(EX_OSERR, "keys");
    reserve(keys, FIRST);
    return keys;
}

void
keys_free(struct keys *keys)
{
    if (keys == NULL)
        return;
    free(keys->slots);
    free(keys);
}

/* Where a key is, or would be. */
static size_t
place(const struct keys *keys, uint64_t key)
{
    size_t at = key & (keys->cap - 1);

    while (keys->slots[at] != 0 && keys->slots[at] != key)
        at = (at + 1) & (keys->cap - 1);
    return at;
}

static void
grow(struct keys *keys)
{
    uint64_t *old = keys->slots;
    size_t cap = keys->cap;

    reserve(keys, cap * 2);
    for (size_t i = 0; i < cap; i++)
        if (old[i] != 0)
            keys_add(keys, old[i]);
    free(old);
}

void
keys_add(struct keys *keys, uint64_t key)
{
    size_t at;

    if (key == 0) /* stands for an empty place */
        key = 1;
    if (keys->count * 2 >= keys->cap)
        grow(keys);
    at = place(keys, key);
    keys->count += keys->slots[at] == 0;
    keys->slots[at] = key;
}

bool
keys_has(const struct keys *keys, uint64_t key)
{
    return keys->slots[place(keys, key == 0 ? 1 : key)] != 0;
}

size_t
keys_bytes(const struct keys *keys)
{
    return keys->cap * sizeof(*keys->slots);
}
