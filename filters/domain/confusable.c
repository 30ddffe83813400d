#include "domain/confusable.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "ports/unicode.h"

enum { HEAD_BYTES = 5 };

struct entry {
    uint32_t code_point;
    struct text skeleton; /* of the table */
};

struct confusables {
    struct entry *entries; /* ascending */
    size_t count;
    struct buffer decomposed, replaced;
};

/* Takes one entry off the table; false at its end. */
static bool
next_entry(struct text *rest, struct entry *entry)
{
    const unsigned char *head = (const void *)rest->at;

    if (rest->len < HEAD_BYTES)
        return false;
    entry->code_point =
        (uint32_t)head[1] << 16 | (uint32_t)head[2] << 8 | head[3];
    entry->skeleton = (struct text){rest->at + HEAD_BYTES, head[4]};
    *rest = text_from(*rest, HEAD_BYTES + entry->skeleton.len);
    return true;
}

static size_t
count_entries(struct text rest)
{
    struct entry entry;
    size_t count = 0;

    while (next_entry(&rest, &entry))
        count++;
    return count;
}

struct confusables *
confusable_new(void)
{
    struct confusables *table = calloc(1, sizeof(*table));
    struct text rest = confusable_table();

    if (table != NULL)
        table->entries =
            calloc(count_entries(rest) + 1, sizeof(*table->entries));
    if (table == NULL || table->entries == NULL)
        err(EX_OSERR, "no memory for characters that look alike");
    while (next_entry(&rest, table->entries + table->count))
        table->count++;
    return table;
}

void
confusable_free(struct confusables *table)
{
    if (table == NULL)
        return;
    buffer_free(&table->decomposed);
    buffer_free(&table->replaced);
    free(table->entries);
    free(table);
}

static int
compare(const void *key, const void *element)
{
    uint32_t code_point = *(const uint32_t *)key;
    const struct entry *entry = element;

    return (code_point > entry->code_point) - (code_point < entry->code_point);
}

static void
replace(const struct confusables *table, struct buffer *out, struct text rest)
{
    struct text before = rest;
    uint32_t code_point;

    while (utf8_next(&rest, &code_point)) {
        const struct entry *entry =
            bsearch(&code_point, table->entries, table->count,
                    sizeof(*table->entries), compare);
        struct text own = {before.at, before.len - rest.len};

        buffer_add(out, entry == NULL ? own : entry->skeleton);
        before = rest;
    }
}

void
confusable_skeleton(struct confusables *table, struct buffer *out,
                    struct text utf8)
{
    buffer_clear(&table->decomposed);
    unicode_decompose(&table->decomposed, utf8);
    buffer_clear(&table->replaced);
    replace(table, &table->replaced, buffer_text(&table->decomposed));
    unicode_decompose(out, buffer_text(&table->replaced));
}
