#include "partition/partition.h"

void
partition_note_day(void *context, struct text name)
{
    struct partition *partition = context;

    sorter_add(partition->days, name, TEXT_NONE);
}

static bool
is_asked(void *context, uint64_t key)
{
    const struct partition *partition = context;

    return keys_has(partition->asked, key);
}

void
partition_write_touched(struct partition *partition, struct books *books)
{
    struct text name, none;

    shelf_find(books, partition->settings->touched, is_asked,
               partition_note_day, partition);
    buffer_clear(&partition->name);
    while (sorter_next(partition->days, &name, &none)) {
        if (text_equal(name, buffer_text(&partition->name)))
            continue;
        buffer_clear(&partition->name);
        buffer_add(&partition->name, name);
        partition_tell(partition, name, NULL);
    }
}
