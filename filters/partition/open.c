#include "base/zone.h"
#include "partition/partition.h"

static const struct zone *
zone_of(struct books *books, const char *name)
{
    const struct zone *zone = name == NULL ? NULL : zone_find(name);

    if (name != NULL && zone == NULL)
        books_fail(books, EX_CONFIG, NULL,
                   "bad_zone: %s is not in this machine's tzdata", name);
    return zone;
}

static void
allow_folders(struct books *books, const struct partition_settings *settings)
{
    if (settings->touched != NULL)
        books_may_read(books, settings->touched);
    if (settings->into != NULL)
        books_may_write(books, settings->into);
    if (settings->keys != NULL)
        books_may_write(books, settings->keys);
}

void
partition_open(struct partition *partition, struct books *books,
               const struct options *given,
               const struct partition_settings *settings)
{
    *partition = (struct partition){.settings = settings,
                                    .zone = zone_of(books, settings->zone),
                                    .spill = spill_open(given->tmpdir),
                                    .asked = keys_new()};
    partition->sorter = sorter_new(given->memory, partition->spill);
    partition->days = sorter_new(given->memory / 4, partition->spill);
    allow_folders(books, settings);
}

void
partition_close(struct partition *partition)
{
    sorter_free(partition->sorter);
    sorter_free(partition->days);
    shelf_free(partition->shelf);
    keys_free(partition->asked);
    buffer_free(&partition->name);
    buffer_free(&partition->key);
    buffer_free(&partition->line);
    spill_close(partition->spill);
}
