#include "domain/revision.h"

#include "base/runs.h"
#include "ports/digest.h"

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
revision_set_nameless(struct revision *revision, uint64_t number)
{
    revision->flags |= REVISION_NAMELESS;
    put_digest(revision->id, (struct digest){UINT64_MAX, number});
}

void
revision_set_original(struct revision *revision, struct text id)
{
    revision->flags |= REVISION_REPOST;
    revision_set_id(revision, id, false);
    memset(revision->seen, 0xff, sizeof(revision->seen));
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

enum { ID = 16, ID_AND_SEEN = 24 };

static void
take_record(struct verdict *verdict, const struct revision *entry)
{
    struct revision *last = &verdict->last;
    bool is_new = (entry->flags & REVISION_OLD) == 0;
    bool is_again = verdict->found && memcmp(last, entry, REVISION_KEY) == 0;
    bool is_tied = verdict->found && memcmp(last, entry, ID_AND_SEEN) == 0;

    verdict->own |= (entry->flags & REVISION_OWN) != 0;
    verdict->records += is_new;
    verdict->repeated += is_new && is_again;
    if (!is_tied)
        verdict->tied = 0;
    else if (!is_again)
        verdict->tied++;
    if (is_again)
        last->flags |= entry->flags & REVISION_OLD;
    else
        *last = *entry;
    verdict->found = true;
}

bool
revision_take(struct verdict *verdict, const struct revision *entry)
{
    if (verdict->any && memcmp(verdict->last.id, entry->id, ID) != 0)
        return false;
    if (!verdict->any)
        memcpy(verdict->last.id, entry->id, ID);
    verdict->any = true;
    if ((entry->flags & REVISION_TOMBSTONE) != 0)
        verdict->tombstone = true;
    else if ((entry->flags & REVISION_REPOST) == 0)
        take_record(verdict, entry);
    return true;
}
