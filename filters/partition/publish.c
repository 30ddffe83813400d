#include "base/balance.h"
#include "partition/partition.h"

void
partition_tell(struct partition *partition, struct text name,
               const struct shelf_count *count)
{
    buffer_clear(&partition->line);
    buffer_add(&partition->line,
               TEXT("{\"v\":1,\"kind\":\"row\",\"partition\":"));
    buffer_add_json_string(&partition->line, name);
    if (count != NULL)
        buffer_printf(&partition->line, ",\"records\":%llu,\"bytes\":%llu",
                      (unsigned long long)count->records,
                      (unsigned long long)count->bytes);
    buffer_add_char(&partition->line, '}');
    writer_make(partition->out, "row", buffer_text(&partition->line));
}

static void
end_file(struct partition *partition)
{
    struct shelf_count count;

    if (partition->name.len == 0)
        return;
    count = shelf_end(partition->shelf);
    partition_tell(partition, buffer_text(&partition->name), &count);
}

static void
shelve(struct partition *partition, struct text payload)
{
    size_t count = (unsigned char)payload.at[0];
    uint64_t key;

    for (size_t i = 0; i < count; i++) {
        memcpy(&key, payload.at + 1 + i * sizeof(key), sizeof(key));
        shelf_add_key(partition->shelf, key);
    }
    partition->shelved++;
    shelf_add(partition->shelf, text_from(payload, 1 + count * sizeof(key)));
}

static void
write_files(struct partition *partition)
{
    struct text key, payload, name;

    buffer_clear(&partition->name);
    buffer_clear(&partition->key);
    while (sorter_next(partition->sorter, &key, &payload)) {
        if (text_equal(key, buffer_text(&partition->key))) {
            partition->shelved++; /* the same of the same place */
            continue;
        }
        buffer_clear(&partition->key);
        buffer_add(&partition->key, key);
        text_split(&key, '\0', &name);
        if (!text_equal(name, buffer_text(&partition->name))) {
            end_file(partition);
            buffer_clear(&partition->name);
            buffer_add(&partition->name, name);
            shelf_begin(partition->shelf, name);
        }
        shelve(partition, payload);
    }
    end_file(partition);
    balance_check("records", partition->put, partition->shelved);
}

/* Files of before stay where less than the whole has come. */
void
partition_publish(struct partition *partition, struct books *books)
{
    const struct partition_settings *settings = partition->settings;

    if (books_judge(books) != 0) {
        books_warn(books, NULL, "%s: no file is written: see above",
                   settings->into);
        return;
    }
    partition->shelf = shelf_new(books, settings->into, settings->keys);
    write_files(partition);
}
