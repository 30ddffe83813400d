#include "base/arena.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { ALIGN = 16, BLOCK = 64 * 1024 - 64 };

/*
 * arena->blocks is a ring and the block being filled; behind it come the free ones that
 * arena_clear() has kept, then the full ones. arena->large is a list.
 */
struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t cap;
    _Alignas(ALIGN) char bytes[];
};

static void
list_free(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;

        free(block);
        block = next;
    }
}

void
arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    list_free(arena->large);
    if (arena->blocks != NULL) {
        struct arena_block *first = arena->blocks->next;

        arena->blocks->next = NULL;
        list_free(first);
    }
    *arena = (struct arena){0};
}

/* The large ones go: one long line must not be held for ever. */
void
arena_clear(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    list_free(arena->large);
    arena->large = NULL;
    arena->bytes = 0;
    if (block == NULL)
        return;
    do {
        block->used = 0;
        arena->bytes += block->cap;
        block = block->next;
    } while (block != arena->blocks);
}

static struct arena_block *
block_new(struct arena *arena, size_t cap)
{
    struct arena_block *block;

    if (cap > SIZE_MAX / 2)
        errx(EX_OSERR, "an arena's block of more than half the address space");
    block = malloc(sizeof(*block) + cap);
    if (block == NULL)
        err(EX_OSERR, "an arena's block of %zu bytes", cap);
    block->cap = cap;
    block->used = 0;
    arena->bytes += cap;
    return block;
}

/* Goes on to a block with nothing in it. */
static void
advance(struct arena *arena)
{
    struct arena_block *full = arena->blocks;
    struct arena_block *block;

    if (full != NULL && full->next->used == 0) {
        arena->blocks = full->next;
        return;
    }
    block = block_new(arena, BLOCK);
    block->next = full == NULL ? block : full->next;
    if (full != NULL)
        full->next = block;
    arena->blocks = block;
}

static char *
take_large(struct arena *arena, size_t bytes)
{
    struct arena_block *block = block_new(arena, bytes);

    block->next = arena->large;
    arena->large = block;
    return block->bytes;
}

static char *
take(struct arena *arena, size_t bytes, size_t align)
{
    struct arena_block *block = arena->blocks;
    size_t from = block == NULL ? 0 : (block->used + align - 1) & -align;

    if (block == NULL || from > block->cap || block->cap - from < bytes) {
        if (bytes > BLOCK / 4)
            return take_large(arena, bytes);
        advance(arena);
        block = arena->blocks;
        from = 0;
    }
    block->used = from + bytes;
    return block->bytes + from;
}

void *
arena_room(struct arena *arena, size_t bytes)
{
    return take(arena, bytes, ALIGN);
}

void *
arena_get(struct arena *arena, size_t bytes)
{
    void *got = arena_room(arena, bytes);

    memset(got, 0, bytes);
    return got;
}

struct text
arena_copy(struct arena *arena, struct text text)
{
    char *copy;

    if (text.at == NULL)
        return TEXT_NONE;
    copy = take(arena, text.len + 1, 1);
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return (struct text){copy, text.len};
}
