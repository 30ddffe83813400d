#include "domain/tally.h"

static void
put_integer(struct buffer *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        buffer_add_char(out, (char)(unsigned char)(value | 0x80));
    buffer_add_char(out, (char)(unsigned char)value);
}

static uint64_t
get_integer(struct text *rest)
{
    uint64_t value = 0;
    unsigned char byte;

    for (int shift = 0;; shift += 7) {
        byte = (unsigned char)rest->at[0];
        *rest = text_from(*rest, 1);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
}

/* A sum of 0 (of values, of records) is left out. */
void
tally_pack(const struct tally_item *item, struct buffer *key,
           struct buffer *payload)
{
    buffer_add(key, item->group);
    buffer_add_char(key, (char)(unsigned char)item->measure);
    buffer_add(key, item->value);
    put_integer(payload, item->group.len);
    put_integer(payload, item->n);
    if (item->sum != 0)
        figure_put(payload, item->sum);
}

struct tally_item
tally_unpack(struct text key, struct text payload)
{
    struct tally_item item = {.group = key};

    item.group.len = get_integer(&payload);
    item.measure = (unsigned char)key.at[item.group.len];
    item.value = text_from(key, item.group.len + 1);
    item.n = get_integer(&payload);
    if (payload.len > 0)
        item.sum = figure_get(payload.at);
    return item;
}
