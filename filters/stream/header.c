#include "stream/header.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/table.h"

/* A row is written in pieces of about that size, and its cells are escaped so. */
enum { PIECE = 64 << 10 };

/* `name`, or `name_2` for the second of that name, and so on; a name for an empty one. */
static struct text
unique_name(struct table *seen, struct buffer *name, struct text cell,
            size_t column)
{
    struct buffer base = {0};

    buffer_add(&base, text_trim(cell));
    if (base.len == 0)
        buffer_printf(&base, "column_%zu", column + 1);
    buffer_clear(name);
    buffer_add(name, buffer_text(&base));
    for (int i = 2; table_find(seen, buffer_text(name)) != TABLE_NONE; i++) {
        buffer_clear(name);
        buffer_printf(name, "%.*s_%d", TEXT_ARGS(buffer_text(&base)), i);
    }
    table_add(seen, buffer_text(name));
    buffer_free(&base);
    return buffer_text(name);
}

void
header_take(struct header *header, const struct csv *csv)
{
    struct table *seen = table_new();
    struct buffer name = {0}, key = {0};

    header->count = csv_count(csv);
    header->names = calloc(header->count, sizeof(*header->names));
    if (header->names == NULL)
        err(EX_OSERR, "rows");
    for (size_t i = 0; i < header->count; i++) {
        buffer_clear(&key);
        buffer_add_json_string(&key,
                               unique_name(seen, &name, csv_cell(csv, i), i));
        buffer_add_char(&key, ':');
        header->names[i] = arena_copy(&header->arena, buffer_text(&key));
    }
    buffer_free(&name);
    buffer_free(&key);
    table_free(seen);
}

void
header_free(struct header *header)
{
    arena_free(&header->arena);
    buffer_free(&header->piece);
    free(header->names);
}

static void
flush(struct header *header, struct feed *feed)
{
    feed_piece(feed, buffer_text(&header->piece));
    buffer_clear(&header->piece);
}

static void
write_cell(struct header *header, struct feed *feed, struct text cell)
{
    buffer_add_char(&header->piece, '"');
    do {
        struct text slice = {cell.at, cell.len < PIECE ? cell.len : PIECE};

        buffer_add_json(&header->piece, slice);
        if (header->piece.len >= PIECE)
            flush(header, feed);
        cell = text_from(cell, slice.len);
    } while (cell.len > 0);
    buffer_add_char(&header->piece, '"');
}

void
header_write(struct header *header, const struct csv *csv, struct feed *feed,
             uint64_t line)
{
    size_t count = csv_count(csv);

    feed_open(feed, FEED_CSV, line, -1);
    buffer_clear(&header->piece);
    for (size_t i = 0; i < count; i++) {
        buffer_add_char(&header->piece, i == 0 ? '{' : ',');
        buffer_add(&header->piece, header->names[i]);
        write_cell(header, feed, csv_cell(csv, i));
    }
    buffer_add(&header->piece, TEXT("}\n"));
    feed_close(feed, buffer_text(&header->piece));
}
