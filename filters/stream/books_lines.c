#include "stream/books_parts.h"

#include "base/utf8.h"
#include "ports/digest.h"
#include "stream/record.h"

/* Of the program, its options and its operands' names: nothing of the clock. */
static uint64_t
stream_id(const struct books *books)
{
    const struct options *options = books->options;
    struct buffer all = {0};
    uint64_t id;

    buffer_printf(&all, "%s%c%.*s", options->program->name, 0,
                  TEXT_ARGS(options->given));
    for (size_t i = 0; i < options->file_count; i++)
        buffer_printf(&all, "%c%s", 0, options->files[i]);
    id = digest64(buffer_text(&all));
    buffer_free(&all);
    return id;
}

static void
write_head(const struct books *books, struct buffer *out, const char *kind)
{
    buffer_printf(out, RECORD_PREFIX "%s\",\"stream\":\"", kind);
    buffer_add_hex(out, stream_id(books));
    buffer_printf(out, "\",\"by\":\"%s\"", books->options->program->name);
}

void
books_write_begin(struct books *books, struct buffer *out)
{
    write_head(books, out, "begin");
    if (books->options->provenance) {
        struct buffer repaired = {0};

        buffer_add_string(out,
                          ",\"version\":\"" HARK_VERSION "\",\"options\":");
        utf8_repair(&repaired, books->options->given);
        buffer_add_json_string(out, buffer_text(&repaired));
        buffer_free(&repaired);
        buffer_printf(out, ",\"uses\":{%.*s}",
                      TEXT_ARGS(buffer_text(&books->uses)));
    }
    buffer_add(out, TEXT("}\n"));
}

static uint64_t
written(const struct books *books)
{
    return books->passed + books->made;
}

static void
write_figures(struct books *books, struct buffer *out)
{
    buffer_printf(out,
                  ",\"status\":%d,\"in\":%llu,\"passed\":%llu,\"used\":%llu,"
                  "\"rejected\":%llu",
                  books_status(books), (unsigned long long)books->in,
                  (unsigned long long)books->passed,
                  (unsigned long long)books->used,
                  (unsigned long long)books->rejected);
    figures_write(out, "dropped", &books->dropped);
    buffer_printf(out, ",\"made\":%llu,\"out\":%llu,\"bytes\":%llu",
                  (unsigned long long)books->made,
                  (unsigned long long)written(books),
                  (unsigned long long)books->bytes);
    if (books->kinds.count > 0)
        figures_write(out, "kinds", &books->kinds);
    if (books->notes.count > 0)
        figures_write(out, "notes", &books->notes);
}

void
books_write_end(struct books *books, struct buffer *out)
{
    write_head(books, out, "end");
    write_figures(books, out);
    buffer_add(out, TEXT(",\"chain\":["));
    buffer_add(out, upstream_chain(books->upstream));
    buffer_add(out, TEXT("]}\n"));
}
