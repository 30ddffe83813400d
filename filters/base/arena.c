#include "base/arena.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { ALIGN = 16, BLOCK = 64 * 1024 - 64 };

/*
 * The blocks are a ring, and arena->blocks is the one being filled. What follows it is either
 * free, kept by arena_clear(), or full.
 */
struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t cap;
    _Alignas(ALIGN) char bytes[];
};

void
arena_free(struct arena *arena)
{
    struct arena_block *block;

    if (arena == NULL || arena->blocks == NULL)
        return;
    block = arena->blocks->next;
    arena->blocks->next = NULL;
    while (block != NULL) {
        struct arena_block *next = block->next;

        free(block);
        block = next;
    }
    *arena = (struct arena){0};
}

/* Blocks of unusual size go: one long line must not be held for ever. */
void
arena_clear(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    if (block == NULL)
        return;
    do {
        struct arena_block *next = block->next;

        block->used = 0;
        while (next->cap != BLOCK) {
            arena->bytes -= next->cap;
            block->next = next->next;
            free(next);
            next = block->next;
        }
        block = next;
    } while (block != arena->blocks);
}

/* A new block behind the one being filled. */
static struct arena_block *
block_add(struct arena *arena, size_t cap)
{
    struct arena_block *block = malloc(sizeof(*block) + cap);

    if (block == NULL)
        err(EX_OSERR, "an arena's block of %zu bytes", cap);
    block->cap = cap;
    block->used = 0;
    block->next = block;
    if (arena->blocks != NULL) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    }
    arena->bytes += cap;
    return block;
}

/* Goes on to a block with nothing in it. */
static void
advance(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    if (block == NULL || block->next->used > 0 || block->next == block)
        arena->blocks = block_add(arena, BLOCK);
    else
        arena->blocks = block->next;
}

static char *
take(struct arena *arena, size_t bytes, size_t align)
{
    struct arena_block *block = arena->blocks;
    size_t from;

    if (bytes > SIZE_MAX / 2)
        errx(EX_OSERR, "an arena's block of more than half the address space");
    if (block == NULL) {
        advance(arena);
        block = arena->blocks;
    }
    from = (block->used + align - 1) & ~(align - 1);
    if (from > block->cap || block->cap - from < bytes) {
        if (bytes > BLOCK / 4) {
            block = block_add(arena, bytes);
        } else {
            advance(arena);
            block = arena->blocks;
        }
        from = 0;
    }
    block->used = from + bytes;
    return block->bytes + from;
}

void *
arena_get(struct arena *arena, size_t bytes)
{
    void *got = take(arena, bytes, ALIGN);

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
