#include "base/table.h"
#include "dedupe/dedupe.h"

/* Digests of the ids written so far; no tombstone can take back what is gone. */
void
dedupe_write_first(struct dedupe *dedupe, struct reader *in, struct writer *out)
{
    struct table *written = table_new();
    size_t most = books_options(dedupe->books)->memory;
    struct record record;

    while (reader_next(in, &record)) {
        const char *outside = options_outside(&dedupe->window, record.time_s);
        struct revision entry = {0};
        uint32_t before = table_count(written);
        struct text id = record_text(&record, DEDUPE_ID);

        if (strcmp(record.kind, "delete") == 0) {
            reader_reject(in, "has_deletes: --first is for streams without");
            continue;
        }
        if (outside != NULL) {
            reader_drop(in, outside);
            continue;
        }
        revision_set_id(&entry, id, dedupe_is_observed(&record));
        if (id.len > 0)
            table_add(written, (struct text){(const char *)entry.id, 16});
        if (id.len > 0 && table_count(written) == before)
            reader_drop(in, "repeated");
        else
            writer_pass(out, &record);
        if (table_bytes(written) > most)
            books_fail(dedupe->books, EX_OSERR, NULL,
                       "out_of_memory: --first remembers %u ids, and --memory "
                       "allows no more",
                       table_count(written));
    }
    table_free(written);
}
