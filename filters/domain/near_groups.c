#include "domain/near_groups.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/runs.h"
#include "ports/digest.h"

/* Of each band of each text. Sorted by band, then content; both big-endian. */
struct entry {
    uint64_t band, content;
    uint64_t number;
};
enum { KEY_BYTES = 2 * sizeof(uint64_t) };

struct near_groups {
    struct spill *spill;
    struct runs *runs;
    struct near_scratch scratch;
    uint64_t *signs; /* where each text's lies in the spill, or NO_SIGN */
    uint32_t *heads;
    uint32_t count;
    size_t cap;
};

#define NO_SIGN UINT64_MAX

struct near_groups *
near_groups_new(size_t budget_bytes, struct spill *spill)
{
    struct near_groups *groups = calloc(1, sizeof(*groups));

    if (groups == NULL)
        err(EX_OSERR, "near_groups");
    groups->spill = spill;
    groups->runs =
        runs_new(sizeof(struct entry), KEY_BYTES, budget_bytes, spill);
    return groups;
}

void
near_groups_free(struct near_groups *groups)
{
    if (groups == NULL)
        return;
    runs_free(groups->runs);
    near_scratch_free(&groups->scratch);
    free(groups->signs);
    free(groups->heads);
    free(groups);
}

static void
reserve(struct near_groups *groups)
{
    if (groups->count < groups->cap)
        return;
    groups->cap = groups->cap * 2 + 1024;
    groups->signs = array_resize(groups->signs, groups->cap,
                                 sizeof(*groups->signs), "groups of posts");
    groups->heads = array_resize(groups->heads, groups->cap,
                                 sizeof(*groups->heads), "groups of posts");
}

uint32_t
near_groups_add(struct near_groups *groups, struct text text)
{
    uint8_t sign[NEAR_BYTES];
    uint32_t number = groups->count;
    uint64_t content;

    reserve(groups);
    groups->heads[number] = number;
    groups->signs[number] = NO_SIGN;
    groups->count++;
    if (!near_sign(&groups->scratch, text, sign))
        return number;
    groups->signs[number] = spill_write(groups->spill, sign, sizeof(sign));
    content = digest64((struct text){(const char *)sign, sizeof(sign)});
    for (size_t band = 0; band < NEAR_BANDS; band++) {
        struct entry *entry = runs_add(groups->runs);

        runs_put64(&entry->band, near_band(sign, band));
        runs_put64(&entry->content, content);
        entry->number = number;
    }
    return number;
}

static void
read_sign(struct near_groups *groups, uint64_t number, uint8_t *sign)
{
    spill_read(groups->spill, groups->signs[number], sign, NEAR_BYTES);
}

/* One that agrees in a band with the text before it, and with the first of all that do. */
static void
hold_against(struct near_groups *groups, const struct entry *entry,
             const uint8_t *sign, const struct entry *other,
             const uint8_t *other_sign)
{
    if (entry->content == other->content || near_alike(sign, other_sign))
        near_join(groups->heads, (uint32_t)entry->number,
                  (uint32_t)other->number);
}

void
near_groups_settle(struct near_groups *groups)
{
    struct entry first = {0}, last = {0};
    uint8_t first_sign[NEAR_BYTES], last_sign[NEAR_BYTES], sign[NEAR_BYTES];
    const struct entry *entry;
    bool is_open = false;

    runs_sort(groups->runs);
    while ((entry = runs_next(groups->runs)) != NULL) {
        bool is_same = is_open && entry->band == first.band;

        /* Copies to the letter share a sign: they need not be read. */
        if (is_same && entry->content == last.content)
            memcpy(sign, last_sign, sizeof(sign));
        else
            read_sign(groups, entry->number, sign);
        if (is_same) {
            hold_against(groups, entry, sign, &last, last_sign);
            hold_against(groups, entry, sign, &first, first_sign);
        } else {
            first = *entry;
            memcpy(first_sign, sign, sizeof(sign));
        }
        last = *entry;
        memcpy(last_sign, sign, sizeof(sign));
        is_open = true;
    }
}

uint32_t
near_groups_of(struct near_groups *groups, uint32_t number)
{
    return near_head(groups->heads, number);
}
