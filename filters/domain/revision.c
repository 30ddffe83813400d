#include "domain/revision.h"

#include "base/runs.h"

static void
put_digest(uint8_t at[16], struct digest digest)
{
    runs_put64(at, digest.high);
    runs_put64(at + 8, digest.low);
}

void
revision_set_id(struct revision *revision, struct text id, bool is_observed)
{
    struct digest digest = digest128(id);

    if (is_observed)
        digest.high = ~digest.high;
    put_digest(revision->id, digest);
}

void
revision_set_author(struct revision *revision, struct text author)
{
    if (author.len > 0)
        put_digest(revision->author, digest128(author));
}

void
revision_set_seen(struct revision *revision, int64_t seen_s)
{
    runs_put64(revision->seen, (uint64_t)seen_s ^ (uint64_t)1 << 63);
}

int64_t
revision_seen_s(const struct revision *revision)
{
    return (int64_t)(runs_get64(revision->seen) ^ (uint64_t)1 << 63);
}

/* Past `,"name":"…"` or `,"name":12` if that is what comes next. */
static const char *
skip_member(const char *at, const char *end, struct text name)
{
    struct text rest = {at, (size_t)(end - at)};

    if (!text_starts(rest, name))
        return at;
    at += name.len;
    if (*at == '"')
        for (at++; at < end && *at != '"'; at++)
            at += *at == '\\';
    while (at < end && *at != ',' && *at != '}')
        at++;
    return at;
}

/*
 * The members lie together, as normalize writes them. `,"` with the quote unescaped stands only
 * between members of a flat record, so that a plain search finds them.
 */
void
revision_set_content(struct revision *revision, struct text line)
{
    static const struct text names[] = {{",\"archive\":", 11},
                                        {",\"member\":", 10},
                                        {",\"line\":", 8},
                                        {",\"part\":", 8}};
    size_t from = text_find(line, names[0]);
    const char *at, *end = line.at + line.len;
    uint64_t content;

    if (from == SIZE_MAX) {
        content = digest64(line);
    } else {
        at = line.at + from;
        for (size_t i = 0; i < 4; i++)
            at = skip_member(at, end, names[i]);
        content = digest64_seeded((struct text){at, (size_t)(end - at)},
                                  digest64((struct text){line.at, from}));
    }
    runs_put64(revision->content, content);
}

bool
revision_take(struct verdict *verdict, const struct revision *entry)
{
    bool is_new = (entry->flags & REVISION_OLD) == 0;
    bool again;

    if (verdict->any && memcmp(verdict->last.id, entry->id, 16) != 0)
        return false;
    verdict->any = true;
    if ((entry->flags & REVISION_TOMBSTONE) != 0) {
        verdict->tombstone = true;
        if (!verdict->found)
            memcpy(verdict->last.id, entry->id, 16);
        return true;
    }
    again = verdict->found && memcmp(&verdict->last, entry, REVISION_KEY) == 0;
    verdict->own |= (entry->flags & REVISION_OWN) != 0;
    verdict->records += is_new;
    verdict->repeated += is_new && again;
    if (again)
        verdict->last.flags |= entry->flags & REVISION_OLD;
    else
        verdict->last = *entry;
    verdict->found = true;
    return true;
}
