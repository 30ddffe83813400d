#include "stream/probe.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { AFTER = 2 };

struct probe {
    const struct state *state;
    struct digester *digester;
    uint64_t bytes;
    const uint64_t *sizes; /* those not reached yet */
    size_t size_count;
    char head[STATE_HEAD];
    char last; /* byte */
    uint64_t known;
    struct digest known_digest;
    bool known_has_end; /* of its last line */
    char after[AFTER];  /* bytes behind it */
    size_t after_len;
};

struct probe *
probe_new(const struct state *state)
{
    struct probe *probe = calloc(1, sizeof(*probe));

    if (probe == NULL)
        err(EX_OSERR, "probe");
    probe->state = state;
    probe->digester = digester_new();
    return probe;
}

void
probe_free(struct probe *probe)
{
    if (probe == NULL)
        return;
    digester_free(probe->digester);
    free(probe);
}

void
probe_start(struct probe *probe)
{
    digester_reset(probe->digester);
    probe->bytes = probe->known = 0;
    probe->sizes = state_sizes(probe->state, &probe->size_count);
}

static void
take(struct probe *probe, struct text piece)
{
    if (piece.len == 0)
        return;
    digester_add(probe->digester, piece);
    for (size_t i = 0; i < piece.len && probe->bytes + i < STATE_HEAD; i++)
        probe->head[probe->bytes + i] = piece.at[i];
    for (size_t i = 0; i < piece.len && probe->after_len < AFTER; i++)
        probe->after[probe->after_len++] = piece.at[i];
    probe->bytes += piece.len;
    probe->last = piece.at[piece.len - 1];
}

/* As many bytes have come as something known has. */
static void
compare(struct probe *probe)
{
    struct digest digest = digester_value(probe->digester);

    if (!state_knows(probe->state, probe->bytes, digest))
        return;
    probe->known = probe->bytes;
    probe->known_digest = digest;
    probe->known_has_end = probe->last == '\n';
    probe->after_len = 0;
}

void
probe_add(void *context, struct text piece)
{
    struct probe *probe = context;

    while (probe->size_count > 0 && *probe->sizes - probe->bytes <= piece.len) {
        size_t upto = (size_t)(*probe->sizes - probe->bytes);

        take(probe, (struct text){piece.at, upto});
        compare(probe);
        piece = text_from(piece, upto);
        probe->sizes++;
        probe->size_count--;
    }
    take(probe, piece);
}

static uint64_t
head_of(const struct probe *probe, uint64_t bytes)
{
    size_t len = bytes < STATE_HEAD ? (size_t)bytes : STATE_HEAD;

    return digest64((struct text){probe->head, len});
}

void
probe_content(const struct probe *probe, struct content *content)
{
    *content = (struct content){probe->bytes, digester_value(probe->digester),
                                head_of(probe, probe->bytes)};
}

bool
probe_known(const struct probe *probe, struct content *known)
{
    *known = (struct content){probe->known, probe->known_digest,
                              head_of(probe, probe->known)};
    return probe->known > 0;
}

uint64_t
probe_resume(const struct probe *probe)
{
    struct text after = {probe->after, probe->after_len};

    if (probe->known_has_end)
        return probe->known;
    if (text_starts(after, TEXT("\n")))
        return probe->known + 1;
    return probe->known + (text_starts(after, TEXT("\r\n")) ? 2 : 0);
}
