#include "sources/recent.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/digest.h"

struct slot {
    char *at;
    uint32_t len, cap;
    uint64_t value;
};

struct recent {
    size_t count, longest;
    struct slot slots[];
};

enum { STEP = 64 }; /* of a text's memory */

struct recent *
recent_new(size_t slots, size_t longest)
{
    struct recent *recent =
        calloc(1, sizeof(*recent) + slots * sizeof(*recent->slots));

    assert(slots > 0 && (slots & (slots - 1)) == 0 && longest < UINT32_MAX / 2);
    if (recent == NULL)
        err(EX_OSERR, "recent");
    recent->count = slots;
    recent->longest = longest;
    return recent;
}

void
recent_free(struct recent *recent)
{
    if (recent == NULL)
        return;
    for (size_t i = 0; i < recent->count; i++)
        free(recent->slots[i].at);
    free(recent);
}

static void
keep(struct slot *slot, struct text text)
{
    if (slot->cap < text.len || slot->at == NULL) {
        slot->cap = (uint32_t)(text.len / STEP + 1) * STEP;
        slot->at = realloc(slot->at, slot->cap);
        if (slot->at == NULL)
            err(EX_OSERR, "recent");
    }
    if (text.len > 0)
        memcpy(slot->at, text.at, text.len);
    slot->len = (uint32_t)text.len;
}

uint64_t *
recent_find(struct recent *recent, struct text text, bool *is_known)
{
    struct slot *slot;

    if (text.len > recent->longest)
        return NULL;
    slot = &recent->slots[digest64(text) & (recent->count - 1)];
    *is_known = slot->at != NULL
                && text_equal((struct text){slot->at, slot->len}, text);
    if (!*is_known)
        keep(slot, text);
    return &slot->value;
}
