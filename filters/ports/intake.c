#include "ports/intake.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

struct intake {
    container_source *source;
    void *context;
    uint64_t taken, content;
    ssize_t last; /* 0 or -1 once the source said so */
    bool over;
    uint8_t blocks[INTAKE_BLOCKS][INTAKE_BLOCK];
};

struct intake *
intake_new(container_source *source, void *context)
{
    struct intake *intake = malloc(sizeof(*intake));

    if (intake == NULL)
        err(EX_OSERR, NULL);
    intake->source = source;
    intake->context = context;
    intake->taken = 0;
    intake->content = 0;
    intake->over = false;
    return intake;
}

void
intake_free(struct intake *intake)
{
    free(intake);
}

static size_t
fill(struct intake *intake, uint8_t *block)
{
    size_t len = 0;

    while (len < INTAKE_BLOCK && !intake->over) {
        ssize_t count =
            intake->source(intake->context, block + len, INTAKE_BLOCK - len);

        if (count <= 0) {
            intake->over = true;
            intake->last = count;
            break;
        }
        len += (size_t)count;
    }
    return len;
}

ssize_t
intake_next(struct intake *intake, const void **at)
{
    uint8_t *block =
        intake->blocks[intake->taken / INTAKE_BLOCK % INTAKE_BLOCKS];
    size_t len = fill(intake, block), content = len;

    *at = block;
    if (len == 0)
        return intake->last;
    while (content > 0 && block[content - 1] == 0)
        content--;
    if (content > 0)
        intake->content = intake->taken + content;
    intake->taken += len;
    return (ssize_t)len;
}

bool
intake_copy(const struct intake *intake, uint64_t from, void *to, size_t count)
{
    uint8_t *out = to;

    if (from + count > intake->taken || intake->taken - from > INTAKE_HELD)
        return false;
    while (count > 0) {
        size_t offset = from % INTAKE_BLOCK, piece = INTAKE_BLOCK - offset;

        if (piece > count)
            piece = count;
        memcpy(out,
               &intake->blocks[from / INTAKE_BLOCK % INTAKE_BLOCKS][offset],
               piece);
        out += piece;
        from += piece;
        count -= piece;
    }
    return true;
}

bool
intake_failed(const struct intake *intake)
{
    return intake->over && intake->last < 0;
}

uint64_t
intake_taken(const struct intake *intake)
{
    return intake->taken;
}

uint64_t
intake_content(const struct intake *intake)
{
    return intake->content;
}
