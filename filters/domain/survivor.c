#include "domain/survivor.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/runs.h"

struct survivors {
    struct runs *entries; /* struct revision */
    struct tombstones *tombstones;
    const struct survivor_takers *takers; /* while settling */
    struct survivor_counts counts;
};

struct survivors *
survivors_new(size_t budget_bytes, struct spill *spill)
{
    struct survivors *survivors = calloc(1, sizeof(*survivors));

    if (survivors == NULL)
        err(EX_OSERR, "survivors");
    survivors->entries =
        runs_new(sizeof(struct revision), REVISION_KEY, budget_bytes, spill);
    survivors->tombstones = tombstones_new();
    return survivors;
}

void
survivors_free(struct survivors *survivors)
{
    if (survivors == NULL)
        return;
    runs_free(survivors->entries);
    tombstones_free(survivors->tombstones);
    free(survivors);
}

const struct tombstones *
survivor_tombstones(const struct survivors *survivors)
{
    return survivors->tombstones;
}

static struct revision *
add_entry(struct survivors *survivors, uint64_t number, uint64_t flags)
{
    struct revision *entry = runs_add(survivors->entries);

    *entry = (struct revision){.seq = number, .flags = flags};
    return entry;
}

void
survivor_add(struct survivors *survivors, const struct survivor_record *record)
{
    uint64_t flags = record->is_own ? REVISION_OWN : 0;
    struct revision *entry = add_entry(survivors, record->number, flags);

    if (record->id.len == 0)
        revision_set_nameless(entry, record->number);
    else
        revision_set_id(entry, record->id, record->is_observed);
    revision_set_author(entry, record->author);
    revision_set_seen(entry, record->seen_s);
    revision_set_content(entry, record->line);
    if (record->repost_of.len == 0)
        return;
    entry = add_entry(survivors, record->number, flags);
    revision_set_original(entry, record->repost_of);
}

/* Of a post also its copies inside others. */
static void
delete_item(struct survivors *survivors, struct text id)
{
    revision_set_id(add_entry(survivors, 0, REVISION_TOMBSTONE), id, false);
    revision_set_id(add_entry(survivors, 0, REVISION_TOMBSTONE), id, true);
}

const char *
survivor_delete(struct survivors *survivors,
                const struct tombstone_record *record)
{
    if (record->target.len == 0)
        return "no_target: a delete without target";
    if (!text_equal(record->scope, TEXT("item")))
        return tombstone_take(survivors->tombstones, record);
    delete_item(survivors, record->target);
    return NULL;
}

void
survivor_recall(struct survivors *survivors, const struct revision *old)
{
    uint64_t notices = REVISION_AUTHOR | REVISION_SCRUB | REVISION_WITHHELD;

    if ((old->flags & notices) != 0)
        tombstone_add(survivors->tombstones, old);
    else
        *add_entry(survivors, 0, 0) = *old;
}

/* That an id was written and that it is deleted are two things: either may come first. */
static void
remember(const struct survivors *survivors, const struct verdict *verdict)
{
    const struct survivor_takers *takers = survivors->takers;
    struct revision entry = verdict->last;

    if (takers->remember == NULL)
        return;
    entry.seq = 0;
    entry.flags = REVISION_OLD;
    if (verdict->found && (verdict->last.flags & REVISION_NAMELESS) == 0)
        takers->remember(takers->context, &entry);
    entry = (struct revision){.flags = REVISION_TOMBSTONE | REVISION_OLD};
    memcpy(entry.id, verdict->last.id, sizeof(entry.id));
    if (verdict->tombstone)
        takers->remember(takers->context, &entry);
}

static void
tell(const struct survivors *survivors, const struct revision *entry,
     enum survivor_fate fate)
{
    survivors->takers->fate(survivors->takers->context, entry->seq, fate);
}

static bool
is_gone(const struct survivors *survivors, const struct verdict *verdict)
{
    return verdict->tombstone
           || tombstone_has_author(survivors->tombstones, &verdict->last);
}

static void
tell_standing(struct survivors *survivors, const struct verdict *verdict,
              bool gone)
{
    const struct revision *last = &verdict->last;

    tell(survivors, last, SURVIVOR_STANDS);
    if (gone)
        tell(survivors, last, SURVIVOR_STUB);
    else if (tombstone_may_amend(survivors->tombstones, last))
        tell(survivors, last, SURVIVOR_MAY_CHANGE);
    survivors->counts.tied += verdict->tied;
}

/* What becomes of the records of one id. */
static void
decide(struct survivors *survivors, const struct verdict *verdict)
{
    struct survivor_counts *counts = &survivors->counts;
    bool gone = is_gone(survivors, verdict);
    bool stays = verdict->found && (verdict->last.flags & REVISION_OLD) == 0
                 && (!gone || verdict->own);
    uint64_t rest = verdict->records - stays;

    remember(survivors, verdict);
    if (stays)
        tell_standing(survivors, verdict, gone);
    if (!gone || verdict->own) {
        counts->repeated += verdict->repeated;
        counts->superseded += rest - verdict->repeated;
    } else if (verdict->tombstone) {
        counts->deleted += rest;
    } else {
        counts->author_deleted += rest;
    }
}

struct survivor_counts
survivors_settle(struct survivors *survivors,
                 const struct survivor_takers *takers)
{
    const struct revision *entry;
    struct verdict verdict = {0};

    survivors->takers = takers;
    runs_sort(survivors->entries);
    while ((entry = runs_next(survivors->entries)) != NULL) {
        if (!revision_take(&verdict, entry)) {
            decide(survivors, &verdict);
            verdict = (struct verdict){0};
            revision_take(&verdict, entry);
        }
        /* It stands behind all records of its original, which are decided. */
        if ((entry->flags & REVISION_REPOST) != 0
            && is_gone(survivors, &verdict))
            tell(survivors, entry,
                 (entry->flags & REVISION_OWN) != 0 ? SURVIVOR_STUB
                                                    : SURVIVOR_FALLEN);
    }
    if (verdict.any)
        decide(survivors, &verdict);
    if (takers->remember != NULL)
        tombstone_each(survivors->tombstones, takers->remember,
                       takers->context);
    return survivors->counts;
}
